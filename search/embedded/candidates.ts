import type pg from "pg";
import type { Candidate, CandidateRequest } from "../engine.ts";
import { nameUnitsOf, packedTermsSchema, termsOf, unpackTerms } from "../matching/terms.ts";
import { evidenceTerms } from "../text/evidence.ts";
import { searchWordsOf } from "../text/segment.ts";
import type { Column, Commonness } from "./commonness.ts";
import { reading } from "./connection.ts";
import { candidateStatement, type Weighed } from "./find.ts";
import { exactLookup, lookup, topicLexemesOf, type Lookup } from "./lexemes.ts";

/** How many occurrences one request looks at in others' names, and in all they say; common terms are left out beyond it. */
const occurrences = { names: 5_000, lexemes: 4_000 };
/** How many times as much a term of the subject's title or keywords counts. */
const nameCounts = 3;
/** And of one of its topics. */
const topicCounts = 0.3;

/**
 * Finds documents that share the subject's telling terms: all of them in others'
 * names, those of its own name in all that others say; where these are few, also
 * those whose names are about the same topics. The work is bounded by the
 * occurrences it may look at.
 */
export async function findCandidates(
  pool: pg.Pool,
  commonness: Commonness,
  request: CandidateRequest,
): Promise<Candidate[]> {
  const named = new Set(
    [request.subject.title, ...request.subject.keywords].flatMap(searchWordsOf),
  );
  const telling = evidenceTerms(request.subject)
    .map((term) => lookup(term))
    .filter((found) => found !== null);
  const topics = topicLexemesOf(request.subject).map(exactLookup);
  const times = (found: Lookup) =>
    topics.includes(found) ? topicCounts : named.has(found.word) ? nameCounts : 1;
  const evidence = {
    names: rarest(telling, "names", occurrences.names, times, commonness, topics),
    lexemes: rarest(
      telling.filter(({ word }) => named.has(word)),
      "lexemes",
      occurrences.lexemes,
      times,
      commonness,
    ),
  };
  if (evidence.names.queries.length === 0) return [];
  const { text, values } = candidateStatement(request, evidence);
  const { rows } = await reading(pool, (client) =>
    client.query<{ id: string; terms: unknown }>(text, values),
  );
  const wanted = nameUnitsOf(termsOf(request.subject));
  return rows.map(({ id, terms }) => ({
    id,
    terms: unpackTerms(packedTermsSchema.parse(terms), wanted),
  }));
}

/**
 * The rarest words, as many as stay within the occurrences that may be looked at, and
 * one in any case; then as many others as the words leave room for.
 */
export function rarest(
  words: Lookup[],
  column: Column,
  mostOccurrences: number,
  times: (word: Lookup) => number,
  commonness: Commonness,
  others: Lookup[] = [],
): Weighed {
  const chosen: Weighed = { queries: [], weights: [] };
  let left = mostOccurrences;
  const byRarity = (lookups: Lookup[]) =>
    lookups
      .map((word) => ({ word, share: commonness.shareOf(word, column) }))
      .sort((a, b) => a.share - b.share);
  for (const { word, share } of [...byRarity(words), ...byRarity(others)]) {
    left -= share * commonness.documents;
    if (left < 0 && chosen.queries.length > 0) break;
    chosen.queries.push(word.query);
    chosen.weights.push(times(word) * commonness.weightOf(word, column));
  }
  return chosen;
}
