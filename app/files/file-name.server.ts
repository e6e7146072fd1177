import { extensionOf } from "./extension.ts";

/** Characters of a name at most, as people count them, and code units for names made of many marks. */
const mostCharacters = 120;
const mostUnits = 480;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * A name that a file can be kept and sent under, from what a browser says: without
 * folders, control characters and marks that turn the direction of the text, and
 * cut between characters when it is long, with its extension kept.
 */
export function cleanFileName(given: string): string {
  const name = given
    .replaceAll(/^.*[/\\]/gsu, "")
    .replaceAll(/[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFD]/gu, "")
    .normalize("NFC")
    .replaceAll(/^[\s.]+|[\s.]+$/gu, "");
  const extension = extensionOf(name);
  const stem = name.slice(0, name.length - extension.length);
  return `${cut(stem, extension.length).trimEnd() || "file"}${extension}`;
}

function cut(stem: string, taken: number): string {
  let kept = "";
  let characters = 0;
  for (const { segment } of graphemes.segment(stem.slice(0, mostUnits * 2))) {
    characters += 1;
    if (characters > mostCharacters - taken || kept.length + segment.length > mostUnits - taken)
      return kept;
    kept += segment;
  }
  return kept;
}
