import { and, eq, isNull, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { PostKind, DealEndReason, Cluster } from "#app/codes/codes.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { newId } from "#db/schema/columns.ts";
import { deal } from "#db/schema/index.ts";
import { realtime, type EventRoom } from "#realtime/events.ts";
import { dealMachine, type DealAction } from "./stages.ts";

export type Deal = typeof deal.$inferSelect;

/**
 * The deal, locked until the transaction ends; null when there is none.
 */
export async function lockDeal(transaction: Transaction, dealId: string): Promise<Deal | null> {
  const [row] = await transaction.select().from(deal).where(eq(deal.id, dealId)).for("update");
  return row ? row : null;
}

export interface DealStep {
  action: DealAction;
  /** Null when a record (an interest, a contract) takes the step. */
  viewer: Viewer | null;
  /** What the person had read: a step on what changed since is refused. */
  version?: number;
  reason?: DealEndReason;
  note?: string;
  detail?: Record<string, unknown>;
}

/**
 * Takes one step of a deal: checks that it is possible, writes the row and its
 * audit entry, and tells open pages, in the given transaction. Whose step it is
 * was checked by the caller.
 *
 * @throws Refusal illegalStep, or conflict when the deal changed since it was read
 */
export async function takeDealStep(
  transaction: Transaction,
  found: Deal,
  step: DealStep,
): Promise<Deal> {
  if (step.version !== undefined && step.version !== found.version) throw new Refusal("conflict");
  if (!dealMachine.can(found.stage, step.action)) throw new Refusal("illegalStep");
  const stage = dealMachine.next(found.stage, step.action);
  const now = new Date();
  const [row] = await transaction
    .update(deal)
    .set({
      stage,
      stageSince: now,
      endReason: stage === "ended" ? (step.reason ?? "other") : null,
      endNote: stage === "ended" ? (step.note ?? "") : "",
      version: found.version + 1,
      updatedAt: now,
    })
    .where(eq(deal.id, found.id))
    .returning();
  if (!row) throw new Refusal("notFound");
  await audit(transaction, {
    actorId: step.viewer?.userId ?? null,
    organisationId: step.viewer?.active?.organisationId ?? null,
    subjectKind: "deal",
    subjectId: found.id,
    action: step.action,
    detail: {
      from: found.stage,
      to: stage,
      ...(step.reason ? { reason: step.reason } : {}),
      ...step.detail,
    },
  });
  await announceDeal(transaction, row);
  return row;
}

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
  const [row] = await transaction
    .select()
    .from(deal)
    .where(
      and(
        eq(deal.demandOrganisationId, pair.demandOrganisationId),
        eq(deal.supplyOrganisationId, pair.supplyOrganisationId),
        sameOrNone(deal.needId, pair.needId),
        sameOrNone(deal.resultId, pair.resultId),
      ),
    )
    .for("update");
  if (!row) throw new Refusal("conflict");
  await transaction.update(deal).set({ interestId, cluster }).where(eq(deal.id, row.id));
  const found = { ...row, interestId, cluster };
  return found.stage === "ended"
    ? takeDealStep(transaction, found, { action: "askAgain", viewer, detail: { interestId } })
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
): Promise<void> {
  const [row] = await transaction
    .select()
    .from(deal)
    .where(eq(deal.interestId, interestId))
    .for("update");
  const found = row;
  if (found?.stage !== "interest") return;
  await takeDealStep(
    transaction,
    found,
    decided === "accepted"
      ? { action: "accept", viewer }
      : { action: "decline", viewer, reason: decided },
  );
}
