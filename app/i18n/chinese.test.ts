import { expect, test } from "vitest";
import { zhCN } from "#app/i18n/zh-CN/index.ts";

/** Every text of a namespace with its path. */
function textsOf(node: object, path: string): [string, string][] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    typeof value === "string"
      ? [[`${path}.${key}`, value] as [string, string]]
      : textsOf(value as object, `${path}.${key}`),
  );
}

const han = "[\\u4e00-\\u9fff]";
const brand = "对接 Duijie";
const texts = Object.entries(zhCN)
  .flatMap(([namespace, node]) => textsOf(node, namespace))
  .map(([path, text]) => [path, text.replaceAll(brand, "")] as const);

test("Chinese texts use Chinese punctuation", () => {
  const halfWidth = new RegExp(`${han}[,;:?!()]|[,;:?!()]${han}`);
  expect(texts.filter(([, text]) => halfWidth.test(text))).toEqual([]);
});

test("space between Chinese and Latin comes from style, not from typing", () => {
  const typed = new RegExp(`${han} [\\w{]|[\\w}] ${han}`);
  expect(texts.filter(([, text]) => typed.test(text))).toEqual([]);
});
