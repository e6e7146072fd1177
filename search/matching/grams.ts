import { bigramsOf } from "../text/segment.ts";

/** How many parts a meaning has; fewer lose subjects, more add nothing on the development pairs. */
export const meaningDimensions = 64;

/** What a word is known by: its characters and pairs of them, or a Latin word as a whole. */
export function gramsOf(word: string): string[] {
  if (!/\p{Script=Han}/u.test(word)) return [word];
  const characters = [...word];
  return characters.length > 1 ? [...characters, ...bigramsOf(word)] : characters;
}
