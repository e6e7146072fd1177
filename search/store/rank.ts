import type { Commonness } from "./commonness.ts";
import { exactLookup, type NormalisedTexts } from "./lexemes.ts";
import type { TextQuery } from "./query.ts";
import { bigramsOf, runsOf } from "../text/segment.ts";
import { cutUnits } from "#app/text/graphemes.ts";

/** BM25F's saturation and length normalisation (Robertson and Zaragoza 2009). */
const k1 = 1.2;
const b = 0.75;
/** How many times as much a use counts in title and in keywords or organisation. */
const titleCounts = 3;
const namesCount = 2;
/** A whole word that meets tells more than the pairs of its characters. */
const wordCounts = 0.5;
/** The query as a whole counts so much of what its parts count, and more in the title, most as the title. */
const phraseCounts = 0.5;
const wholeCounts = 4;

const betweenFields = "\u001e";
const betweenTexts = "\u001f";
/** What of a long post the ranking reads, in characters. */
const mostCharacters = 4_000;

/** The texts of a document as they are ranked by, in one string: title, names and all else. */
export function bodyOf({ title, keywords, organisationName, texts }: NormalisedTexts): string {
  const names = [...keywords, organisationName].join(betweenTexts);
  const fields = [title, names, texts.join(betweenTexts)];
  const body = fields.map((text) => text.replaceAll(betweenFields, " ")).join(betweenFields);
  return cutUnits(body, mostCharacters);
}

/** Where a field ends, which may be cut off. */
const endOf = (body: string, from: number): number => {
  const end = body.indexOf(betweenFields, from);
  return end < 0 ? body.length : end;
};

interface Term {
  writings: string[];
  latin: boolean;
  /** Whether what begins so is met too. */
  open: boolean;
  weight: number;
}

/**
 * The ids of documents by BM25F over pairs of characters and words of the query,
 * those first in
 * which every word stands as it was written or in another writing. Neighbours that the query has across two words
 * are pairs too, so words that stand together as they were typed count more.
 */
export function rank(
  documents: { id: string; body: string; published_at: string }[],
  query: TextQuery,
  commonness: Commonness,
): string[] {
  const { pairs, words } = termsOf(query, commonness);
  const read = documents.map(({ id, body, published_at }) => {
    const names = endOf(body, 0);
    const texts = endOf(body, names + 1);
    return { id, body, names, texts, publishedAt: Number(published_at) };
  });
  const mean = (of: (document: (typeof read)[number]) => number) =>
    Math.max(1, read.reduce((sum, document) => sum + of(document), 0) / Math.max(1, read.length));
  const meanTitle = mean(({ names }) => names);
  const meanNames = mean(({ names, texts }) => texts - names);
  const meanText = mean(({ body, texts }) => body.length - texts);
  const norm = (length: number, usual: number) => 1 - b + (b * length) / usual;
  const possible = [...pairs, ...words].reduce((sum, { weight }) => sum + weight, 0);
  const scored = read.map(({ id, body, names, texts, publishedAt }) => {
    const perTitle = titleCounts / norm(names, meanTitle);
    const perName = namesCount / norm(texts - names, meanNames);
    const perText = 1 / norm(body.length - texts, meanText);
    const uses = (term: Term): number => {
      let sum = 0;
      for (const writing of term.writings)
        for (
          let at = body.indexOf(writing);
          at >= 0;
          at = body.indexOf(writing, at + writing.length)
        ) {
          if (term.latin && insideWord(body, at, writing.length, term.open)) continue;
          sum += at < names ? perTitle : at < texts ? perName : perText;
        }
      return sum;
    };
    let score = 0;
    for (const term of pairs) {
      const used = uses(term);
      score += (term.weight * used * (k1 + 1)) / (used + k1);
    }
    let met = 0;
    for (const term of words) {
      const used = uses(term);
      if (used > 0) met += 1;
      score += (term.weight * used * (k1 + 1)) / (used + k1);
    }
    const at = body.indexOf(query.text);
    if (at >= 0) score += phraseCounts * possible;
    if (at >= 0 && at < names) score += wholeCounts * (1 + query.text.length / names);
    return { id, score, whole: met === words.length, publishedAt };
  });
  return scored
    .sort(
      (a, b) =>
        Number(b.whole) - Number(a.whole) ||
        b.score - a.score ||
        b.publishedAt - a.publishedAt ||
        (a.id < b.id ? -1 : 1),
    )
    .map(({ id }) => id);
}

/** A Latin word does not meet inside another one. */
function insideWord(body: string, at: number, length: number, open: boolean): boolean {
  const isLetter = (character: string) => /[\p{Script=Latin}\p{N}]/u.test(character);
  if (isLetter(body.charAt(at)) && isLetter(body.charAt(at - 1))) return true;
  return !open && isLetter(body.charAt(at + length - 1)) && isLetter(body.charAt(at + length));
}

const hasPairs = (word: string): boolean => /\p{Script=Han}{2}/u.test(word);
const startsLatin = (text: string): boolean => !/^\p{Script=Han}/u.test(text);

function termsOf(query: TextQuery, commonness: Commonness): { pairs: Term[]; words: Term[] } {
  const words = query.words.map((found): Term => {
    const [first = []] = found.writings;
    return {
      writings: found.spellings,
      latin: found.spellings.some(startsLatin),
      open: first.at(-1)?.open ?? false,
      weight:
        commonness.weightOf(found, "lexemes") *
        (hasPairs(found.word) ? wordCounts : 1 + wordCounts),
    };
  });
  const inside = runsOf(query.text).flatMap((run) => (run.chinese ? bigramsOf(run.text) : []));
  const pairs = [...new Set(inside)].map((pair): Term => {
    const weight = commonness.weightOf(exactLookup(pair), "lexemes");
    return { writings: [pair], latin: false, open: false, weight };
  });
  return { pairs, words };
}
