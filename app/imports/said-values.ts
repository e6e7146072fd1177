import { codeOfWord } from "#app/office/code-words.ts";
import type { Field } from "#app/listings/listing.ts";

/** Between the parts of a list, as people write it; a comma of half width stands in names such as 1,4-丁二醇. */
const betweenParts = /[;；、，\n]/;

/** The parts of a written list. */
export const partsOf = (typed: string): string[] =>
  typed
    .split(betweenParts)
    .map((part) => part.trim())
    .filter((part) => part !== "");

const two = (part: string): string => part.padStart(2, "0");
const writtenDay = /^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?(?:[ T]0{1,2}:00(?::00)?)?$/;

/** A day as people write it, YYYY-MM-DD; of a month its last day, of a year's end the last of December. Else what was written. */
export function saidDay(typed: string): string {
  const text = typed.normalize("NFKC").trim();
  const [, yearAlone] = /^(\d{4})年?(?:底|末|年底|年末|年)?(?:前|之前)?$/.exec(text) ?? [];
  if (yearAlone !== undefined) return `${yearAlone}-12-31`;
  const [, year, month = "", day] =
    writtenDay.exec(text.replace(/(?:底|末)?(?:之?前|以前)?$/, "")) ?? [];
  if (year === undefined) return typed;
  if (day !== undefined) return `${year}-${two(month)}-${two(day)}`;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return `${year}-${two(month)}-${last}`;
}

/** What stands for yes and no; a marked box stands for yes too. */
const yes = /^(是|属于|有|yes|y|true|√|✓|☑|1)$/i;
const no = /^(否|不是|不属于|无|没有|no|n|false|×|0)$/i;

/** What a person wrote for a field, in the words of its schema: codes for names, a level without its scale, a plain day. */
export function saidValue(field: Field, typed: string): unknown {
  const text = typed.trim();
  switch (field.type) {
    case "choice":
    case "radio":
      return codeIn(field.codes, codeOfWord(field.list, text)) ?? text;
    case "choices":
      return partsOf(text).map((part) => codeIn(field.codes, codeOfWord(field.list, part)) ?? part);
    case "level": {
      const [, level] =
        /^(?:trl|mrl|第)?\s*(10|[1-9])\s*(?:级|$|[-–—:：.、(（\s])/i.exec(text.normalize("NFKC")) ??
        [];
      return level ?? text;
    }
    case "day":
      return saidDay(text);
    case "flag":
      return yes.test(text) ? true : no.test(text) ? false : text;
    case "keywords":
      return partsOf(text);
    default:
      return text;
  }
}

const codeIn = (codes: readonly string[], code: string | null): string | null =>
  code !== null && codes.includes(code) ? code : null;
