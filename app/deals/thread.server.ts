import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { hasBlocked, requireTogether } from "#app/blocks/blocks.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { dealSides, type DealSide } from "#app/codes/codes.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { dealMessage, dealRead } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import { announceContents, type Deal } from "./change.server.ts";
import { maySeeContents, mayWriteMessage, dealSideOf } from "./policy.ts";
import type { messageSchema } from "./schema.ts";
import {
  describeDeal,
  lockDealFor,
  organisationOf,
  tellDealSides,
  unnamedParty,
} from "./tell.server.ts";
import { dealNews } from "./news.ts";

/**
 * Adds a message to the thread of a deal. The same clientKey is stored once,
 * however often a browser repeats the send.
 *
 * @throws Refusal notFound, forbidden, or notPossible where one side has blocked the
 *   other and knows who it is
 */
export async function sendMessage(
  services: Services,
  viewer: Viewer,
  dealId: string,
  message: z.infer<typeof messageSchema>,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockDealFor(transaction, viewer, dealId);
    if (!mayWriteMessage(viewer, found)) throw new Refusal("forbidden");
    const deaf = await deafSide(transaction, viewer, found);
    const [line] = await transaction
      .insert(dealMessage)
      .values({
        dealId,
        organisationId: organisationOf(viewer, found),
        authorId: viewer.userId,
        ...message,
      })
      .onConflictDoNothing()
      .returning({ id: dealMessage.id });
    if (!line) return;
    const own = dealSideOf(viewer, found);
    await tellDealSides(
      transaction,
      viewer,
      found,
      dealSides.filter((side) => side !== own && side !== deaf),
      {
        kind: dealNews.messageReceived,
        occasion: `message_received:${line.id}`,
        payload: await describeDeal(transaction, viewer, found),
      },
    );
    await announceContents(transaction, found);
  });
}

/**
 * The side that is not told of what the other one writes, null when both are: one
 * that is still anonymous and has blocked who writes, and must not be known by it.
 *
 * @throws Refusal notPossible for a side that knows the one it is kept apart from
 */
async function deafSide(
  transaction: Transaction,
  viewer: Viewer,
  found: Deal,
): Promise<DealSide | null> {
  const { demandOrganisationId: demand, supplyOrganisationId: supply } = found;
  const unnamed = await unnamedParty(transaction, found);
  if (unnamed === null) {
    await requireTogether(transaction, demand, supply);
    return null;
  }
  if (!(await hasBlocked(transaction, unnamed, unnamed === demand ? supply : demand))) return null;
  if (organisationOf(viewer, found) === unnamed) throw new Refusal("notPossible");
  return unnamed === demand ? "demand" : "supply";
}

/**
 * Notes how far the person has read the thread, and shows it on open pages. It
 * never goes back.
 *
 * @throws Refusal notFound
 */
export async function markThreadRead(
  services: Services,
  viewer: Viewer,
  dealId: string,
  messageId: string,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockDealFor(transaction, viewer, dealId);
    if (!maySeeContents(viewer, found)) throw new Refusal("notFound");
    const [message] = await transaction
      .select({ id: dealMessage.id })
      .from(dealMessage)
      .where(and(eq(dealMessage.id, messageId), eq(dealMessage.dealId, dealId)));
    if (!message) throw new Refusal("notFound");
    const moved = await transaction
      .insert(dealRead)
      .values({ dealId, userId: viewer.userId, lastMessageId: messageId, readAt: services.now() })
      .onConflictDoUpdate({
        target: [dealRead.dealId, dealRead.userId],
        set: { lastMessageId: messageId, readAt: services.now() },
        setWhere: sql`${dealRead.lastMessageId} < ${messageId}`,
      })
      .returning({ userId: dealRead.userId });
    if (moved.length === 0) return;
    await announce(
      transaction,
      realtime("deal.changed", [`deal:${dealId}`, `user:${viewer.userId}`], { dealId }),
    );
  });
}
