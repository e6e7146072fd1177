import type pg from "pg";
import type { Candidate, CandidateRequest } from "../engine.ts";
import type { Commonness } from "../store/commonness.ts";
import type { Meanings } from "../store/meanings.ts";
import { tellingWords } from "../store/telling.ts";
import { alikeIn, readCandidates, together } from "../store/candidates.ts";
import { documentsWith, weighed } from "./find.ts";
import { anyOf, visible } from "./filter.ts";
import type { Server } from "./server.ts";

/** So many words are looked for, and so many documents of each are taken. */
const most = { named: 10, said: 4, documents: 150 };

/** Finds documents that have the subject's telling words in their names, or its name's words in what they say. */
export async function findCandidates(
  server: Server,
  pool: pg.Pool,
  meanings: Meanings,
  index: string,
  commonness: Commonness,
  request: CandidateRequest,
): Promise<Candidate[]> {
  const { names, lexemes } = tellingWords(request.subject, commonness);
  const filter = [
    ...visible(request.audiences, request.now),
    anyOf("kind", [request.kind]),
    anyOf("state", ["published"]),
  ];
  const of = { indexUid: index, attributesToRetrieve: ["id"], filter, limit: most.documents };
  const [named, said, alike] = await Promise.all([
    documentsWith(server, weighed(names, most.named), { ...of, attributesToSearchOn: ["names"] }),
    documentsWith(server, weighed(lexemes, most.said), of),
    alikeIn(meanings, request),
  ]);
  const met = new Map(named);
  for (const [id, weight] of said) met.set(id, (met.get(id) ?? 0) + weight);
  return readCandidates(pool, request, together(met, alike));
}
