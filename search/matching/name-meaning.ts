import { meaningOf, type Meaning } from "./meaning.ts";
import type { PostTerms } from "./terms.ts";

/** Of words with their weights those that stand in no longer one of them. */
export const wholeWords = (weighed: [word: string, weight: number][]): [string, number][] =>
  weighed.filter(
    ([word]) => !weighed.some(([other]) => other.length > word.length && other.includes(word)),
  );

/** What a post's name means whatever other posts there are, each word alike; null when no word of it is known. */
export const nameMeaningOf = ({ nameWords }: PostTerms): Meaning | null =>
  meaningOf(
    wholeWords([...nameWords].map(([word, uses]): [string, number] => [word, 1 + Math.log(uses)])),
  );
