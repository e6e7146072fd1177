/**
 * How two names of one organisation are alike: 苏州恒远（集团）有限公司 and 苏州恒远(集团)有限公司, full-width
 * letters, capitals, spaces and marks make no other organisation. The function organisation_key
 * of the database makes the same key, whatever its collation, for its indexes.
 */

const upper = Array.from({ length: 0x17f - 0x40 }, (_, at) => String.fromCharCode(0x41 + at))
  .filter((letter) => letter.toLowerCase() !== letter && letter.toLowerCase().length === 1)
  .join("");
const lower = upper.toLowerCase();

/** What a name is written with or without, after its width was made even. */
const marks = [
  " ",
  "\u00ad\u200b\u200c\u200d\u2060\ufeff",
  "()[]{}<>\u3010\u3011\u3014\u3015\u300c\u300d\u300e\u300f\u300a\u300b\u3008\u3009",
  "\"'\u201c\u201d\u2018\u2019`",
  "-_\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
  ".,:;/\u00b7\u2022\u30fb\u3001\u3002",
].join("");

const small = new Map([...upper].map((letter, at) => [letter, lower.charAt(at)]));
const dropped = new Set(marks);

/** What names of organisations are compared by; empty for a name of marks alone. */
export const organisationKey = (name: string): string =>
  [...name.normalize("NFKC").replace(/\s/g, " ")]
    .map((character) => (dropped.has(character) ? "" : (small.get(character) ?? character)))
    .join("");
