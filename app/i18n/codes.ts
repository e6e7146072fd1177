import type { TFunction } from "i18next";
import type { codes } from "#app/i18n/zh-CN/codes.ts";

/** A list of codes that has names in both languages. */
export type CodeList = keyof typeof codes;

/**
 * The name of a code as it comes from the database or the search index; the
 * code itself when this version does not know it. Where the code's type is
 * known, `t("codes:clusters.internet_of_things")` says the same.
 */
export function codeName(t: TFunction, list: CodeList, code: string | number): string {
  const translate = t as (key: string, options: { defaultValue: string }) => string;
  return translate(`codes:${list}.${code}`, { defaultValue: String(code) });
}

/** Codes with their names, ready for the options of a select or of checkboxes. */
export function codeOptions<Code extends string | number>(
  t: TFunction,
  list: CodeList,
  values: readonly Code[],
): { value: string; label: string }[] {
  return values.map((code) => ({ value: String(code), label: codeName(t, list, code) }));
}
