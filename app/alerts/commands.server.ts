import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { preferencesOf } from "#app/notifications/preferences.server.ts";
import type { SearchParameters } from "#app/search/request.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Frequency } from "#app/codes/codes.ts";
import { inTransaction, type Reader, type Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { savedSearch, savedSearchHit } from "#db/schema/index.ts";
import { dueAt } from "./find.server.ts";
import {
  canAlert,
  fingerprintOf,
  gatesOf,
  keptParameters,
  mostSavedSearches,
  readParameters,
  savedSearchMachine,
  stateOf,
  type SavedSearchAction,
  type SavedSearchInput,
} from "./schema.ts";
import { lockRow, takeStep, type Life } from "#app/kernel/steps.server.ts";

type Row = typeof savedSearch.$inferSelect;

/** What came of saving: the new search, the one that is the same, or that there are too many. */
export type SavedSearchOutcome = { saved: string } | { same: string } | { tooMany: true };

/** Keeps a search; the same one is not kept twice, and not more than a person may have. */
export async function saveSearch(
  services: Services,
  viewer: Viewer,
  parameters: SearchParameters,
  { name, frequency }: SavedSearchInput,
): Promise<SavedSearchOutcome> {
  const { userId } = viewer;
  const fingerprint = fingerprintOf(parameters);
  return inTransaction(services.database, async (transaction) => {
    await lockPerson(transaction, userId);
    const same = await sameSearch(transaction, userId, fingerprint);
    if (same) return { same: same.id };
    if ((await countSearches(transaction, userId)) >= mostSavedSearches) return { tooMany: true };
    const id = newId();
    await transaction.insert(savedSearch).values({
      id,
      userId,
      name,
      parameters: keptParameters(parameters),
      fingerprint,
      gates: gatesOf(parameters),
      frequency: canAlert(parameters) ? frequency : "none",
      createdAt: services.now(),
    });
    await record(transaction, viewer, id, "save", { name, frequency });
    return { saved: id };
  });
}

/** The person's own search that finds the same; null when there is none. */
async function sameSearch(
  reader: Reader,
  userId: string,
  fingerprint: string,
): Promise<{ id: string; name: string } | null> {
  const [row] = await reader
    .select({ id: savedSearch.id, name: savedSearch.name })
    .from(savedSearch)
    .where(
      and(
        eq(savedSearch.userId, userId),
        eq(savedSearch.fingerprint, fingerprint),
        isNull(savedSearch.deletedAt),
      ),
    );
  return row ?? null;
}

/** How many searches the person keeps. */
export const countSearches = (reader: Reader, userId: string): Promise<number> =>
  reader.$count(savedSearch, and(eq(savedSearch.userId, userId), isNull(savedSearch.deletedAt)));

/** One person's saving and restoring goes one after the other, so that none goes over the limit. */
const lockPerson = (transaction: Transaction, userId: string) =>
  transaction.$client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 2))", [userId]);

const record = (
  transaction: Transaction,
  viewer: Viewer | null,
  subjectId: string,
  action: string,
  detail: Record<string, unknown> = {},
) =>
  audit(transaction, {
    actorId: viewer?.userId ?? null,
    organisationId: null,
    subjectKind: "saved_search",
    subjectId,
    action,
    detail,
  });

/**
 * Renames a search and sets how soon its person hears of finds. What waits is
 * told by the new rhythm; with none it is dropped.
 *
 * @throws Refusal notFound for another's, illegalStep for a deleted one
 */
export async function changeSearch(
  services: Services,
  viewer: Viewer,
  searchId: string,
  { name, frequency: asked }: SavedSearchInput,
): Promise<void> {
  const now = services.now();
  await inTransaction(services.database, async (transaction) => {
    const row = await lockSearch(transaction, viewer.userId, searchId);
    allow(row, "change");
    const frequency = canAlert(readParameters(row.parameters)) ? asked : "none";
    await transaction
      .update(savedSearch)
      .set({ name, frequency, updatedAt: now })
      .where(eq(savedSearch.id, searchId));
    if (frequency !== row.frequency) await retime(transaction, row, frequency, now);
    await record(transaction, viewer, searchId, "change", { name, frequency });
  });
}

async function retime(
  transaction: Transaction,
  row: Row,
  frequency: Frequency,
  now: Date,
): Promise<void> {
  if (frequency === "none") return dropWaiting(transaction, row.id);
  const { zone } = await preferencesOf(transaction, row.userId);
  await transaction
    .update(savedSearchHit)
    .set({ dueAt: dueAt(frequency, now, zone) })
    .where(and(eq(savedSearchHit.savedSearchId, row.id), isNull(savedSearchHit.toldAt)));
}

async function dropWaiting(transaction: Transaction, searchId: string): Promise<void> {
  await transaction
    .delete(savedSearchHit)
    .where(and(eq(savedSearchHit.savedSearchId, searchId), isNull(savedSearchHit.toldAt)));
}

/** What came of restoring, when it could not be done. */
export type StepOutcome = "done" | "same" | "tooMany";

/**
 * Pauses, resumes, deletes or restores a search. A paused or deleted one is not
 * compared with posts, and what waits is dropped; what was told stays told.
 * Repeating a step that is done changes nothing.
 *
 * @throws Refusal notFound for another's
 */
export async function stepSearch(
  services: Services,
  viewer: Viewer,
  searchId: string,
  step: "pause" | "resume" | "delete" | "restore",
): Promise<StepOutcome> {
  return inTransaction(services.database, async (transaction) => {
    const { userId } = viewer;
    if (step === "restore") await lockPerson(transaction, userId);
    const row = await lockSearch(transaction, userId, searchId);
    const state = stateOf(row);
    const action = step === "restore" && row.pausedAt ? "restorePaused" : step;
    if (!savedSearchMachine.can(state, action)) return "done";
    if (step === "restore") {
      if (await sameSearch(transaction, userId, row.fingerprint)) return "same";
      if ((await countSearches(transaction, userId)) >= mostSavedSearches) return "tooMany";
    }
    await take(transaction, viewer, row, action, services.now());
    await record(transaction, viewer, searchId, step);
    return "done";
  });
}

/** The life of a saved search; its two moments are its state. Its commands write the audit log. */
const savedSearchLife: Life<Row, SavedSearchAction, Partial<typeof savedSearch.$inferInsert>> = {
  lock: (transaction, where) => transaction.select().from(savedSearch).where(where).for("update"),
  can: (row, action) => savedSearchMachine.can(stateOf(row), action),
  next: () => ({}),
  write: (transaction, { id }, changes, now) =>
    transaction
      .update(savedSearch)
      .set({ ...changes, updatedAt: now })
      .where(eq(savedSearch.id, id))
      .returning(),
  follow: async (transaction, changed) => {
    if (stateOf(changed) !== "watching") await dropWaiting(transaction, changed.id);
  },
};

/** The moments that say the state after a step. */
function momentsAfter(row: Row, action: SavedSearchAction, now: Date) {
  const next = savedSearchMachine.next(stateOf(row), action);
  return {
    deletedAt: next === "deleted" ? now : null,
    pausedAt: next === "deleted" ? row.pausedAt : next === "paused" ? (row.pausedAt ?? now) : null,
  };
}

const take = (
  transaction: Transaction,
  viewer: Viewer | null,
  row: Row,
  action: Exclude<SavedSearchAction, "change">,
  now: Date,
): Promise<Row> =>
  takeStep(transaction, savedSearchLife, row, {
    action,
    viewer,
    now,
    changes: momentsAfter(row, action, now),
  });

function allow(row: Row, action: SavedSearchAction): void {
  if (!savedSearchMachine.can(stateOf(row), action)) throw new Refusal("illegalStep");
}

async function lockSearch(
  transaction: Transaction,
  userId: string,
  searchId: string,
): Promise<Row> {
  return lockRow(
    transaction,
    savedSearchLife,
    and(eq(savedSearch.id, searchId), eq(savedSearch.userId, userId)),
  );
}

/** Pauses or resumes a search by the link of a mail, which knows its person. Safe to repeat. */
export async function stepByMail(
  transaction: Transaction,
  userId: string,
  searchId: string,
  step: "pause" | "resume",
  now: Date,
): Promise<void> {
  const row = await lockSearch(transaction, userId, searchId);
  if (!savedSearchMachine.can(stateOf(row), step)) return;
  await take(transaction, null, row, step, now);
  await record(transaction, null, searchId, `${step}_by_mail`);
}

/** What a search is called and whether it is watching, for the page of a mail's link. */
export async function searchByMail(
  reader: Reader,
  searchId: string,
): Promise<{ name: string; watching: boolean } | null> {
  const [row] = await reader.select().from(savedSearch).where(eq(savedSearch.id, searchId));
  return row ? { name: row.name, watching: stateOf(row) === "watching" } : null;
}

/** A saved search as its list shows it. */
export interface SavedSearchLine {
  id: string;
  name: string;
  parameters: SearchParameters;
  frequency: Frequency;
  paused: boolean;
  canAlert: boolean;
  /** Found in the last seven days. */
  recent: number;
  createdAt: string;
}

/** The person's searches, newest first; there are few enough for one page. */
export async function listSearches(services: Services, viewer: Viewer): Promise<SavedSearchLine[]> {
  const weekAgo = new Date(services.now().getTime() - 7 * 24 * 60 * 60 * 1_000).toISOString();
  const rows = await services.database
    .select({
      row: savedSearch,
      recent: sql<number>`(select count(*)::int from ${savedSearchHit}
        where ${savedSearchHit.savedSearchId} = ${savedSearch.id}
          and ${savedSearchHit.foundAt} > ${weekAgo}::timestamptz)`,
    })
    .from(savedSearch)
    .where(and(eq(savedSearch.userId, viewer.userId), isNull(savedSearch.deletedAt)))
    .orderBy(desc(savedSearch.id))
    .limit(mostSavedSearches);
  return rows.map(({ row, recent }) => {
    const parameters = readParameters(row.parameters);
    return {
      id: row.id,
      name: row.name,
      parameters,
      frequency: row.frequency,
      paused: row.pausedAt !== null,
      canAlert: canAlert(parameters),
      recent,
      createdAt: row.createdAt.toISOString(),
    };
  });
}
