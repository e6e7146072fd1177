import { withoutRadicals } from "./radicals.ts";

/** Line breaks as systems write them, with those of Word (VT), of pages (FF) and of Unicode. */
const lineBreaks = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;

/** Halves of characters, control characters and marks of annotation: nothing that is read. */
const unreadable = /\p{Cs}|(?![\n\t])\p{Cc}|[\uFFF9-\uFFFB]/gu;

const joining =
  "\\p{sc=Arab}\\p{sc=Syrc}\\p{sc=Mong}\\p{sc=Deva}\\p{sc=Beng}\\p{sc=Guru}\\p{sc=Gujr}" +
  "\\p{sc=Orya}\\p{sc=Taml}\\p{sc=Telu}\\p{sc=Knda}\\p{sc=Mlym}\\p{sc=Sinh}";

/**
 * What nobody sees (zero-width spaces, soft hyphens, marks of direction, fillers), but where
 * it changes the character beside it: the flag of a region, one selector of a form, joiners
 * within an emoji or within a word of a script that joins its letters.
 */
const invisible = new RegExp(
  [
    "(\\u{1F3F4}[\\u{E0020}-\\u{E007E}]+\\u{E007F}",
    "[^\\p{DI}\\s][\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}\\u180B-\\u180D\\u180F]",
    "(?<=\\p{Extended_Pictographic}[\\uFE0F\\p{EMod}]?)\\u200D(?=\\p{Extended_Pictographic})",
    `(?<=[${joining}])[\\u200C\\u200D\\u180E](?=[${joining}]))`,
    "\\p{DI}",
  ].join("|"),
  "gu",
);

/**
 * The one form in which text is kept, whatever keyboard, file or clipboard it came from:
 * composed (NFC, which also resolves compatibility ideographs), without control characters,
 * halves of characters and what nobody sees, line breaks as LF, and characters for the
 * radicals that PDF files have in their place. What people chose to write, such as full
 * width or superscripts, stays. Twice is the same as once.
 */
export const written = (text: string): string =>
  withoutRadicals(
    text
      .replace(lineBreaks, "\n")
      .replace(unreadable, "")
      .normalize("NFC")
      .replace(invisible, (_part, kept: string | undefined) => kept ?? ""),
  ).normalize("NFC");

/** The same of a text of one line: breaks and tabs are spaces, spaces in a row are one, none at its ends. */
export const writtenLine = (text: string): string => written(text).replace(/\s+/gu, " ").trim();

/** The same of a text of several lines: no space at its ends. */
export const writtenText = (text: string): string => written(text).trim();

/** The text without anything that nobody sees, also where it joins: for comparing, not for keeping. */
export const withoutInvisible = (text: string): string => text.replace(/\p{DI}/gu, "");
