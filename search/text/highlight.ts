import { cutUnits } from "#app/text/graphemes.ts";
import type { Segment } from "../engine.ts";
import { normalise } from "./normalise.ts";
import { startsUnit } from "./quantity.ts";

/**
 * Marks where any of the normalised words stands in a text. Latin words are
 * marked from a word's beginning only, units also behind a number. Overlapping marks become one.
 */
export function highlight(text: string, words: string[]): Segment[] {
  const marks = hitsOf(text, words);
  const segments: Segment[] = [];
  let position = 0;
  for (const [start, end] of marks) {
    if (start > position) segments.push({ text: text.slice(position, start), hit: false });
    segments.push({ text: text.slice(start, end), hit: true });
    position = end;
  }
  if (position < text.length) segments.push({ text: text.slice(position), hit: false });
  return segments;
}

/** Shorter passages are names and labels: they say little of a post by themselves. */
const telling = 40;

/**
 * The passage with the most hits, cut to about `length` characters around its
 * first one. Where none hits, the beginning of the first one that tells something.
 */
export function excerpt(passages: string[], words: string[], length = 120): Segment[] {
  const rank = ({ text, marks }: { text: string; marks: Mark[] }) =>
    marks.length + Math.min(text.length, telling) / (telling + 1);
  const best = passages
    .map((text) => ({ text, marks: hitsOf(text, words) }))
    .reduce<{ text: string; marks: Mark[] } | null>(
      (leading, next) => (!leading || rank(next) > rank(leading) ? next : leading),
      null,
    );
  if (!best) return [];
  const first = best.marks[0]?.[0] ?? 0;
  const from = Math.max(0, Math.min(first - Math.floor(length / 4), best.text.length - length));
  const start = cutUnits(best.text, from).length;
  const shown = cutUnits(best.text.slice(start), length);
  const follows = start + shown.length < best.text.length;
  return highlight(`${start > 0 ? "…" : ""}${shown}${follows ? "…" : ""}`, words);
}

type Mark = [start: number, end: number];

function hitsOf(text: string, words: string[]): Mark[] {
  if (words.length === 0) return [];
  const { normalised, origin } = mapped(text);
  const found: Mark[] = [];
  for (const word of words) {
    if (word === "") continue;
    const latin = isLatin(word[0]);
    const unit = startsUnit(word);
    for (let at = normalised.indexOf(word); at >= 0; at = normalised.indexOf(word, at + 1)) {
      const before = normalised[at - 1];
      const insideLatin = latin && isLatin(before) && !(unit && isDigit(before));
      if (!insideLatin) found.push([origin[at] ?? 0, origin[at + word.length] ?? text.length]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return found.reduce<Mark[]>((merged, mark) => {
    const last = merged.at(-1);
    if (last && mark[0] <= last[1]) last[1] = Math.max(last[1], mark[1]);
    else merged.push([...mark]);
    return merged;
  }, []);
}

const isLatin = (character: string | undefined): boolean =>
  character !== undefined && /[\p{Script=Latin}\p{N}]/u.test(character);

const isDigit = (character: string | undefined): boolean => /^\d$/.test(character ?? "");

const written = new Map<string, string>();

/** Each character is normalised once; a language has few thousand. */
function writtenAs(character: string): string {
  let known = written.get(character);
  if (known === undefined) written.set(character, (known = normalise(character)));
  return known;
}

/** Normalising may change the length of a character, so each is traced to its origin. */
function mapped(text: string): { normalised: string; origin: number[] } {
  let normalised = "";
  const origin: number[] = [];
  let position = 0;
  for (const character of text) {
    const becomes = writtenAs(character);
    for (let index = 0; index < becomes.length; index += 1) origin.push(position);
    normalised += becomes;
    position += character.length;
  }
  origin.push(text.length);
  return { normalised, origin };
}
