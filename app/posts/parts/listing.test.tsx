import { FormProvider, useForm } from "@conform-to/react";
import { createInstance } from "i18next";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { optionsFor } from "#app/i18n/options.ts";
import { zhCN } from "#app/i18n/zh-CN/index.ts";
import { FormSections } from "#app/listings/parts/form-sections.tsx";
import { ListingBody } from "#app/listings/parts/listing-body.tsx";
import { textsOf, type Listing } from "#app/listings/listing.ts";
import { needs, results } from "#db/demonstration/index.ts";
import { draftSchema, listings } from "#app/posts/content.ts";

const i18n = createInstance();
beforeAll(async () => {
  await i18n.use(initReactI18next).init(optionsFor("zh-CN", zhCN));
});
const render = (children: ReactNode) =>
  renderToStaticMarkup(<I18nextProvider i18n={i18n}>{children}</I18nextProvider>);

function DeclaredForm({ listing, value }: { listing: Listing; value: object }) {
  const [form] = useForm({ id: "post", defaultValue: value });
  return (
    <FormProvider context={form.context}>
      <FormSections
        listing={listing}
        facts={{ measures: [], partners: [{ id: "partner", name: "受邀的单位" }] }}
      />
    </FormProvider>
  );
}

const posts = { need: needs.slice(0, 3), result: results.slice(0, 3) };
/** A text as HTML has it. */
const escaped = (text: string): string => renderToStaticMarkup(<>{text}</>);

describe.each(["need", "result"] as const)("what a %s declares", (kind) => {
  it("has a control in the form for each of its values", () => {
    const html = render(<DeclaredForm listing={listings[kind]} value={{}} />);
    const without = Object.keys(draftSchema(kind).shape).filter(
      (name) => !html.includes(`id="post-${name}"`) && !html.includes(`name="${name}"`),
    );
    expect(without).toEqual([]);
  });

  it.each(posts[kind].map(({ content }) => [content.title, content] as const))(
    "stands in form and page, its texts and indicators: %s",
    (_title, said) => {
      const content = draftSchema(kind).parse(said);
      const form = render(<DeclaredForm listing={listings[kind]} value={content} />);
      const page = render(<ListingBody listing={listings[kind]} content={content} />);
      for (const { text } of textsOf(listings[kind], content, "compared")) {
        expect(form).toContain(escaped(text));
        if (text !== content.field) expect(page).toContain(escaped(text));
      }
      for (const { name } of content.indicators) expect(page).toContain(escaped(name));
    },
  );
});
