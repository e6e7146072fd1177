import { createInstance } from "i18next";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { beforeAll, describe, expect, test } from "vitest";
import { optionsFor } from "#app/i18n/options.ts";
import { zhCN } from "#app/i18n/zh-CN/index.ts";
import { needListing } from "#app/posts/need.ts";
import { NumberField } from "./number-field.tsx";
import { Checkbox, Choices, SelectField, TextArea, TextField } from "./fields.tsx";

const i18n = createInstance();
beforeAll(async () => {
  await i18n.use(initReactI18next).init(optionsFor("zh-CN", zhCN));
});
const render = (children: ReactNode) =>
  renderToStaticMarkup(<I18nextProvider i18n={i18n}>{children}</I18nextProvider>);

const good = { id: "f-title", name: "title" };
const bad = { ...good, errors: ["请填写此项"] };
const options = [
  { value: "a", label: "甲" },
  { value: "b", label: "乙" },
];

describe("a control", () => {
  test.each([
    ["TextField", TextField, "input"],
    ["TextArea", TextArea, "textarea"],
  ] as const)("%s is named by its label and described by hint and error", (_name, Field, tag) => {
    const html = render(<Field field={bad} label="标题" hint="一句话" />);
    expect(html).toContain('<label for="f-title" class="block font-medium">标题</label>');
    expect(html).toMatch(new RegExp(`<${tag}[^>]* id="f-title"[^>]* name="title"`));
    expect(html).toContain('aria-invalid="true"');
    expect(html).toContain('aria-describedby="f-title-hint f-title-error"');
    expect(html).toMatch(/id="f-title-hint"[^>]*>一句话/);
    expect(html).toMatch(/id="f-title-error"[^>]*>请填写此项/);
  });

  test("without hint or error nothing describes it", () => {
    for (const field of [good, { ...good, errors: [] }]) {
      const html = render(<TextField field={field} label="标题" />);
      expect(html).not.toContain("aria-");
    }
  });

  test("what may stay empty says so", () => {
    expect(render(<TextField field={good} label="标题" needed={false} />)).toContain("选填");
    expect(render(<TextField field={good} label="标题" />)).not.toContain("选填");
  });
});

describe("a number beside its field", () => {
  const shown = (kind: "amount" | "number" | "percent" | "whole", value: string) =>
    /= ([^<]*)</.exec(
      render(<NumberField kind={kind} field={good} label="金额" defaultValue={value} />).replaceAll(
        "<!-- -->",
        "",
      ),
    )?.[1];
  test.each([
    ["amount", "150万", "1,500,000 元"],
    ["amount", "1，500，000", "1,500,000 元"],
    ["amount", "800000", "800,000 元"],
    ["number", "５×10⁻⁶", "0.000005"],
    ["number", "12", undefined],
    ["percent", "３０％", "30%"],
    ["whole", "２５", "25"],
    ["amount", "30万–50万", undefined],
    ["amount", "abc", undefined],
    ["amount", "", undefined],
  ] as const)("%s %s is read as %s", (kind, value, reading) => {
    expect(shown(kind, value)).toBe(reading);
  });

  test("is what the control is described by", () => {
    const html = render(
      <NumberField kind="amount" field={good} label="金额" defaultValue="150万" />,
    );
    expect(html).toContain('aria-describedby="f-title-reading"');
    expect(html).toContain('id="f-title-reading"');
  });
});

describe("the count of a text", () => {
  const area = (text: string) =>
    render(<TextArea field={good} label="摘要" limit={8} defaultValue={text} />);
  test("is silent far from the limit", () => {
    expect(area("一二三")).not.toContain("个字");
  });
  test("shows what is left near the limit", () => {
    expect(area("一二三四五六")).toContain("还可以输入2个字");
  });
  test("shows what is too much", () => {
    expect(area("一二三四五六七八九")).toContain("超出1个字");
  });
  test("counts what people see, as the server does: an emoji, a rare character, a break of Windows", () => {
    expect(area("𠮷👨‍👩‍👧e\u0301一二三")).toContain("还可以输入2个字");
    expect(area("一\r\n二\r\n三四五六")).toContain("还可以输入0个字");
  });
  test("and the server agree on a long text with line breaks", () => {
    const text = `${"字".repeat(48)}\r\n𠮷`.repeat(100).slice(0, -"\r\n𠮷".length) + "末";
    const left = /还可以输入(\d+)个字/.exec(
      render(<TextArea field={good} label="背景" limit={5000} defaultValue={text} />),
    );
    const rest = Number(left?.[1]);
    const problem = (more: number) =>
      needListing.draft.safeParse({ problem: `${text}${"x".repeat(more)}` });
    expect(problem(rest).success).toBe(true);
    expect(problem(rest + 1).error?.issues).toMatchObject([
      { path: ["problem"], message: "tooLong" },
    ]);
  });
});

test("a list begins with the empty choice and keeps the given one", () => {
  const html = render(<SelectField field={good} label="集群" options={options} defaultValue="b" />);
  expect(html).toContain('<option value="">请选择</option>');
  expect(html).toContain('<option value="b" selected="">乙</option>');
});

test("choices are a group with a legend, and the chosen ones are checked", () => {
  const html = render(
    <Choices field={bad} label="方式" kind="checkbox" options={options} chosen={["b"]} />,
  );
  expect(html).toMatch(
    /<fieldset id="f-title" aria-describedby="f-title-error"[^>]*><legend[^>]*>方式<\/legend>/,
  );
  expect(html.match(/checked=""/g)).toHaveLength(1);
  expect(html).toMatch(/value="b"[^>]*/);
});

test("a yes or no has its error beside it", () => {
  const html = render(<Checkbox field={bad} label="同意" checked={false} />);
  expect(html).toContain('aria-describedby="f-title-error"');
  expect(html).toContain("请填写此项");
});
