import type { Segment } from "#search/engine.ts";
import { normalise } from "#search/text/normalise.ts";

/**
 * How much of two texts is the same, character by character, whatever they are
 * about: two posts of one topic share few runs of four characters, a post and its
 * copy nearly all.
 *
 * The numbers come from 216 real needs (206 different texts, 200 of them of 60
 * characters or more). With runs of 4 characters, the most alike of the different
 * posts share 0.68, 0.61 and 0.47 of the shorter one (one organisation's text
 * adapted to another plant; the same presentation of a company under two needs),
 * all others less; the 11 pairs of copies share 1. Of texts in which a fifth was
 * replaced phrase by phrase, 19 in 20 still share 0.84 or more. 0.75 lies between;
 * runs of 2 bring the two sides together (0.83 against 0.90), runs of 6 lose edited
 * copies (0.76).
 */
export const nearIdenticalFrom = 0.75;
const run = 4;

/** A text of fewer runs may stand in a longer one by chance, so both must be nearly equal. */
const enoughToContain = 40;
/** Of fewer runs nothing is said: a title alone is about the same before it is the same. */
const enoughToTell = 12;
/** Shorter pieces are common phrases and not marked as the same. */
const shortestMark = 8;

/** The runs of a text's letters and digits, without case, width, script or punctuation. */
export function runsIn(text: string): ReadonlySet<string> {
  const { letters } = lettersOf(text);
  const runs = new Set<string>();
  for (let at = 0; at + run <= letters.length; at += 1) runs.add(runAt(letters, at));
  return runs;
}

/** How much of the shorter text stands in the longer one, 0 to 1; 0 when one is too short to tell. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [shorter, longer] = one.size <= other.size ? [one, other] : [other, one];
  if (shorter.size < enoughToTell) return 0;
  let common = 0;
  for (const piece of shorter) if (longer.has(piece)) common += 1;
  const whole = shorter.size < enoughToContain ? shorter.size + longer.size - common : shorter.size;
  return common / whole;
}

/** A text in pieces, those marked that stand in the other text too. */
export function sameParts(text: string, other: ReadonlySet<string>): Segment[] {
  const { letters, places } = lettersOf(text);
  const covered = new Uint8Array(letters.length);
  for (let at = 0; at + run <= letters.length; at += 1)
    if (other.has(runAt(letters, at))) covered.fill(1, at, at + run);
  const segments: Segment[] = [];
  let position = 0;
  const push = (end: number, hit: boolean) => {
    if (end > position) segments.push({ text: text.slice(position, end), hit });
    position = Math.max(position, end);
  };
  for (let at = 0; at < letters.length;) {
    let end = at;
    while (end < letters.length && covered[end] === 1) end += 1;
    if (end - at >= Math.min(shortestMark, letters.length)) {
      push(places[at]?.start ?? position, false);
      push(places[end - 1]?.end ?? text.length, true);
    }
    at = end + 1;
  }
  push(text.length, false);
  return segments;
}

const runAt = (letters: string[], at: number): string => letters.slice(at, at + run).join("");

/** The letters and digits of a text in the form in which texts are compared, each with its place. */
function lettersOf(text: string): { letters: string[]; places: { start: number; end: number }[] } {
  const letters: string[] = [];
  const places: { start: number; end: number }[] = [];
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    for (const letter of normalise(character))
      if (/[\p{L}\p{N}]/u.test(letter)) {
        letters.push(letter);
        places.push({ start, end });
      }
    start = end;
  }
  return { letters, places };
}
