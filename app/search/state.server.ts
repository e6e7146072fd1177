import { desc, eq } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { isOrganizer, type Viewer } from "#app/kernel/viewer.ts";
import { countJobs, type JobCounts } from "#db/jobs.ts";
import { indexRebuild, user } from "#db/schema/index.ts";
import type { EngineStatus } from "#search/engine.ts";
import { countIndexable, rebuildState, type RebuildState } from "./rebuild.server.ts";

const shownRebuilds = 5;

/** A rebuild as the state page shows it. */
export interface RebuildLine {
  id: string;
  state: RebuildState;
  askedBy: string | null;
  /** ISO 8601, UTC. */
  askedAt: string;
  /** How much is done, 0 to 100; of one that runs. */
  percent: number;
  /** How long it took, or takes already, in seconds. */
  seconds: number | null;
  documents: number | null;
  failure: string | null;
}

export interface SearchState {
  engine: EngineStatus;
  /** Rows that belong into the index; how many are missing there is the lag. */
  rows: number;
  jobs: JobCounts;
  /** Newest first. */
  rebuilds: RebuildLine[];
}

/**
 * How search is doing.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function searchState(services: Services, viewer: Viewer): Promise<SearchState> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  const { database } = services;
  const [engine, rows, jobs, rebuilds] = await Promise.all([
    services.search.status(),
    countIndexable(database),
    countJobs(database.$client, "post.publish"),
    database
      .select({ row: indexRebuild, askedBy: user.name })
      .from(indexRebuild)
      .leftJoin(user, eq(user.id, indexRebuild.askedById))
      .orderBy(desc(indexRebuild.id))
      .limit(shownRebuilds),
  ]);
  const now = services.now();
  return {
    engine,
    rows,
    jobs,
    rebuilds: rebuilds.map(({ row, askedBy }) => ({
      id: row.id,
      state: rebuildState(row, now),
      askedBy,
      askedAt: row.createdAt.toISOString(),
      percent: row.expected === 0 ? 0 : Math.min(100, Math.floor((100 * row.done) / row.expected)),
      seconds: secondsBetween(row.startedAt, row.finishedAt ?? row.movedAt),
      documents: row.documents,
      failure: row.failure,
    })),
  };
}

const secondsBetween = (from: Date | null, until: Date | null): number | null =>
  from && until ? Math.max(0, Math.round((until.getTime() - from.getTime()) / 1_000)) : null;
