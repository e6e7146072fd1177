import { Converter } from "opencc-js/t2cn";
import { withoutInvisible, written } from "#app/text/characters.ts";

let convert: ((text: string) => string) | undefined;
const simplified = new Map<string, string>();

/**
 * The form in which texts are compared: as it is kept, without anything invisible, full and half width made one (NFKC),
 * Latin letters small, traditional characters simplified one by one. Simplifying
 * characters and not phrases keeps every character's place, and gives a query
 * and a text the same form wherever they are cut.
 */
export function normalise(text: string): string {
  return withoutInvisible(written(text))
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/\p{Script=Han}/gu, simplify);
}

function simplify(character: string): string {
  const known = simplified.get(character);
  if (known !== undefined) return known;
  convert ??= Converter({ from: "t", to: "cn" });
  const written = convert(character);
  simplified.set(character, written);
  return written;
}
