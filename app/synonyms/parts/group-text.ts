/** The words of a group in one line. */
export const groupText = (words: readonly string[]): string => words.join(" / ");
