import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addresses } from "#app/routes.ts";
import { People } from "#tests/fuzz/people.ts";
import { formPages, type PageForm } from "#tests/support/form-pages.ts";
import { makeFormStates, type FormPlace } from "#tests/support/form-states/index.ts";
import { repeatedForms } from "#tests/support/sent-twice.ts";
import { openSite, type Site } from "#tests/support/site.ts";

let site: Site;
let people: People;
let places: FormPlace[];
let pages: ReturnType<typeof formPages>;
beforeAll(async () => {
  site = await openSite();
  people = new People(site.origin, site.test.pool);
  await people.begin();
  places = await makeFormStates(site, people);
  pages = formPages(site.origin);
}, 180_000);
afterAll(() => site.close());
/** One person sends more here in a minute than people do in an hour. */
beforeEach(() => site.test.pool.query("DELETE FROM rate_limit"));

/** Pages made of parts with a field for text that show no form with one to somebody signed in without scripts, and why. */
const withoutForm: Record<string, string> = {
  "/deals/board": "its one form is a question that scripts ask; the deal's page asks it without",
  "/sessions/:sessionId": "its one field is the day of a copy",
  "/sessions/:sessionId/mine": "tasks are ticked here and written on their meeting's page",
  "/sign-in": "nobody's sign-in expires here",
  "/sign-up": "nobody's sign-in expires here",
  "/forgot-password": "nobody's sign-in expires here",
  "/reset-password": "nobody's sign-in expires here",
  "/check-mail": "nobody's sign-in expires here",
  "/verify-email": "nobody's sign-in expires here",
};

/** The forms with a field for text on a page, one for each of its steps. */
async function textFormsAt({ at, as }: FormPlace): Promise<PageForm[]> {
  const forms = await pages.formsOf(at, people.cookieOf(as));
  const withText = forms.filter(({ texts }) => texts.length > 0);
  return [...new Map([...withText].reverse().map((form) => [form.steps, form])).values()].reverse();
}

const root = path.join(import.meta.dirname, "../..");

/** A page and the parts that it is made of, as they are written. */
function sourcesOf(file: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(file) || file.startsWith("app/ui/") || file === "app/root.tsx") return seen;
  const source = readFileSync(path.join(root, file), "utf8");
  seen.set(file, source);
  for (const [, part = ""] of source.matchAll(/from "(#app\/[^"]*|\.[^"]*)\.tsx"/g))
    sourcesOf(
      part.startsWith("#") ? `${part.slice(1)}.tsx` : path.join(path.dirname(file), `${part}.tsx`),
      seen,
    );
  return seen;
}

function mayHaveTextForm(page: string): boolean {
  const sources = [...sourcesOf(`app/${page}`).values()];
  return [/<(TextField|TextArea|NumberField)\b/, /<StepForm\b/].every((part) =>
    sources.some((source) => part.test(source)),
  );
}

/** Pages that are made of parts with a field for text. */
const withText = Object.entries(addresses)
  .filter(([, { page }]) => page.endsWith(".tsx") && mayHaveTextForm(page))
  .map(([pattern]) => pattern);

describe("what was typed when the sign-in had expired comes back", () => {
  it.each(withText.filter((pattern) => !(pattern in withoutForm)))("on %s", async (pattern) => {
    const tried = places.filter((one) => one.pattern === pattern);
    expect(tried).not.toEqual([]);
    for (const place of tried) {
      const forms = await textFormsAt(place);
      expect(forms.map(({ steps }) => steps)).toEqual(place.forms);
      for (const form of forms) {
        let number = 0;
        const texts: string[] = [];
        const typed = form.fields.map(([name, value]): [string, string] => {
          if (!form.texts.includes(name)) return [name, value];
          texts.push(`登录过期前写下的文字${(number += 1)}`);
          return [name, texts.at(-1) ?? ""];
        });
        const answer = await pages.send(form, typed, undefined);
        expect(answer.headers.get("location")).toMatch(/^\/sign-in\?redirectTo=.*&kept=1$/);
        const back = await pages.read(place.at, people.cookieOf(place.as));
        const shown = back.replace(/<script\b.*?<\/script>/gs, "");
        expect(texts.filter((text) => !shown.includes(text))).toEqual([]);
      }
    }
  });

  it("tries every page with a field for text but those named here", () => {
    const tried = new Set(places.map(({ pattern }) => pattern));
    expect([...tried, ...Object.keys(withoutForm)].sort()).toEqual([...withText].sort());
  });
});

describe("a form that is sent twice at the same moment", () => {
  beforeAll(() => site.test.pool.query("DELETE FROM rescued_form"));

  const filled = (form: PageForm, typed: Record<string, string | number>): PageForm["fields"] => {
    const values = Object.entries(typed).map(([name, value]): [string, string] => [
      name,
      typeof value === "number" ? (form.choices[name]?.[value] ?? "") : value,
    ]);
    return [...form.fields.filter(([name]) => !(name in typed)), ...values];
  };

  it.each(repeatedForms)(
    "$what is one record, and both are led to one place",
    async ({ pattern, steps, table, typed }) => {
      const place = places.find((one) => one.pattern === pattern && one.forms.includes(steps));
      const form = place && (await textFormsAt(place)).find((one) => one.steps === steps);
      if (!place || !form) throw new Error(`no form ${steps} on ${pattern}`);
      const counted = async () => {
        const { rows } = await site.test.pool.query<{ count: number }>(
          `SELECT count(*)::int FROM "${table}"`,
        );
        return rows[0]?.count ?? 0;
      };
      const sending = async () => {
        const answer = await pages.send(form, filled(form, typed), people.cookieOf(place.as));
        const refused = answer.status >= 400 ? await answer.text() : "";
        return { refused, status: answer.status, location: answer.headers.get("location") };
      };
      const before = await counted();
      const [first, second] = await Promise.all([sending(), sending()]);
      expect(first.refused).toBe("");
      expect(second).toEqual(first);
      expect(await counted()).toBe(before + 1);
      expect(await sending()).toEqual(first);
      expect(await counted()).toBe(before + 1);
    },
  );
});
