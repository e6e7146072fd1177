import type pg from "pg";
import type { Candidate, CandidateRequest } from "../engine.ts";
import { alikeIn, readCandidates, together } from "../store/candidates.ts";
import type { Commonness } from "../store/commonness.ts";
import { reading } from "../store/connection.ts";
import type { Meanings } from "../store/meanings.ts";
import { tellingWords } from "../store/telling.ts";
import { candidateStatement } from "./find.ts";

/**
 * Finds documents that share the subject's telling terms or are about the same. The work is bounded by the
 * occurrences it may look at.
 */
export async function findCandidates(
  pool: pg.Pool,
  meanings: Meanings,
  commonness: Commonness,
  request: CandidateRequest,
): Promise<Candidate[]> {
  const evidence = tellingWords(request.subject, commonness);
  const { text, values } = candidateStatement(request, evidence);
  const [alike, met] = await Promise.all([
    alikeIn(meanings, request),
    evidence.names.words.length === 0
      ? []
      : reading(pool, async (client) => {
          const { rows } = await client.query<{ id: string; evidence: number }>(text, values);
          return rows.map((row) => [row.id, row.evidence] as const);
        }),
  ]);
  return readCandidates(pool, request, together(new Map(met), alike));
}
