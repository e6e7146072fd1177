import { expect, test } from "vitest";
import { en } from "#app/i18n/en/index.ts";

/** Every text of a namespace with its path. */
function textsOf(node: object, path: string): [string, string][] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    typeof value === "string"
      ? [[`${path}.${key}`, value] as [string, string]]
      : textsOf(value as object, `${path}.${key}`),
  );
}

const texts = Object.entries(en).flatMap(([namespace, node]) => textsOf(node, namespace));

test.each([
  ["apostrophes and quotation marks are typographic", /['"`]/],
  ["email is written as one word", /e-mail|\bmail (?:address|box)/i],
  ["the spelling is British", /\b(?:organiz(?!ers?\b)|recogniz|authoriz|program\b|color|center)/i],
  ["no space stands before a mark", / [,;:?!%…]/],
  ["no mark or space is doubled", / {2}|[,;:?!]{2}/],
])("in English texts %s", (_rule, broken) => {
  expect(texts.filter(([, text]) => broken.test(text))).toEqual([]);
});
