import type pg from "pg";
import type { Candidate, CandidateRequest } from "../engine.ts";
import { readCandidates } from "../store/candidates.ts";
import type { Commonness } from "../store/commonness.ts";
import { reading } from "../store/connection.ts";
import { tellingWords } from "../store/telling.ts";
import { candidateStatement } from "./find.ts";

/**
 * Finds documents that share the subject's telling terms. The work is bounded by the
 * occurrences it may look at.
 */
export async function findCandidates(
  pool: pg.Pool,
  commonness: Commonness,
  request: CandidateRequest,
): Promise<Candidate[]> {
  const evidence = tellingWords(request.subject, commonness);
  if (evidence.names.words.length === 0) return [];
  const { text, values } = candidateStatement(request, evidence);
  return reading(pool, async (client) => {
    const { rows } = await client.query<{ id: string; evidence: number }>(text, values);
    const met = new Map(rows.map(({ id, evidence: count }) => [id, count]));
    return readCandidates(client, request, met);
  });
}
