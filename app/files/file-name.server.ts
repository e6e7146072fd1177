import { writtenLine } from "#app/text/characters.ts";
import { cut, cutUnits } from "#app/text/graphemes.ts";
import { extensionOf } from "./extension.ts";

/** Characters of a name at most, as people count them, and code units for names made of many marks. */
const mostCharacters = 120;
const mostUnits = 480;

const cutStem = (stem: string, taken: number): string =>
  cutUnits(cut(stem, mostCharacters - taken), mostUnits - taken);

/**
 * A name that a file can be kept and sent under, from what a browser says: without
 * folders, control characters and marks that turn the direction of the text, and
 * cut between characters when it is long, with its extension kept.
 */
export function cleanFileName(given: string): string {
  const name = writtenLine(given)
    .replaceAll(/^.*[/\\]/gsu, "")
    .replaceAll(/\uFFFD/gu, "")
    .replaceAll(/^[\s.]+|[\s.]+$/gu, "");
  const extension = extensionOf(name);
  const stem = name.slice(0, name.length - extension.length);
  return `${cutStem(stem, extension.length).trimEnd() || "file"}${extension}`;
}
