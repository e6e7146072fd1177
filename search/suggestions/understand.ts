import type pg from "pg";
import { available } from "../store/connection.ts";
import { allowedEdits, editsBetween, isModelNumber, lettersOf } from "./edits.ts";
import { squeeze } from "./pinyin.ts";
import { writtenLine } from "#app/text/characters.ts";

/** One word read as another. */
export interface Change {
  from: string;
  to: string;
  by: "pinyin" | "initials" | "typo";
}

/** What the person may have meant instead. */
export interface Alternative {
  text: string;
  changes: Change[];
}

const mostAlternatives = 3;
const mostWords = 8;
/** What is longer is text, not words to look for. */
const longestQuery = 200;

/**
 * Other readings of a query, the likeliest first: a Latin word that is no word
 * of a public title or keyword, but the pinyin or the initials of a known term,
 * or one with a mistake of typing. Numbers, model numbers and abbreviations are
 * never touched. Whether documents have the word in their text is for the
 * caller to ask the engine. Empty when nothing else was meant.
 */
export function understand(pool: pg.Pool, text: string): Promise<Alternative[]> {
  return available(async () => {
    const query = writtenLine(text).normalize("NFKC");
    if (query.length > longestQuery) return [];
    const whole = await wholeAsPinyin(pool, query);
    if (whole.length > 0) return whole;
    const words = latinWordsOf(query).slice(0, mostWords);
    const unknown = await unknownOf(pool, words);
    const readings = new Map<string, Change[]>();
    for (const { word, changes } of await readAsPinyin(pool, unknown))
      if (changes.length > 0) readings.set(word, changes);
    for (const { word, changes } of await readAsTypos(
      pool,
      unknown.filter((word) => !readings.has(word)),
    ))
      if (changes.length > 0) readings.set(word, changes);
    return readings.size === 0 ? [] : alternativesOf(query, readings);
  });
}

const latinRun = /[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}\p{M}'’._/+-]*/gu;

/** Lower-case words of plain letters; what has a digit or inner capitals is left alone. */
function latinWordsOf(query: string): string[] {
  const written = [...query.matchAll(latinRun)].map(([run]) => run);
  const words = written.filter((run) => !isModelNumber(run)).map(squeeze);
  return [...new Set(words.filter((word) => /^[a-z]{2,40}$/.test(word)))];
}

/** shi mo xi, typed apart as some input methods leave it. */
async function wholeAsPinyin(pool: pg.Pool, query: string): Promise<Alternative[]> {
  if (!/^[a-zü]+(?:[\s'’]+[a-zü]+)+\s*$/.test(query)) return [];
  if ((await unknownOf(pool, latinWordsOf(query))).length === 0) return [];
  const [read] = await readAsPinyin(pool, [squeeze(query)]);
  const from = query.trim();
  return (read?.changes ?? [])
    .filter(({ by }) => by === "pinyin")
    .map(({ to, by }) => ({ text: to, changes: [{ from, to, by }] }));
}

async function unknownOf(pool: pg.Pool, words: string[]): Promise<string[]> {
  if (words.length === 0) return [];
  const { rows } = await pool.query<{ word: string }>(
    `SELECT word FROM unnest($1::text[]) AS given (word)
     WHERE NOT EXISTS (
       SELECT FROM search.suggestion_word AS known WHERE known.word = given.word COLLATE "C")`,
    [words],
  );
  return rows.map(({ word }) => word);
}

async function readAsPinyin(
  pool: pg.Pool,
  words: string[],
): Promise<{ word: string; changes: Change[] }[]> {
  if (words.length === 0) return [];
  const { rows } = await pool.query<{ word: string; to: string; initials: string }>(
    `SELECT word, text AS to, initials FROM unnest($1::text[]) AS given (word)
     CROSS JOIN LATERAL (
       SELECT text, initials, uses FROM search.suggestion_key
       JOIN search.suggestion ON id = suggestion_id
       WHERE key = word COLLATE "C" AND start AND kind = 'term' AND normal <> word
       ORDER BY initials = word, uses DESC, length(text), text LIMIT ${mostAlternatives}
     ) AS known`,
    [words],
  );
  return words.map((word) => ({
    word,
    changes: rows
      .filter((row) => row.word === word)
      .map(({ to, initials }) => ({
        from: word,
        to,
        by: initials === word ? "initials" : "pinyin",
      })),
  }));
}

async function readAsTypos(
  pool: pg.Pool,
  words: string[],
): Promise<{ word: string; changes: Change[] }[]> {
  const mistyped = words.filter((word) => allowedEdits(word) > 0);
  if (mistyped.length === 0) return [];
  const { rows } = await pool.query<{ word: string; known: string; uses: number }>(
    `SELECT given.word, known.word AS known, sum(uses)::int AS uses
     FROM unnest($1::text[], $2::int[], $3::int[]) AS given (word, edits, letters)
     JOIN search.suggestion_word AS known
       ON length(known.word) BETWEEN length(given.word) - edits AND length(given.word) + edits
       AND bit_count((known.letters # given.letters)::bit(32)) <= 2 * edits
     JOIN search.suggestion ON id = suggestion_id
     GROUP BY given.word, known.word`,
    [mistyped, mistyped.map(allowedEdits), mistyped.map(lettersOf)],
  );
  return mistyped.map((word) => ({
    word,
    changes: rows
      .filter((row) => row.word === word)
      .map(({ known, uses }) => ({ known, uses, edits: editsBetween(word, known) }))
      .filter(({ edits }) => edits <= allowedEdits(word))
      .sort((a, b) => a.edits - b.edits || b.uses - a.uses || a.known.localeCompare(b.known))
      .slice(0, mostAlternatives)
      .map(({ known }) => ({ from: word, to: known, by: "typo" })),
  }));
}

/** The best reading of every word first, then others of one word at a time. */
function alternativesOf(query: string, readings: Map<string, Change[]>): Alternative[] {
  const most = Math.max(...[...readings.values()].map(({ length }) => length));
  return Array.from({ length: Math.min(most, mostAlternatives) }, (_, rank) => {
    const chosen = new Map(
      [...readings].map(([word, changes]) => [word, changes[rank] ?? changes[0]]),
    );
    const text = query.replaceAll(latinRun, (run) =>
      isModelNumber(run) ? run : (chosen.get(squeeze(run))?.to ?? run),
    );
    return {
      text: text.trim(),
      changes: [...chosen.values()].filter((change) => change !== undefined),
    };
  });
}
