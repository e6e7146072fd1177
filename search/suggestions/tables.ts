import type pg from "pg";
import { transaction } from "../store/connection.ts";

/** Grows when the tables or the keys change; the suggestions are then collected anew. */
const version = 1;
const setupLock = 7_114_021;

/**
 * Keys are read in the order of their weight by their first so many letters, so
 * that a short text, which thousands of keys begin with, needs only the best few.
 */
export const beginnings = [1, 2, 3, 5] as const;

/**
 * suggestion: what is offered. suggestion_key: what it is found by (keys.ts);
 * its weight puts beginnings before insides and the often used before the rare.
 * suggestion_word: its Latin words, for mistyped ones. suggestion_use: which
 * document brought it, so that it goes with the last of them.
 * suggestion_document: the revision that was read of each document. One writer
 * at a time (write.ts) keeps them in step, so they need no foreign keys.
 */
const createTables = `
  CREATE TABLE search.suggestion (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    normal text NOT NULL,
    target text NOT NULL,
    text text NOT NULL,
    pinyin text NOT NULL,
    initials text NOT NULL,
    reading text COLLATE "C" NOT NULL,
    uses int NOT NULL DEFAULT 0,
    UNIQUE (kind, normal, target)
  );
  CREATE TABLE search.suggestion_key (
    suggestion_id bigint NOT NULL,
    key text COLLATE "C" NOT NULL,
    start boolean NOT NULL,
    weight smallint NOT NULL,
    PRIMARY KEY (suggestion_id, key)
  );
  CREATE INDEX suggestion_key_prefix ON search.suggestion_key (key, weight DESC);
  ${beginnings.map((length) => `CREATE INDEX ON search.suggestion_key (left(key, ${length}), weight DESC);`).join("\n  ")}
  CREATE TABLE search.suggestion_word (
    suggestion_id bigint NOT NULL,
    word text COLLATE "C" NOT NULL,
    letters int NOT NULL,
    PRIMARY KEY (suggestion_id, word)
  );
  CREATE INDEX suggestion_word_known ON search.suggestion_word (word);
  CREATE INDEX suggestion_word_length ON search.suggestion_word (length(word)) INCLUDE (word, letters);
  CREATE TABLE search.suggestion_document (
    id text PRIMARY KEY,
    revision bigint,
    generation int NOT NULL
  );
  CREATE TABLE search.suggestion_use (
    document_id text NOT NULL,
    suggestion_id bigint NOT NULL,
    PRIMARY KEY (document_id, suggestion_id)
  );
  CREATE TABLE search.suggestion_version (number int NOT NULL, generation int NOT NULL, whole boolean NOT NULL)`;

/**
 * Makes or replaces the tables of suggestions in the schema "search", whichever
 * engine searches; safe when two servers do it at once. Answers whether they
 * must be filled anew.
 */
export async function prepareSuggestions(pool: pg.Pool): Promise<{ rebuild: boolean }> {
  return transaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [setupLock]);
    await client.query("CREATE SCHEMA IF NOT EXISTS search");
    const { rows: made } = await client.query<{ made: boolean }>(
      "SELECT to_regclass('search.suggestion_version') IS NOT NULL AS made",
    );
    if (made[0]?.made) {
      const { rows } = await client.query<{ number: number; whole: boolean }>(
        "SELECT number, whole FROM search.suggestion_version",
      );
      if (rows[0]?.number === version) return { rebuild: !rows[0].whole };
      await client.query(
        `DROP TABLE search.suggestion_version, search.suggestion_use, search.suggestion_document,
           search.suggestion_word, search.suggestion_key, search.suggestion`,
      );
    }
    await client.query(createTables);
    await client.query("INSERT INTO search.suggestion_version VALUES ($1, 1, false)", [version]);
    return { rebuild: true };
  });
}
