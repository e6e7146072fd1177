import { and, eq, isNull, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { audit } from "#app/kernel/audit.server.ts";
import { lockRow, takeStep, type Life } from "#app/kernel/steps.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { PostKind, Cluster } from "#app/codes/codes.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { newId } from "#db/schema/columns.ts";
import { deal } from "#db/schema/index.ts";
import { realtime, type EventRoom } from "#realtime/events.ts";
import { dealMachine, type DealAction } from "./stages.ts";

export type Deal = typeof deal.$inferSelect;

/** The deal, locked until the transaction ends. @throws Refusal notFound */
export const lockDeal = (transaction: Transaction, dealId: string): Promise<Deal> =>
  lockRow(transaction, dealLife, eq(deal.id, dealId));

/** The life of a deal; whose step it is asks the command. */
export const dealLife: Life<Deal, DealAction, Partial<typeof deal.$inferInsert>> = {
  lock: (transaction, where) => transaction.select().from(deal).where(where).for("update"),
  can: ({ stage }, action) => dealMachine.can(stage, action),
  next: ({ stage }, action) => ({ stage: dealMachine.next(stage, action) }),
  versionOf: ({ version }) => version,
  write: (transaction, { id, version }, { endReason, endNote, ...changes }, now) =>
    transaction
      .update(deal)
      .set({
        ...changes,
        stageSince: now,
        endReason: changes.stage === "ended" ? (endReason ?? "other") : null,
        endNote: changes.stage === "ended" ? (endNote ?? "") : "",
        version: version + 1,
        updatedAt: now,
      })
      .where(eq(deal.id, id))
      .returning(),
  fact: ({ id, stage }, before, { action, viewer, changes }) => ({
    organisationId: viewer?.active?.organisationId ?? null,
    subjectKind: "deal",
    subjectId: id,
    action,
    detail: {
      from: before.stage,
      to: stage,
      ...(changes?.endReason ? { reason: changes.endReason } : {}),
    },
  }),
  follow: (transaction, changed) => announceDeal(transaction, changed),
};

/** Where a change in a deal is told: its page, both sides' lists and its broker's. */
const roomsOfDeal = (changed: Deal): EventRoom<"deal.changed">[] => [
  `deal:${changed.id}`,
  `organisation:${changed.demandOrganisationId}`,
  `organisation:${changed.supplyOrganisationId}`,
  ...(changed.brokerId ? [`user:${changed.brokerId}` as const] : []),
];

/** Tells open pages that a deal moved; organizers' boards too. */
export const announceDeal = (transaction: Transaction, changed: Deal): Promise<void> =>
  announce(
    transaction,
    realtime("deal.changed", [...roomsOfDeal(changed), "organizers"], { dealId: changed.id }),
  );

/** Tells the pages of those who may read it that something in a deal changed. */
export const announceContents = (transaction: Transaction, changed: Deal): Promise<void> =>
  announce(transaction, realtime("deal.changed", roomsOfDeal(changed), { dealId: changed.id }));

/** Who asks whom about what, as an expression of interest says it. */
export interface DealBeginning {
  interestId: string;
  about: { id: string; kind: PostKind; organisationId: string; cluster: Cluster | null };
  own: { id: string; kind: PostKind; cluster: Cluster | null } | null;
  fromOrganisationId: string;
}

/**
 * Opens the deal that an interest begins, or brings the pair's ended one back; a
 * running one stays as it is. `viewer` is null when the clock begins it.
 */
export async function openDeal(
  transaction: Transaction,
  viewer: Viewer | null,
  { interestId, about, own, fromOrganisationId }: DealBeginning,
  now: Date,
): Promise<Deal> {
  const matching = own !== null && own.kind !== about.kind ? own.id : null;
  const pair =
    about.kind === "need"
      ? {
          needId: about.id,
          resultId: matching,
          demandOrganisationId: about.organisationId,
          supplyOrganisationId: fromOrganisationId,
        }
      : {
          needId: matching,
          resultId: about.id,
          demandOrganisationId: fromOrganisationId,
          supplyOrganisationId: about.organisationId,
        };
  const cluster = (about.kind === "result" && matching ? own?.cluster : about.cluster) ?? null;
  const [made] = await transaction
    .insert(deal)
    .values({ id: newId(), interestId, cluster, ...pair })
    .onConflictDoNothing()
    .returning();
  if (made) {
    await audit(transaction, {
      actorId: viewer?.userId ?? null,
      organisationId: fromOrganisationId,
      subjectKind: "deal",
      subjectId: made.id,
      action: "open",
      detail: { interestId },
    });
    await announceDeal(transaction, made);
    return made;
  }
  const [row] = await dealLife.lock(
    transaction,
    and(
      eq(deal.demandOrganisationId, pair.demandOrganisationId),
      eq(deal.supplyOrganisationId, pair.supplyOrganisationId),
      sameOrNone(deal.needId, pair.needId),
      sameOrNone(deal.resultId, pair.resultId),
    ),
  );
  if (!row) throw new Refusal("conflict");
  await transaction.update(deal).set({ interestId, cluster }).where(eq(deal.id, row.id));
  const found = { ...row, interestId, cluster };
  return found.stage === "ended"
    ? takeStep(transaction, dealLife, found, {
        action: "askAgain",
        viewer,
        now,
        detail: { interestId },
      })
    : found;
}

const sameOrNone = (column: PgColumn, value: string | null): SQL =>
  value === null ? isNull(column) : eq(column, value);

/**
 * Brings the deal of an interest up to what was decided on it. A deal that had
 * begun otherwise meanwhile stays as it is.
 */
export async function followInterest(
  transaction: Transaction,
  viewer: Viewer | null,
  interestId: string,
  decided: "accepted" | "declined" | "withdrawn",
  now: Date,
): Promise<void> {
  const [followed] = await dealLife.lock(transaction, eq(deal.interestId, interestId));
  if (followed?.stage !== "interest") return;
  await takeStep(
    transaction,
    dealLife,
    followed,
    decided === "accepted"
      ? { action: "accept", viewer, now }
      : { action: "decline", viewer, now, changes: { endReason: decided } },
  );
}
