import { normalise } from "./normalise.ts";
import { isStopWord } from "./stop-words.ts";

/** What a group may hold. */
export const synonymLimits = { fewestWords: 2, mostWords: 12, mostCharacters: 40 } as const;

/** Chinese characters that alone have one meaning in the field: elements, and what has no other name. */
const unambiguous = new Set(
  "氢氦锂铍硼碳氮氧氟氖钠镁铝硅磷硫氯氩钾钙钪钛钒铬锰铁钴镍铜锌镓锗砷硒溴氪铷锶钇锆铌钼钌铑钯银镉铟锡锑碲碘氙铯钡镧铈镨钕钐铕钆铽镝钬铒铥镱镥铪钽钨铼锇铱铂汞铊铅铋酶肽苯酚醚酯酮醛烷烯炔",
);

export type SynonymProblem =
  | { rule: "tooFew" }
  | { rule: "tooMany" }
  | { rule: "tooLong" | "characters" | "stopWord" | "ambiguous"; word: string }
  /** `group` is the one that has the word already. */
  | { rule: "taken"; word: string; group: readonly string[] };

/**
 * A word as groups hold it: normalised, one space between Latin words, none
 * beside Chinese ones.
 */
export const normaliseWord = (text: string): string =>
  normalise(text)
    .trim()
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, "");

/** The words of a group, normalised, each once, empty ones left out. */
export const normaliseWords = (words: readonly string[]): string[] => [
  ...new Set(words.map(normaliseWord).filter((word) => word !== "")),
];

/** Words typed in lines or with the marks that separate words in lists. */
export const splitWords = (text: string): string[] => text.split(/[\n;；,，、|]/u);

const shape = /^[\p{L}\p{N}]+(?:[-./+ ][\p{L}\p{N}]+)*$/u;

/**
 * What is wrong with a group of normalised words; empty when nothing is.
 * `groups` are the others in use: a word stands in one group only.
 */
export function problemsOf(
  words: readonly string[],
  groups: Iterable<readonly string[]> = [],
): SynonymProblem[] {
  const problems: SynonymProblem[] = words.flatMap((word): SynonymProblem[] => {
    if ([...word].length > synonymLimits.mostCharacters) return [{ rule: "tooLong", word }];
    if (!shape.test(word)) return [{ rule: "characters", word }];
    if (isStopWord(word)) return [{ rule: "stopWord", word }];
    return isAmbiguous(word) ? [{ rule: "ambiguous", word }] : [];
  });
  if (new Set(words).size < synonymLimits.fewestWords) problems.unshift({ rule: "tooFew" });
  if (words.length > synonymLimits.mostWords) problems.unshift({ rule: "tooMany" });
  const asked = new Set(words);
  for (const group of groups) {
    const word = group.find((one) => asked.has(one));
    if (word !== undefined) problems.push({ rule: "taken", word, group });
  }
  return problems;
}

/** A lone letter or digit, a bare number, or a lone character that means several things. */
const isAmbiguous = (word: string): boolean =>
  /^[\d.,/+ -]+$/u.test(word) || ([...word].length === 1 && !unambiguous.has(word));
