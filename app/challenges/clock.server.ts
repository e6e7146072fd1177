import { randomInt } from "node:crypto";
import { and, asc, eq, lte, notExists, sql } from "drizzle-orm";
import { notifyMembers, notifyOrganizers } from "#app/notifications/notify.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction } from "#db/connection.ts";
import { challenge, challengeObjection, proposal } from "#db/schema/index.ts";
import { openAwardedDeal } from "./award.server.ts";
import { biddersOf, newsOf, takeChallengeStep, tellBidders } from "./change.server.ts";
import { labelOf } from "./ranking.ts";
import { readChallenge } from "./row.ts";

/**
 * Opens the seals of challenges whose deadline has come by the database's clock,
 * and makes outcomes final whose objection period is over and without an open
 * objection. One challenge a transaction; safe to repeat and to run on several
 * servers.
 */
export async function tickChallenges(services: Services): Promise<void> {
  while (await openOne(services));
  while (await finishOne(services));
}

/** Waits for a submission in work: what came before the deadline is in before the seals open. */
function openOne(services: Services): Promise<boolean> {
  return inTransaction(services.database, async (transaction) => {
    const [row] = await transaction
      .select()
      .from(challenge)
      .where(and(eq(challenge.state, "published"), lte(challenge.deadline, sql`now()`)))
      .orderBy(asc(challenge.deadline))
      .limit(1)
      .for("update");
    if (!row) return false;
    const found = readChallenge(row);
    const submitted = (await biddersOf(transaction, found.id)).filter(
      ({ state }) => state === "submitted",
    );
    if (submitted.length === 0) {
      const lapsed = await takeChallengeStep(transaction, found, {
        now: services.now(),
        action: "lapse",
        viewer: null,
        changes: { closedAt: sql`now()`, finishedAt: services.now() },
      });
      await notifyMembers(transaction, found.organisationId, newsOf(lapsed, "lapsed"));
      await notifyOrganizers(transaction, newsOf(lapsed, "lapsed"));
      return true;
    }
    for (const [index, { id }] of shuffled(submitted).entries())
      await transaction
        .update(proposal)
        .set({ label: labelOf(index) })
        .where(eq(proposal.id, id));
    const opened = await takeChallengeStep(transaction, found, {
      now: services.now(),
      action: "open",
      viewer: null,
      changes: { closedAt: sql`now()` },
      detail: { proposals: submitted.length },
    });
    await notifyMembers(transaction, found.organisationId, newsOf(opened, "opened"));
    await notifyOrganizers(transaction, newsOf(opened, "opened"));
    await tellBidders(transaction, opened, "opened", "submitted");
    return true;
  });
}

function finishOne(services: Services): Promise<boolean> {
  return inTransaction(services.database, async (transaction) => {
    const open = transaction
      .select({ id: challengeObjection.id })
      .from(challengeObjection)
      .where(
        and(eq(challengeObjection.challengeId, challenge.id), eq(challengeObjection.state, "open")),
      );
    const [row] = await transaction
      .select()
      .from(challenge)
      .where(
        and(
          eq(challenge.state, "outcome"),
          lte(challenge.objectionsUntil, services.now()),
          notExists(open),
        ),
      )
      .orderBy(asc(challenge.objectionsUntil))
      .limit(1)
      .for("update");
    if (!row) return false;
    const found = readChallenge(row);
    /** An objection that came while the lock was waited for. */
    const late = await transaction.$count(
      challengeObjection,
      and(eq(challengeObjection.challengeId, found.id), eq(challengeObjection.state, "open")),
    );
    if (late > 0) return false;
    const finishedAt = services.now();
    if (found.winnerId === null) {
      const failed = await takeChallengeStep(transaction, found, {
        now: services.now(),
        action: "fail",
        viewer: null,
        changes: { finishedAt },
      });
      await notifyMembers(transaction, found.organisationId, newsOf(failed, "final"));
      return true;
    }
    const dealId = await openAwardedDeal(transaction, found, found.winnerId, finishedAt);
    const awarded = await takeChallengeStep(transaction, found, {
      now: services.now(),
      action: "award",
      viewer: null,
      changes: { finishedAt, dealId },
      detail: { dealId },
    });
    await notifyMembers(transaction, found.organisationId, newsOf(awarded, "final"));
    await tellBidders(transaction, awarded, "final", "submitted");
    return true;
  });
}

/** In an order that nobody can foresee. */
function shuffled<T>(given: T[]): T[] {
  const left = [...given];
  const mixed: T[] = [];
  while (left.length > 0) mixed.push(...left.splice(randomInt(left.length), 1));
  return mixed;
}
