import { highlight } from "#search/text/highlight.ts";

/** A piece of text; `term` is the place of the word in the list that it shows, null for none. */
export interface MarkedPiece {
  text: string;
  term: number | null;
}

/**
 * Cuts a text into pieces at the words given, each where it stands. Where words
 * overlap, the longer one is marked, of equal ones the first.
 */
export function markWords(text: string, words: readonly string[]): MarkedPiece[] {
  const marks = words
    .flatMap((word, term) => placesOf(text, word).map((place) => ({ ...place, term })))
    .sort((a, b) => b.end - b.start - (a.end - a.start) || a.term - b.term);
  const kept: typeof marks = [];
  for (const mark of marks)
    if (kept.every(({ start, end }) => mark.end <= start || mark.start >= end)) kept.push(mark);
  kept.sort((a, b) => a.start - b.start);
  const pieces: MarkedPiece[] = [];
  let position = 0;
  const push = (end: number, term: number | null) => {
    if (end > position) pieces.push({ text: text.slice(position, end), term });
    position = end;
  };
  for (const { start, end, term } of kept) {
    push(start, null);
    push(end, term);
  }
  push(text.length, null);
  return pieces;
}

function placesOf(text: string, word: string): { start: number; end: number }[] {
  const places: { start: number; end: number }[] = [];
  let start = 0;
  for (const segment of highlight(text, [word])) {
    const end = start + segment.text.length;
    if (segment.hit) places.push({ start, end });
    start = end;
  }
  return places;
}
