/**
 * Characters as people count them: one for 𠮷, for é in two parts and for a family in one
 * emoji. A character made of a great many parts counts one for each begun `mostUnits`, so
 * that a limit of characters also bounds bytes.
 */
const mostUnits = 16;

/** Characters for browsers without Intl.Segmenter (Firefox before 125): emoji, flags, letters with their marks. */
const character =
  /\p{RI}{2}|\p{Extended_Pictographic}[\p{EMod}\p{M}\u{E0020}-\u{E007F}]*(?:\u200D\p{Extended_Pictographic}[\p{EMod}\p{M}]*)*|\r\n|[^\p{M}\u200C\u200D][\p{M}\u200C\u200D]*|[\p{M}\u200C\u200D]+/gu;

interface Cutter {
  characters: (text: string) => Iterable<string>;
  /** Where the character begins that has the code unit at this place. */
  beginOf: (text: string, place: number) => number;
}

/** For tests too: what stands in for Intl.Segmenter. */
export const byPattern: Cutter = {
  characters: (text) => text.match(character) ?? [],
  beginOf: (text, place) => {
    let begin = 0;
    for (const { index } of text.matchAll(character)) {
      if (index > place) break;
      begin = index;
    }
    return begin;
  },
};

function bySegmenter(): Cutter {
  // eslint-disable-next-line compat/compat, es-x/no-intl-segmenter -- where it is missing, a pattern stands in for it
  const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
  return {
    characters: function* (text) {
      for (const { segment } of segmenter.segment(text)) yield segment;
    },
    beginOf: (text, place) => segmenter.segment(text).containing(place)?.index ?? place,
  };
}

const { characters: graphemesOf, beginOf } = "Segmenter" in Intl ? bySegmenter() : byPattern;

const countOf = (grapheme: string): number => Math.ceil(grapheme.length / mostUnits);

/** How many characters a text has. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const grapheme of graphemesOf(text)) length += countOf(grapheme);
  return length;
}

/** The beginning of a text: so many characters at most, each of them whole. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let taken = 0;
  let units = 0;
  // No more than this of the text can be taken, and a long one need not be looked through.
  for (const grapheme of graphemesOf(text.slice(0, (most + 1) * mostUnits))) {
    taken += countOf(grapheme);
    if (taken > most) break;
    units += grapheme.length;
  }
  return text.slice(0, units);
}

/** The beginning of a text for a place that counts UTF-16 code units: so many at most, each character whole. */
export const cutUnits = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, beginOf(text, Math.max(0, most)));

/** The beginning of a text, with a mark where something follows. */
export function brief(text: string, most: number): string {
  const kept = cut(text, most);
  return kept.length === text.length ? text : `${kept.trimEnd()}…`;
}
