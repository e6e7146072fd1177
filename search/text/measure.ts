import type { Indicator } from "../documents.ts";
import { knownUnits } from "./quantity.ts";

/** A number with its unit as a text states it. */
export type Measure = Pick<Indicator, "comparison" | "value" | "upper" | "unit">;

const signs: Record<string, Measure["comparison"]> = {
  "≥": "ge",
  "⩾": "ge",
  ">=": "ge",
  ">": "ge",
  不低于: "ge",
  不小于: "ge",
  不少于: "ge",
  大于: "ge",
  高于: "ge",
  超过: "ge",
  至少: "ge",
  "≤": "le",
  "⩽": "le",
  "<=": "le",
  "<": "le",
  不高于: "le",
  不大于: "le",
  不超过: "le",
  小于: "le",
  低于: "le",
  "=": "eq",
  达到: "ge",
};
const after: Record<string, Measure["comparison"]> = { 以上: "ge", 以下: "le", 以内: "le" };

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
const anyOf = (words: string[]): string =>
  words
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join("|");

const number = "[+-]?\\d+(?:,\\d{3})*(?:\\.\\d+)?";
const pattern = new RegExp(
  `(?<sign>${anyOf(Object.keys(signs))})?\\s*(?<![A-Za-z\\d.-])(?<value>${number})` +
    `(?:\\s*(?:~|～|-|–|—|至|到)\\s*(?<upper>${number}))?` +
    `\\s*(?<unit>${anyOf(knownUnits())})(?![A-Za-z])(?<after>${anyOf(Object.keys(after))})?`,
  "giu",
);

/**
 * The measures that a text states, in its order: "≥0.5 MPa", "1200 ℃以上",
 * "10~20 μm". A number without a unit known here is none.
 */
export function measuresIn(text: string): Measure[] {
  return [...text.matchAll(pattern)].map(({ groups = {} }): Measure => {
    const [value, upper] = [groups.value, groups.upper].map((given) => given?.replaceAll(",", ""));
    const stated = (groups.sign && signs[groups.sign]) || (groups.after && after[groups.after]);
    return {
      comparison: upper === undefined ? stated || "eq" : "range",
      value: value ?? null,
      upper: upper ?? null,
      unit: groups.unit ?? "",
    };
  });
}
