import { and, eq, sql } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { matchVisit } from "#db/schema/index.ts";

/** Looks further apart than this are two visits, in milliseconds. */
const visitPause = 30 * 60 * 1_000;

/**
 * Notes that the person looks at their organisation's matches now, and answers
 * until when they had seen all when this visit began; null at the first one.
 */
export async function visitMatches(services: Services, viewer: Viewer): Promise<Date | null> {
  if (!viewer.active) return null;
  const now = services.now();
  const pause = new Date(now.getTime() - visitPause).toISOString();
  const [visit] = await services.database
    .insert(matchVisit)
    .values({
      userId: viewer.userId,
      organisationId: viewer.active.organisationId,
      lastAt: now,
    })
    .onConflictDoUpdate({
      target: [matchVisit.userId, matchVisit.organisationId],
      set: {
        seenUntil: sql`case when match_visit.last_at < ${pause}::timestamptz
          then match_visit.last_at else match_visit.seen_until end`,
        lastAt: now,
      },
    })
    .returning();
  return visit?.seenUntil ?? null;
}

/** Counts all matches that stand now as seen by the person. */
export async function markMatchesSeen(services: Services, viewer: Viewer): Promise<void> {
  if (!viewer.active) return;
  const { organisationId } = viewer.active;
  await services.database
    .update(matchVisit)
    .set({ seenUntil: services.now() })
    .where(
      and(eq(matchVisit.userId, viewer.userId), eq(matchVisit.organisationId, organisationId)),
    );
}
