import type pg from "pg";
import { searchDocumentSchema, type SearchDocument } from "../documents.ts";
import {
  facetNames,
  SearchUnavailable,
  type FacetName,
  type SearchEngine,
  type SearchPage,
  type SearchRequest,
} from "../engine.ts";
import { excerpt, highlight } from "../text/highlight.ts";
import { evidenceTerms } from "../text/evidence.ts";
import { findStatement } from "./find.ts";
import { anyTerm, textQuery, vectorOf, type TextQuery } from "./lexemes.ts";
import { createIndexes, createTable, markBuilt, prepareTables } from "./tables.ts";

const writeLock = 7_114_003;
const batchSize = 500;

/**
 * The search index in PostgreSQL: no server to install, as durable as the rows
 * it is made from. Lives in the schema "search" of the given pool's database.
 */
export function createEmbeddedEngine({ pool }: { pool: pg.Pool }): SearchEngine {
  return {
    name: "embedded",
    prepare: () => available(async () => ({ rebuild: await prepareTables(pool) })),
    upsert: (documents) =>
      available(() =>
        write(pool, async (client) => {
          for (let at = 0; at < documents.length; at += batchSize)
            await insert(client, "search.document", documents.slice(at, at + batchSize));
        }),
      ),
    remove: (ids) =>
      available(() =>
        write(pool, async (client) => {
          await client.query("DELETE FROM search.document WHERE id = ANY($1)", [ids]);
        }),
      ),
    rebuild: (source) => available(() => rebuild(pool, source)),
    search: (request) => available(() => search(pool, request)),
    candidates: (request) =>
      available(async () => {
        const query = anyTerm(evidenceTerms(request.subject));
        if (query === null) return [];
        const { rows } = await pool.query<{ document: unknown }>(
          `SELECT document FROM search.document
           WHERE lexemes @@ $1::tsquery AND kind = $2 AND state = 'published' AND owner_id <> $3
             AND ($4::text[] IS NULL OR audience && $4::text[])
             AND (expires_at IS NULL OR expires_at > $5)
           ORDER BY ts_rank('{0.2,0.4,0.6,1}', lexemes, $1::tsquery, 1) DESC, id
           LIMIT $6`,
          [
            query,
            request.kind,
            request.subject.ownerId,
            request.audiences,
            Math.floor(request.now.getTime() / 1_000),
            request.limit,
          ],
        );
        return rows.map(({ document }) => searchDocumentSchema.parse(document));
      }),
    sample: (limit) =>
      available(async () => {
        const { rows } = await pool.query<{ document: unknown }>(
          `SELECT document FROM search.document WHERE kind <> 'organisation'
           ORDER BY published_at DESC, id LIMIT $1`,
          [limit],
        );
        return rows.map(({ document }) => searchDocumentSchema.parse(document));
      }),
    status: async () => {
      try {
        const { rows } = await pool.query<{ documents: number }>(
          "SELECT count(*)::int AS documents FROM search.document",
        );
        const documents = rows[0]?.documents ?? 0;
        return { engine: "embedded", available: true, documents, detail: "PostgreSQL" };
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { engine: "embedded", available: false, documents: 0, detail };
      }
    },
    close: async () => {},
  };
}

/** PostgreSQL's answer to a wrong statement is a defect; all else means that it cannot be reached. */
async function available<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const unreachable = /^(08|53|57|ECONN|ETIMEDOUT|EPIPE)/.test(code) || isTimeout(error);
    if (unreachable)
      throw new SearchUnavailable("the search index cannot be reached", { cause: error });
    throw error;
  }
}

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && /timeout|terminated|Connection/.test(error.message);

/** Writers share the lock; a rebuild takes it alone while it swaps the tables. */
async function write<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return transaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock_shared($1)", [writeLock]);
    return work(client);
  });
}

async function transaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((reason: Error) => (broken = reason));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function insert(
  client: pg.ClientBase,
  table: string,
  documents: SearchDocument[],
): Promise<void> {
  const rows = documents.map((document) => ({
    id: document.id,
    kind: document.kind,
    state: document.state,
    owner_id: document.ownerId,
    audience: document.audience,
    cluster: document.clusters,
    region: document.region,
    trl: document.trl === null ? null : String(document.trl),
    cooperation_mode: document.cooperationModes,
    published_at: document.publishedAt,
    expires_at: document.expiresAt,
    deadline: document.deadline,
    revision: document.revision,
    lexemes: vectorOf(document),
    document,
  }));
  await client.query(
    `INSERT INTO ${table} AS indexed
     SELECT * FROM jsonb_populate_recordset(null::search.document, $1::jsonb)
     ON CONFLICT (id) DO UPDATE SET
       kind = excluded.kind, state = excluded.state, owner_id = excluded.owner_id,
       audience = excluded.audience, cluster = excluded.cluster, region = excluded.region,
       trl = excluded.trl, cooperation_mode = excluded.cooperation_mode,
       published_at = excluded.published_at, expires_at = excluded.expires_at,
       deadline = excluded.deadline, revision = excluded.revision,
       lexemes = excluded.lexemes, document = excluded.document
     WHERE indexed.revision <= excluded.revision`,
    [JSON.stringify(rows)],
  );
}

/**
 * Fills a second table and puts it in the place of the first in one
 * transaction, so search is never empty. Writers wait meanwhile, and so are
 * not lost.
 */
async function rebuild(
  pool: pg.Pool,
  source: AsyncIterable<SearchDocument[]>,
): Promise<{ documents: number }> {
  return transaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [writeLock]);
    await client.query("DROP TABLE IF EXISTS search.rebuilt");
    await client.query(createTable("search.rebuilt"));
    for await (const documents of source) await insert(client, "search.rebuilt", documents);
    await client.query(createIndexes("search.rebuilt"));
    await client.query("DROP TABLE search.document");
    await client.query("ALTER TABLE search.rebuilt RENAME TO document");
    await markBuilt(client);
    const { rows } = await client.query<{ documents: number }>(
      "SELECT count(*)::int AS documents FROM search.document",
    );
    return { documents: rows[0]?.documents ?? 0 };
  });
}

interface Found {
  total: number;
  documents: unknown[];
  facets: { facet: FacetName; value: string; count: number }[];
}

async function search(pool: pg.Pool, request: SearchRequest): Promise<SearchPage> {
  const query = textQuery(request.text);
  const strict = await find(pool, request, query, "all");
  const found = strict.total === 0 && query ? await find(pool, request, query, "any") : strict;
  const marks = query?.marks ?? [];
  const facets = Object.fromEntries(
    facetNames.map((name) => [
      name,
      found.facets
        .filter(({ facet }) => facet === name)
        .map(({ value, count }) => ({ value, count })),
    ]),
  ) as SearchPage["facets"];
  return {
    total: found.total,
    facets,
    hits: found.documents.map((stored) => {
      const document = searchDocumentSchema.parse(stored);
      return {
        document,
        title: highlight(document.title, marks),
        excerpt: excerpt(
          document.passages.map(({ text }) => text),
          marks,
        ),
      };
    }),
  };
}

async function find(
  pool: pg.Pool,
  request: SearchRequest,
  query: TextQuery | null,
  words: "all" | "any",
): Promise<Found> {
  const { text, values } = findStatement(request, query, words);
  const { rows } = await pool.query<Found>(text, values);
  return rows[0] ?? { total: 0, documents: [], facets: [] };
}
