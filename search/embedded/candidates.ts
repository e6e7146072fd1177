import type pg from "pg";
import type { Candidate, CandidateRequest } from "../engine.ts";
import { packedTermsSchema, unpackTerms } from "../matching/terms.ts";
import { evidenceTerms } from "../text/evidence.ts";
import { searchWordsOf } from "../text/segment.ts";
import { lookup, type Lookup } from "./lexemes.ts";
import { current } from "./tables.ts";

/** How common the index's commonest lexemes are, as PostgreSQL's own statistics (ANALYZE) have it. */
interface Commonness {
  documents: number;
  /** Share of documents, 0 to 1. */
  share: ReadonlyMap<string, number>;
  /** The share that any lexeme not listed stays below. */
  rarest: number;
  at: number;
}

/** How long the statistics stay good enough, in milliseconds. */
const lifetime = 10 * 60 * 1_000;
/** How many occurrences one request looks at; common terms are left out beyond it. */
const occurrences = 30_000;
const fewestTerms = 6;
/** How many times as much a term of the subject's title or keywords counts. */
const nameCounts = 3;

/**
 * Finds documents that share the subject's telling terms. The statistics are
 * read once in a while and kept, so a request is one statement whose work is
 * bounded by the occurrences it may look at.
 */
export function createCandidateFinder(
  pool: pg.Pool,
): (request: CandidateRequest) => Promise<Candidate[]> {
  let known: Commonness | undefined;
  return async (request) => {
    const fresh = known && Date.now() - known.at < lifetime && known.documents > 0;
    if (!known || !fresh) known = await readCommonness(pool);
    const named = new Set(
      [request.subject.title, ...request.subject.keywords].flatMap(searchWordsOf),
    );
    const wanted = evidenceTerms(request.subject).flatMap((term) => {
      const found = lookup(term);
      return found ? { ...found, times: named.has(term) ? nameCounts : 1 } : [];
    });
    const terms = choose(wanted, known);
    if (terms.length === 0) return [];
    const { rows } = await pool.query<{ id: string; terms: unknown }>(
      `SELECT id, terms FROM (
         SELECT id, sum(weight) AS evidence
         FROM unnest($1::text[], $2::float8[]) AS term (query, weight)
         JOIN ${current} ON lexemes @@ term.query::tsquery
         WHERE kind = $3 AND state = 'published' AND owner_id <> $4 AND id <> $5
           AND ($6::text[] IS NULL OR audience && $6::text[])
           AND (expires_at IS NULL OR expires_at > $7)
         GROUP BY id ORDER BY evidence DESC, id LIMIT $8
       ) AS best JOIN ${current} USING (id) ORDER BY evidence DESC, id`,
      [
        terms.map(({ query }) => query),
        terms.map(({ weight }) => weight),
        request.kind,
        request.subject.ownerId,
        request.subject.id,
        request.audiences,
        Math.floor(request.now.getTime() / 1_000),
        request.limit,
      ],
    );
    return rows.map(({ id, terms }) => ({
      id,
      terms: unpackTerms(packedTermsSchema.parse(terms)),
    }));
  };
}

async function readCommonness(pool: pg.Pool): Promise<Commonness> {
  const { rows } = await pool.query<{
    documents: number;
    lexemes: string[] | null;
    shares: number[] | null;
  }>(
    `SELECT greatest(reltuples, 0)::float8 AS documents,
       most_common_elems::text::text[] AS lexemes, most_common_elem_freqs::float8[] AS shares
     FROM pg_class LEFT JOIN pg_stats
       ON schemaname = 'search' AND tablename = 'document' AND attname = 'lexemes'
     WHERE pg_class.oid = to_regclass($1)`,
    [current],
  );
  const { documents = 0, lexemes, shares } = rows[0] ?? {};
  const share = new Map(lexemes?.map((lexeme, index) => [lexeme, shares?.[index] ?? 0]));
  return { documents, share, rarest: Math.min(1, ...share.values()), at: Date.now() };
}

/** The rarest terms, as many as stay within the occurrences that may be looked at. */
function choose(terms: (Lookup & { times: number })[], { documents, share, rarest }: Commonness) {
  const unlisted = share.size > 0 ? rarest / 2 : 0;
  const chosen: { query: string; weight: number }[] = [];
  let left = occurrences;
  const atMost = (lexemes: string[]) =>
    Math.min(1, ...lexemes.map((lexeme) => share.get(lexeme) ?? unlisted));
  const shareOf = ({ writings }: Lookup) =>
    writings.reduce((sum, lexemes) => sum + atMost(lexemes), 0);
  const byRarity = terms
    .map((term) => ({ query: term.query, times: term.times, share: shareOf(term) }))
    .sort((a, b) => a.share - b.share);
  for (const term of byRarity) {
    left -= term.share * documents;
    if (left < 0 && chosen.length >= fewestTerms) break;
    chosen.push({
      query: term.query,
      weight: term.times * Math.log(1 + (documents + 1) / (term.share * documents + 1)),
    });
  }
  return chosen;
}
