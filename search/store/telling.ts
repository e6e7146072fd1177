import type { SearchDocument } from "../documents.ts";
import { evidenceTerms } from "../text/evidence.ts";
import { searchWordsOf } from "../text/segment.ts";
import type { Column, Commonness } from "./commonness.ts";
import { exactLookup, lookup, topicLexemesOf, type Lookup } from "./lexemes.ts";
import { rarest, type Weighed } from "./rarest.ts";

/** How many occurrences one request looks at in others' names, and in all they say; common terms are left out beyond it. */
const occurrences = { names: 2_500, lexemes: 2_000 };
/** How many times as much a term of the subject's title or keywords counts. */
const nameCounts = 3;
/** And of one of its topics. */
const topicCounts = 0.3;

/**
 * The words by which others that fit a post are found: all of its telling terms in others'
 * names, those of its own name in all that others say; where these are few, also
 * its topics, by which names are found that are about the same. The rarest come first.
 */
export function tellingWords(
  subject: SearchDocument,
  commonness: Commonness,
): Record<Column, Weighed> {
  const named = new Set([subject.title, ...subject.keywords].flatMap(searchWordsOf));
  const telling = evidenceTerms(subject)
    .map((term) => lookup(term))
    .filter((found) => found !== null);
  const topics = topicLexemesOf(subject).map(exactLookup);
  const times = (found: Lookup) =>
    topics.includes(found) ? topicCounts : named.has(found.word) ? nameCounts : 1;
  return {
    names: rarest(telling, "names", occurrences.names, times, commonness, topics),
    lexemes: rarest(
      telling.filter(({ word }) => named.has(word)),
      "lexemes",
      occurrences.lexemes,
      times,
      commonness,
    ),
  };
}
