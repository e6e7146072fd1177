import type pg from "pg";
import { available } from "../store/connection.ts";
import type { SuggestionKind } from "./entries.ts";
import { longestKey } from "./keys.ts";
import { beginnings } from "./tables.ts";
import { readingsOf, soundsOfCharacter, squeeze } from "./pinyin.ts";
import { written } from "#app/text/characters.ts";

export interface Suggestion {
  kind: SuggestionKind;
  text: string;
  target: string;
}

/** What is longer than this is a sentence; nothing is offered for it. */
const longestQuery = 60;

/**
 * What the person may be typing, best first: by its beginning, then inside, the
 * often used first; in Chinese, in full or half-typed pinyin, in initials, or in
 * a mixture. Where nothing fits the whole, the last word is completed and the
 * words before it stay.
 */
export async function suggest(pool: pg.Pool, typed: string, limit: number): Promise<Suggestion[]> {
  const query = written(typed).replaceAll(/\s+/gu, " ").trimStart();
  if (query.length > longestQuery) return [];
  return available(async () => {
    const whole = await complete(pool, query, limit);
    const space = query.trimEnd().lastIndexOf(" ");
    if (whole.length > 0 || space < 0) return whole;
    const kept = query.slice(0, space);
    const last = await complete(pool, query.slice(space + 1), limit);
    return last
      .filter(({ kind }) => kind === "term")
      .map((one) => ({ ...one, text: `${kept} ${one.text}` }));
  });
}

async function complete(pool: pg.Pool, query: string, limit: number): Promise<Suggestion[]> {
  const key = [...squeeze(query)].slice(0, longestKey).join("");
  if (key === "") return [];
  const direct = await byKey(pool, key, limit);
  if (direct.length >= limit) return direct;
  const mixed = await byReading(pool, key, limit);
  const seen = new Set(direct.map(identity));
  return [...direct, ...mixed.filter((one) => !seen.has(identity(one)))].slice(0, limit);
}

/** A cluster or an organisation is offered once, however many names it has. */
const identity = ({ kind, text, target }: Suggestion): string => `${kind} ${target || text}`;

/** Several keys may lead to one suggestion, so more are read than are wanted. */
const keysPerSuggestion = 5;
/** The whole of a suggestion counts as a little more use than its beginning. */
const exactWeight = 1;

async function byKey(pool: pg.Pool, key: string, limit: number): Promise<Suggestion[]> {
  const { rows } = await pool.query<Suggestion>(
    `SELECT kind, text, target FROM (
       SELECT DISTINCT ON (kind, coalesce(nullif(target, ''), normal)) kind, text, target, uses, best
       FROM (
         SELECT suggestion_id, max(weight) AS best FROM (
           (SELECT suggestion_id, (weight + ${exactWeight})::int AS weight
            FROM search.suggestion_key WHERE key = $1 AND start ORDER BY weight DESC LIMIT $2)
           UNION ALL
           (SELECT suggestion_id, weight FROM search.suggestion_key
            WHERE ${beginsWith("$1::text", key)}
            ORDER BY weight DESC LIMIT $2)
         ) AS met GROUP BY suggestion_id
       ) AS found JOIN search.suggestion ON id = suggestion_id
       ORDER BY kind, coalesce(nullif(target, ''), normal), best DESC
     ) AS distinct_found
     ORDER BY best DESC, uses DESC, length(text), text LIMIT $3`,
    [key, limit * keysPerSuggestion, limit],
  );
  return rows;
}

const mostInitials = 16;
/** So many suggestions are compared in all, the often used of the same initials first. */
const mostCompared = 2_000;

/** For what is typed partly in Chinese, or partly in whole syllables and partly in initials. */
async function byReading(pool: pg.Pool, key: string, limit: number): Promise<Suggestion[]> {
  const ways = new Map<string, string[]>();
  for (const { initials, pattern } of mixturesOf(key))
    ways.set(initials, [...(ways.get(initials) ?? []), pattern]);
  const tried = [...ways].slice(0, mostInitials);
  if (tried.length === 0) return [];
  const values: unknown[] = [limit, Math.ceil(mostCompared / tried.length)];
  const begins = tried.map(([initials, patterns]) => {
    const at = values.push(initials, patterns.join("|"));
    return `(SELECT suggestion_id, weight, $${at} AS pattern FROM search.suggestion_key
      WHERE ${beginsWith(`$${at - 1}::text`, initials)} ORDER BY weight DESC LIMIT $2)`;
  });
  const { rows } = await pool.query<Suggestion>(
    `SELECT kind, text, target FROM (
       SELECT DISTINCT ON (kind, coalesce(nullif(target, ''), normal)) kind, text, target, uses, weight
       FROM (${begins.join(" UNION ALL ")}) AS begins
       CROSS JOIN LATERAL (
         SELECT kind, normal, text, target, uses FROM search.suggestion
         WHERE id = suggestion_id AND reading ~ pattern OFFSET 0
       ) AS fits
       ORDER BY kind, coalesce(nullif(target, ''), normal), weight DESC
     ) AS found
     ORDER BY weight DESC, uses DESC, length(text), text LIMIT $1`,
    values,
  );
  return rows;
}

/** Whether a key begins with a text, asked so that the keys come in the order of their weight (see `beginnings`). */
function beginsWith(parameter: string, text: string): string {
  const { length } = [...text];
  const few = Math.max(...beginnings.filter((known) => known <= length));
  const bucket = `left(key, ${few}) = left(${parameter}, ${few})`;
  return few === length ? bucket : `${bucket} AND key LIKE ${parameter} || '%'`;
}

interface Way {
  initials: string;
  /** What the suggestion's signs must look like (see readingOf). */
  pattern: string;
}

const mostWays = 64;

/** The ways to read a typed mixture; none for what a plain prefix finds. */
export function mixturesOf(key: string): Way[] {
  const parts = key.match(/[a-z]+|\p{Script=Han}/gu) ?? [];
  if (parts.join("") !== key || parts.every((part) => !/[a-z]/.test(part))) return [];
  let ways = [{ initials: "", signs: [] as string[], whole: true, short: true }];
  for (const part of parts) {
    const latin = /[a-z]/.test(part);
    const readings = latin
      ? readingsOf(part).map((typed) => ({
          initials: typed.map(({ text }) => text[0]).join(""),
          signs: typed.map(({ text, open }) => `[^a-z ]${text}${open ? "[a-z]*" : ""}`),
          whole: typed.every(({ open }, at) => !open || at === typed.length - 1),
          short: typed.every(({ text, open }) => open && text.length === 1),
        }))
      : soundsOfCharacter(part).map((sound) => ({
          initials: sound[0] ?? "",
          signs: [`${part}[a-z]*`],
          whole: false,
          short: false,
        }));
    ways = ways.flatMap((way) =>
      readings.map((reading) => ({
        initials: way.initials + reading.initials,
        signs: [...way.signs, ...reading.signs],
        whole: way.whole && reading.whole,
        short: way.short && reading.short,
      })),
    );
    ways.length = Math.min(ways.length, mostWays);
  }
  return ways
    .filter(
      ({ whole, short, signs, initials }) =>
        !whole && !short && signs.length > 1 && /^[a-z]+$/.test(initials),
    )
    .map(({ initials, signs }) => ({ initials, pattern: `(^| )${signs.join(" ")}` }));
}
