import type pg from "pg";
import type { Candidate, CandidateRequest } from "../engine.ts";
import { nameMeaningOf } from "../matching/name-meaning.ts";
import { nameUnitsOf, packedTermsSchema, termsOf, unpackTerms } from "../matching/terms.ts";
import type { Meanings } from "./meanings.ts";
import { current } from "./tables.ts";

/** What a post must meet to be a candidate; `value` takes a value and answers what stands for it. */
export function othersOf(
  request: Pick<CandidateRequest, "subject" | "kind" | "audiences" | "now">,
  value: (given: unknown) => string,
): string {
  const audiences = value(request.audiences);
  const { organisationId: named } = request.subject;
  return `kind = ${value(request.kind)} AND state = 'published'
    AND organisation_id IS DISTINCT FROM ${value(named ?? "")}::text AND id <> ${value(request.subject.id)}
    AND (${audiences}::text[] IS NULL OR audience && ${audiences}::text[])
    AND (expires_at IS NULL OR expires_at > ${value(Math.floor(request.now.getTime() / 1_000))})`;
}

/** How alike in meaning counts beside how much of what is told is shared, both by place in their lists. */
const meaningCounts = 1;
/** Places from this one on differ by ever less (reciprocal rank fusion, Cormack, Clarke and Büttcher 2009). */
const smoothing = 60;
/** So many that are about the same are taken; three of four posts that have nothing to do with each other are less alike. */
const alike = { most: 150, least: 0.25 };

/** The posts that are about the same as the one to be matched. */
export const alikeIn = (
  meanings: Meanings,
  { subject, kind }: CandidateRequest,
): Promise<ReadonlyMap<string, number>> =>
  meanings.nearest(nameMeaningOf(termsOf(subject)), { kind, ...alike });

/** Documents by the words that they share and by what they are about, those first that are high in both lists. */
export function together(
  words: ReadonlyMap<string, number>,
  alike: ReadonlyMap<string, number>,
): Map<string, number> {
  const merged = new Map<string, number>();
  const add = (list: ReadonlyMap<string, number>, counts: number) => {
    const sorted = [...list].sort(([, one], [, other]) => other - one);
    sorted.forEach(([id], place) =>
      merged.set(id, (merged.get(id) ?? 0) + counts / (smoothing + place)),
    );
  };
  add(words, 1);
  add(alike, meaningCounts);
  return merged;
}

/** The terms of documents that were found, those with most evidence first, of others and for the viewer only. */
export async function readCandidates(
  pool: Pick<pg.ClientBase, "query">,
  request: CandidateRequest,
  evidence: ReadonlyMap<string, number>,
): Promise<Candidate[]> {
  if (evidence.size === 0) return [];
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const { rows } = await pool.query<{ id: string; terms: unknown }>(
    `SELECT id, terms FROM ${current}
     JOIN unnest(${value([...evidence.keys()])}::text[], ${value([...evidence.values()])}::float8[])
       AS met (id, evidence) USING (id)
     WHERE ${othersOf(request, value)} ORDER BY evidence DESC, id LIMIT ${value(request.limit)}`,
    values,
  );
  const wanted = nameUnitsOf(termsOf(request.subject));
  return rows.map(({ id, terms }) => ({
    id,
    terms: unpackTerms(packedTermsSchema.parse(terms), wanted),
  }));
}
