import { eq } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { lockRow, type Life } from "#app/kernel/steps.server.ts";
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

export type SynonymRow = typeof synonymGroup.$inferSelect;
type Changes = Partial<typeof synonymGroup.$inferInsert>;

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
  return lockRow(transaction, synonymLife, eq(synonymGroup.id, id));
}

/**
 * The life of a group of synonyms: where search uses or used it, every server hears of the
 * step. All changes of synonyms wait for each other (`lockSynonyms`).
 */
export const synonymLife: Life<SynonymRow, SynonymAction, Changes> = {
  lock: (transaction, where) => transaction.select().from(synonymGroup).where(where).for("update"),
  can: ({ state }, action) => synonymMachine.can(state, action),
  next: ({ state }, action) => ({ state: synonymMachine.next(state, action) }),
  versionOf: ({ revision }) => revision,
  mayTake: (viewer) => mayKeepSynonyms(viewer),
  write: (transaction, { id, revision }, changes, now) =>
    transaction
      .update(synonymGroup)
      .set({ ...changes, revision: revision + 1, updatedAt: now })
      .where(eq(synonymGroup.id, id))
      .returning(),
  fact: ({ id, words }, before, { action, changes }) => ({
    organisationId: null,
    subjectKind: "synonyms",
    subjectId: id,
    action,
    detail: { words, ...(changes?.words ? { before: before.words } : {}) },
  }),
  follow: async (transaction, changed, before) => {
    if (before.state === "approved" || changed.state === "approved") await tellServers(transaction);
  },
};

/** Who decided, as a step into another state keeps it. */
export const decidedBy = (viewer: Viewer, now: Date): Changes => ({
  decidedById: viewer.userId,
  decidedAt: now,
});

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
  now: Date,
): Promise<SynonymRow> {
  const decided = values.state === "proposed" ? {} : decidedBy(viewer, now);
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
  return row;
}

/** Every server reads the synonyms anew, and one brings the index up to them. */
export async function tellServers(transaction: Transaction): Promise<void> {
  await announceSynonyms(transaction);
  await sendJob(transaction, "synonyms.apply", {});
}
