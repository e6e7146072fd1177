import { eq } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { SynonymState } from "#app/codes/states.ts";
import type { Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { announceSynonyms } from "#db/listener.ts";
import { synonymGroup } from "#db/schema/index.ts";
import { lockSynonyms } from "./lock.server.ts";
import { synonymMachine, type SynonymAction } from "./lifecycle.ts";
import { mayKeepSynonyms } from "./policy.ts";

export type SynonymRow = Omit<typeof synonymGroup.$inferSelect, "state"> & { state: SynonymState };
type Changes = Partial<typeof synonymGroup.$inferInsert>;

const readRow = (row: typeof synonymGroup.$inferSelect): SynonymRow => ({
  ...row,
});

/**
 * The group, with all changes of synonyms locked until the transaction ends.
 *
 * @throws Refusal forbidden for others than organizers, notFound
 */
export async function lockGroup(
  transaction: Transaction,
  viewer: Viewer,
  id: string,
): Promise<SynonymRow> {
  if (!mayKeepSynonyms(viewer)) throw new Refusal("forbidden");
  await lockSynonyms(transaction);
  const [row] = await transaction.select().from(synonymGroup).where(eq(synonymGroup.id, id));
  if (!row) throw new Refusal("notFound");
  return readRow(row);
}

/** @throws Refusal illegalStep, or conflict when the group was changed since `revision` was read */
export function requirePossible(found: SynonymRow, action: SynonymAction, revision: number): void {
  if (revision !== found.revision) throw new Refusal("conflict");
  if (!synonymMachine.can(found.state, action)) throw new Refusal("illegalStep");
}

/**
 * Takes one step of a locked group's life: row, audit entry, and, where search
 * uses or used the group, the news to every server.
 */
export async function takeStep(
  transaction: Transaction,
  found: SynonymRow,
  step: {
    action: SynonymAction;
    viewer: Viewer;
    changes?: Changes;
    detail?: Record<string, unknown>;
  },
): Promise<SynonymRow> {
  const { action, viewer } = step;
  const now = new Date();
  const state = synonymMachine.next(found.state, action);
  const decided = state === found.state ? {} : { decidedById: viewer.userId, decidedAt: now };
  const [row] = await transaction
    .update(synonymGroup)
    .set({
      ...decided,
      ...step.changes,
      state,
      revision: found.revision + 1,
      updatedAt: now,
    })
    .where(eq(synonymGroup.id, found.id))
    .returning();
  if (!row) throw new Refusal("notFound");
  const before = step.changes?.words ? { before: found.words } : {};
  await audit(transaction, {
    actorId: viewer.userId,
    organisationId: null,
    subjectKind: "synonyms",
    subjectId: found.id,
    action,
    detail: { words: row.words, ...before, ...step.detail },
  });
  if (found.state === "approved" || state === "approved") await tellServers(transaction);
  return readRow(row);
}

/** Keeps a new group, which must not break the rules. */
export async function insertGroup(
  transaction: Transaction,
  viewer: Viewer,
  values: {
    words: string[];
    note: string;
    state: SynonymState;
    replaces?: string | undefined;
  },
): Promise<SynonymRow> {
  const decided =
    values.state === "proposed" ? {} : { decidedById: viewer.userId, decidedAt: new Date() };
  const [row] = await transaction
    .insert(synonymGroup)
    .values({ ...values, proposedById: viewer.userId, ...decided })
    .returning();
  if (!row) throw new Error("no synonym group was kept");
  const { state, words, replaces } = row;
  await audit(transaction, {
    actorId: viewer.userId,
    organisationId: null,
    subjectKind: "synonyms",
    subjectId: row.id,
    action: state === "proposed" ? "propose" : state === "retired" ? "retire" : "add",
    detail: { words, ...(replaces === null ? {} : { replaces }) },
  });
  if (state !== "proposed") await tellServers(transaction);
  return readRow(row);
}

/** Every server reads the synonyms anew, and one brings the index up to them. */
export async function tellServers(transaction: Transaction): Promise<void> {
  await announceSynonyms(transaction);
  await sendJob(transaction, "synonyms.apply", {});
}
