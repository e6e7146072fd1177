/**
 * How many mistakes of typing a word may hold: one up to 7 letters, two beyond.
 * None in short words, where one letter makes another word, and none in
 * anything with a digit.
 */
export function allowedEdits(word: string): number {
  if (!/^[a-z]{4,40}$/.test(word)) return 0;
  return word.length <= 7 ? 1 : 2;
}

/** Whether a word as it was written is a name to be left alone: GCr15, 6061-T6, SiC, EPDM. */
export const isModelNumber = (written: string): boolean =>
  /\p{N}/u.test(written) || /.\p{Lu}/u.test(written);

/**
 * The fewest insertions, deletions, replacements and swaps of neighbours that
 * make one word the other, no letter touched twice (optimal string alignment).
 */
export function editsBetween(one: string, other: string): number {
  let twoAbove: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = one[row - 1] === other[column - 1] ? 0 : 1;
      let best = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + replaced,
      );
      if (one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        best = Math.min(best, (twoAbove[column - 2] ?? Infinity) + 1);
      current.push(best);
    }
    twoAbove = above;
    above = current;
  }
  return above[other.length] ?? 0;
}

/** Which letters a word has, a bit each; one edit changes at most two. */
export const lettersOf = (word: string): number =>
  [...word].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) - 97)), 0);
