import type { DocumentKind, SearchDocument } from "../documents.ts";
import type { SearchEngine } from "../engine.ts";
import type { Match } from "./match.ts";
import { scorePair } from "./score.ts";
import { corpusStatistics, type CorpusStatistics } from "./statistics.ts";

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
}

const candidateLimit = 300;
const sampleSize = 1_000;
/** How long counted words stay good enough; a market's language changes slowly. */
const statisticsLifetime = 10 * 60 * 1_000;
/** One organisation does not fill the list. */
const perOrganisation = 3;

/** Finds and ranks matches with the candidates that an index gives. */
export function createMatcher(engine: SearchEngine): Matcher {
  let known: { corpus: CorpusStatistics; at: number } | undefined;

  const corpus = async (now: Date): Promise<CorpusStatistics> => {
    const fresh =
      known && now.getTime() - known.at < statisticsLifetime && known.corpus.documents > 50;
    if (!known || !fresh)
      known = { corpus: corpusStatistics(await engine.sample(sampleSize)), at: now.getTime() };
    return known.corpus;
  };

  const rank = async (subject: SearchDocument, kind: DocumentKind, options: MatchOptions) => {
    const [candidates, statistics] = await Promise.all([
      engine.candidates({
        subject,
        kind,
        audiences: options.audiences,
        limit: candidateLimit,
        now: options.now,
      }),
      corpus(options.now),
    ]);
    return rankCandidates(subject, candidates, statistics, options);
  };

  return {
    matchesFor: (subject, options) =>
      rank(subject, subject.kind === "need" ? "result" : "need", options),
    similarTo: (subject, options) => rank(subject, subject.kind, options),
  };
}

/** Scores and orders candidates without an index; what a measuring script calls. */
export function rankCandidates(
  subject: SearchDocument,
  candidates: SearchDocument[],
  corpus: CorpusStatistics,
  { limit, minimumScore = 0, now }: Pick<MatchOptions, "limit" | "minimumScore"> & { now?: Date },
): Match[] {
  const ranked = candidates
    .map((document): Match => {
      const pair =
        subject.kind === "need"
          ? scorePair(subject, document, corpus, now)
          : scorePair(document, subject, corpus, now);
      return { document, ...pair };
    })
    .filter(({ score }) => score > 0 && score >= minimumScore)
    .sort((a, b) => b.score - a.score || a.document.id.localeCompare(b.document.id));
  return diverse(ranked).slice(0, limit);
}

/** Puts what an organisation has beyond its share behind the others. */
function diverse(ranked: Match[]): Match[] {
  const seen = new Map<string, number>();
  const first: Match[] = [];
  const later: Match[] = [];
  for (const match of ranked) {
    const count = (seen.get(match.document.ownerId) ?? 0) + 1;
    seen.set(match.document.ownerId, count);
    (count > perOrganisation ? later : first).push(match);
  }
  return [...first, ...later];
}
