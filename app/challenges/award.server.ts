import { and, eq, inArray } from "drizzle-orm";
import { followInterest, openDeal } from "#app/deals/change.server.ts";
import { interestLife } from "#app/interests/commands.server.ts";
import { takeStep } from "#app/kernel/steps.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { interest, proposal } from "#db/schema/index.ts";
import type { Challenge } from "./row.ts";

/**
 * Opens the deal of owner and winner with an accepted interest, which an award
 * is: both wanted each other, in public. Their own one in the same need is taken
 * where there is one. The contract path goes on from the deal.
 *
 * @returns the deal's id
 */
export async function openAwardedDeal(
  transaction: Transaction,
  found: Challenge,
  winnerId: string,
  now: Date,
): Promise<string> {
  const [winner] = await transaction.select().from(proposal).where(eq(proposal.id, winnerId));
  if (!winner) throw new Refusal("notFound");
  const { organisationId: fromOrganisationId, resultId } = winner;
  const accepted = {
    state: "accepted" as const,
    decidedById: found.decidedById,
    decidedAt: found.decidedAt,
  };
  const [open] = await interestLife.lock(
    transaction,
    and(
      eq(interest.postId, found.needId),
      eq(interest.fromOrganisationId, fromOrganisationId),
      inArray(interest.state, ["pending", "accepted"]),
    ),
  );
  const interestId = open?.id ?? newId();
  if (!open)
    await transaction.insert(interest).values({
      id: interestId,
      postId: found.needId,
      ownPostId: resultId,
      fromOrganisationId,
      toOrganisationId: found.organisationId,
      senderId: winner.authorId,
      message: `揭榜挂帅 · Open challenge: ${found.title}`,
      ...accepted,
    });
  else if (open.state === "pending")
    await takeStep(transaction, interestLife, open, {
      action: "accept",
      viewer: null,
      now,
      changes: { decidedById: found.decidedById },
      detail: { challengeId: found.id },
    });
  const own = open ? open.ownPostId : resultId;
  const opened = await openDeal(
    transaction,
    null,
    {
      interestId,
      about: {
        id: found.needId,
        kind: "need",
        organisationId: found.organisationId,
        cluster: found.cluster,
      },
      own: own === null ? null : { id: own, kind: "result", cluster: null },
      fromOrganisationId,
    },
    now,
  );
  await followInterest(transaction, null, interestId, "accepted", now);
  return opened.id;
}
