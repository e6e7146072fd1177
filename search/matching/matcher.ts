import type { DocumentKind, SearchDocument } from "../documents.ts";
import type { TextLikeness } from "../embedding/likeness.ts";
import type { Candidate, SearchEngine } from "../engine.ts";
import { lexicalFeatures } from "./lexical.ts";
import { diverse } from "./diverse.ts";
import type { Features, Match, StatedReasons } from "./match.ts";
import { chanceOf, reasonsOf, scoreWithTerms, statedReasons, type PairScore } from "./score.ts";
import { corpusStatistics, type CorpusStatistics } from "./statistics.ts";
import { termsOf, type PostTerms } from "./terms.ts";

export interface MatchOptions {
  /** The viewer's audience tokens; null for the server's own work, which must check each viewer itself. */
  audiences: string[] | null;
  limit: number;
  now: Date;
  minimumScore?: number;
}

export interface Matcher {
  /** The posts of the other side that fit, best first. */
  matchesFor(subject: SearchDocument, options: MatchOptions): Promise<Match[]>;
  /** Posts of the same kind about the same, best first. */
  similarTo(subject: SearchDocument, options: MatchOptions): Promise<Match[]>;
  /** How two posts fit, with reasons. `unhurried` when no person waits for it. */
  compare(
    need: SearchDocument,
    result: SearchDocument,
    options: { now: Date; unhurried?: boolean },
  ): Promise<Match>;
  /** The score of a pair with these features. */
  chanceOf(features: Features): number;
  /** What the fields of both posts say side by side; no text is read. */
  statedReasons(need: SearchDocument, result: SearchDocument): StatedReasons;
}

const candidateLimit = 200;
/** So many of the lexically best candidates are read whole and scored by all features. */
const readWhole = 60;
const sampleSize = 3_000;
/** How long counted words stay good enough, in milliseconds; a market's language changes slowly. */
const statisticsLifetime = 10 * 60 * 1_000;
const enoughPosts = 50;

/**
 * Finds and ranks matches with the candidates that an index gives. With `likeness`
 * the documents that are read whole are also compared by an embedding server.
 */
export function createMatcher(engine: SearchEngine, likeness?: TextLikeness): Matcher {
  let known: { corpus: CorpusStatistics; at: number } | undefined;

  const corpus = async (now: Date): Promise<CorpusStatistics> => {
    const fresh =
      known &&
      now.getTime() - known.at < statisticsLifetime &&
      known.corpus.documents > enoughPosts;
    if (!known || !fresh)
      known = { corpus: corpusStatistics(await engine.sample(sampleSize)), at: now.getTime() };
    return known.corpus;
  };

  const rank = async (subject: SearchDocument, kind: DocumentKind, options: MatchOptions) => {
    const { audiences, now, limit } = options;
    const [candidates, statistics] = await Promise.all([
      engine.candidates({ subject, kind, audiences, limit: candidateLimit, now }),
      corpus(now),
    ]);
    const best = lexicallyBest(subject, candidates, statistics, Math.max(readWhole, 3 * limit));
    const terms = new Map(best.map((candidate) => [candidate.id, candidate.terms]));
    const found = await engine.documents([...terms.keys()]);
    const documents = found.filter((document) => isOpenTo(document, audiences, now));
    const embedding = await likeness?.of(subject, documents, { unhurried: audiences === null });
    return rankDocuments(subject, documents, terms, statistics, { ...options, embedding });
  };

  return {
    matchesFor: (subject, options) =>
      rank(subject, subject.kind === "need" ? "result" : "need", options),
    similarTo: (subject, options) => rank(subject, subject.kind, options),
    compare: async (need, result, { now, unhurried = false }) => {
      const statistics = await corpus(now);
      const alike = await likeness?.of(need, [result], { unhurried });
      const embedding = alike?.get(result.id) ?? null;
      const terms = { need: termsOf(need), result: termsOf(result) };
      const pair = scoreWithTerms(need, result, terms, statistics, { now, embedding });
      const reasons = reasonsOf(need, result, statistics, terms, { embedding });
      return { document: result, ...pair, reasons };
    },
    chanceOf,
    statedReasons,
  };
}

/** A document may have been hidden or closed since it was a candidate. */
const isOpenTo = (
  { state, audience, expiresAt }: SearchDocument,
  audiences: string[] | null,
  now: Date,
): boolean =>
  state === "published" &&
  (audiences === null || audience.some((token) => audiences.includes(token))) &&
  (expiresAt === null || expiresAt > Math.floor(now.getTime() / 1_000));

function lexicallyBest(
  subject: SearchDocument,
  candidates: Candidate[],
  corpus: CorpusStatistics,
  count: number,
): Candidate[] {
  const own = termsOf(subject);
  return candidates
    .map((candidate) => {
      const [need, result] =
        subject.kind === "need" ? [own, candidate.terms] : [candidate.terms, own];
      return { candidate, chance: chanceOf(lexicalFeatures(need, result, corpus)) };
    })
    .filter(({ chance }) => chance > 0)
    .sort((a, b) => b.chance - a.chance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/**
 * Scores documents of the other side and orders them with reasons, an
 * organisation's surplus behind the others. Terms that are not given are cut anew.
 */
export function rankDocuments(
  subject: SearchDocument,
  documents: SearchDocument[],
  terms: ReadonlyMap<string, PostTerms>,
  corpus: CorpusStatistics,
  {
    limit,
    minimumScore = 0,
    now,
    embedding,
  }: Pick<MatchOptions, "limit" | "minimumScore"> & {
    now?: Date;
    /** How alike whole texts are, by the document's id. */
    embedding?: ReadonlyMap<string, number> | null;
  },
): Match[] {
  const own = termsOf(subject);
  const sides = (document: SearchDocument): [SearchDocument, SearchDocument] =>
    subject.kind === "need" ? [subject, document] : [document, subject];
  const bothOf = (document: SearchDocument) => {
    const others = terms.get(document.id) ?? termsOf(document);
    return subject.kind === "need" ? { need: own, result: others } : { need: others, result: own };
  };
  const scored = documents
    .map((document): PairScore & { document: SearchDocument } => {
      const [need, result] = sides(document);
      const context = {
        now,
        embedding: embedding?.get(document.id),
      };
      return { document, ...scoreWithTerms(need, result, bothOf(document), corpus, context) };
    })
    .filter(({ score }) => score > 0 && score >= minimumScore)
    .sort((a, b) => b.score - a.score || a.document.id.localeCompare(b.document.id));
  return diverse(scored)
    .slice(0, limit)
    .map((match) => ({
      ...match,
      reasons: reasonsOf(...sides(match.document), corpus, bothOf(match.document), {
        embedding: match.features.embedding,
        subject: subject.kind === "need" ? "need" : "result",
      }),
    }));
}
