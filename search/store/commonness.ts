import type pg from "pg";
import type { Lexeme, Lookup } from "./lexemes.ts";
import { current } from "./tables.ts";

/** Where a word is looked up: in what documents are called, or in all they say. */
export type Column = "names" | "lexemes";

/** How common lexemes are, as PostgreSQL's own statistics (ANALYZE) have it. */
export interface Commonness {
  documents: number;
  /** The share of documents that have a word in any of its writings in this column, 0 to 1; high rather than low. */
  shareOf(word: Lookup, column: Column): number;
  /** How much having a word there tells: the logarithm of one over its share. */
  weightOf(word: Lookup, column: Column): number;
}

/** How long the statistics stay good enough, in milliseconds. */
const lifetime = 10 * 60 * 1_000;
/** An index without statistics is young and may soon have some. */
const youngLifetime = 5 * 1_000;
/** A beginning stands for so many lexemes that are not listed. */
const openCounts = 20;

/** So many documents are counted one by one for the state of the index. */
const mostCounted = 10_000;

/**
 * How many documents the index holds; of more than `exactly` by PostgreSQL's
 * statistics and the size of the table now.
 */
export async function countDocuments(
  pool: pg.Pool,
  exactly = mostCounted,
): Promise<{ documents: number; approximate?: boolean }> {
  const { rows } = await pool.query<{ counted: number; estimated: number }>(
    `SELECT (SELECT count(*)::int FROM (SELECT FROM ${current} LIMIT $1) AS first) AS counted,
       coalesce(reltuples / nullif(relpages, 0) * pg_relation_size(oid) / $2, 0)::int AS estimated
     FROM pg_class WHERE oid = $3::regclass`,
    [exactly + 1, pageBytes, current],
  );
  const { counted = 0, estimated = 0 } = rows[0] ?? {};
  return counted <= exactly
    ? { documents: counted }
    : { documents: Math.max(counted, estimated), approximate: true };
}

const pageBytes = 8_192;

/** Reads the statistics once in a while. */
export function createCommonness(pool: pg.Pool): {
  read(): Promise<Commonness>;
  forget(): void;
} {
  let known: { commonness: Promise<Commonness>; until: number } | undefined;
  const read = (): Promise<Commonness> => {
    if (known && Date.now() < known.until) return known.commonness;
    const commonness = readCommonness(pool);
    const kept = { commonness, until: Date.now() + lifetime };
    known = kept;
    commonness.then(
      ({ documents }) => {
        if (documents === 0) kept.until = Date.now() + youngLifetime;
      },
      () => {
        if (known === kept) known = undefined;
      },
    );
    return commonness;
  };
  return { read, forget: () => (known = undefined) };
}

interface Shares {
  listed: ReadonlyMap<string, number>;
  /** What a lexeme that is not listed is thought to have. */
  unlisted: number;
}

async function readCommonness(pool: pg.Pool): Promise<Commonness> {
  const { rows } = await pool.query<{
    documents: number;
    attname: Column | null;
    lexemes: string[] | null;
    shares: number[] | null;
  }>(
    `SELECT greatest(reltuples, 0)::float8 AS documents, attname,
       most_common_elems::text::text[] AS lexemes, most_common_elem_freqs::float8[] AS shares
     FROM pg_class LEFT JOIN pg_stats
       ON schemaname = 'search' AND tablename = 'document' AND attname IN ('names', 'lexemes')
     WHERE pg_class.oid = to_regclass($1)`,
    [current],
  );
  const sharesOf = (column: Column): Shares => {
    const row = rows.find(({ attname }) => attname === column);
    const listed = new Map(
      row?.lexemes?.map((lexeme, index) => [lexeme, row.shares?.[index] ?? 0]),
    );
    const rarest = [...listed.values()].reduce((least, share) => Math.min(least, share), 1);
    return { listed, unlisted: listed.size > 0 ? rarest / 2 : 0 };
  };
  const columns = { names: sharesOf("names"), lexemes: sharesOf("lexemes") };
  const documents = rows[0]?.documents ?? 0;
  const shareOf = (word: Lookup, column: Column): number => {
    const shares = columns[column];
    const atMost = word.writings.map((lexemes) =>
      lexemes.reduce((least, lexeme) => Math.min(least, shareOfLexeme(lexeme, shares)), 1),
    );
    return Math.min(
      1,
      atMost.reduce((sum, share) => sum + share, 0),
    );
  };
  return {
    documents,
    shareOf,
    weightOf: (word) => Math.log(1 + (documents + 1) / (shareOf(word, "lexemes") * documents + 1)),
  };
}

function shareOfLexeme({ text, open }: Lexeme, { listed, unlisted }: Shares): number {
  if (!open) return listed.get(text) ?? unlisted;
  let sum = openCounts * unlisted;
  for (const [lexeme, share] of listed) if (lexeme.startsWith(text)) sum += share;
  return Math.min(1, sum);
}
