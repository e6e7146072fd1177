import { and, desc, eq } from "drizzle-orm";
import { keepFile, type IncomingFile } from "#app/files/keep.server.ts";
import { tableTypes } from "#app/files/limits.ts";
import { discardFile } from "#app/files/removal.server.ts";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { newId } from "#db/schema/columns.ts";
import { registrationImport, user } from "#db/schema/index.ts";
import { announceSession, lockSession } from "#app/sessions/change.server.ts";
import { importMachine } from "#app/sessions/lifecycle.ts";
import { mayImportRegistrations, mayRunSessions } from "#app/sessions/policy.ts";
import type { ImportState } from "#app/codes/states.ts";
import {
  importReport,
  type RegistrationChoice,
  type RegistrationImportReport,
} from "./import-report.ts";
import { choiceAgainst } from "#app/office/choice.ts";
import { takeStep, type Life } from "#app/kernel/steps.server.ts";

export type Import = Omit<typeof registrationImport.$inferSelect, "report"> & {
  report: RegistrationImportReport;
};

/** A row of the table registration_import with its codes and report read. */
export const readImport = (row: typeof registrationImport.$inferSelect): Import => ({
  ...row,
  report: importReport.parse(row.report ?? {}),
});

type ImportAction = (typeof importMachine.actions)[number];

/** The life of an import; organizers, who alone see imports, are told. */
export const importLife: Life<
  Import,
  ImportAction,
  Partial<typeof registrationImport.$inferInsert>
> = {
  lock: async (transaction, where) =>
    (await transaction.select().from(registrationImport).where(where).for("update")).map(
      readImport,
    ),
  can: ({ state }, action) => importMachine.can(state, action),
  next: ({ state }, action) => ({ state: importMachine.next(state, action) }),
  write: async (transaction, { id }, changes) => {
    const rows = await transaction
      .update(registrationImport)
      .set(changes)
      .where(eq(registrationImport.id, id))
      .returning();
    return rows.map(readImport);
  },
  follow: (transaction, { sessionId }) => announceSession(transaction, sessionId, ["organizers"]),
};

/** An import, locked until the transaction ends; null when there is none. */
export async function lockImport(
  transaction: Transaction,
  importId: string,
): Promise<Import | null> {
  const [row] = await importLife.lock(transaction, eq(registrationImport.id, importId));
  return row ?? null;
}

/**
 * Takes a file of registrations in, to be checked as a job. Nothing of it is
 * written before it is confirmed.
 *
 * @returns the import's id
 * @throws Refusal fileType, fileTooLarge, notFound, forbidden, or illegalStep for a
 *   session that is not published or is over; nothing is kept then
 */
export async function handInRegistrations(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  file: IncomingFile,
): Promise<string> {
  await inTransaction(services.database, (transaction) =>
    lockForImport(transaction, viewer, sessionId),
  );
  const id = newId();
  const storageKey = `imports/registrations/${id}`;
  await keepFile(
    services,
    storageKey,
    file,
    async (transaction, kept) => {
      await lockForImport(transaction, viewer, sessionId);
      await transaction.insert(registrationImport).values({
        id,
        sessionId,
        state: importMachine.initial,
        fileName: kept.name,
        storageKey,
        askedById: viewer.userId,
      });
      await sendJob(transaction, "sessions.importRegistrations", {
        importId: id,
        createOrganisations: false,
      });
      await announceSession(transaction, sessionId, ["organizers"]);
    },
    tableTypes,
  );
  return id;
}

async function lockForImport(
  transaction: Transaction,
  viewer: Viewer,
  sessionId: string,
): Promise<void> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const { state } = await lockSession(transaction, sessionId);
  if (!mayImportRegistrations(viewer, state)) throw new Refusal("illegalStep");
}

/**
 * Has a checked file written, as a job.
 *
 * @throws Refusal notFound, forbidden, or illegalStep when it was confirmed or cancelled already
 */
export function confirmImport(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  importId: string,
  createOrganisations: boolean,
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    await lockForImport(transaction, viewer, sessionId);
    const step = { action: "confirm", now: services.now() } as const;
    const found = await stepImport(transaction, viewer, { sessionId, importId }, step);
    await sendJob(transaction, "sessions.importRegistrations", { importId, createOrganisations });
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: null,
      subjectKind: "session",
      subjectId: sessionId,
      action: "import_registrations",
      detail: { importId, fileName: found.fileName, createOrganisations },
    });
  });
}

/**
 * Has a checked file read again in another way, as a job: another sheet, row of headings or column.
 *
 * @throws Refusal notFound, forbidden, or illegalStep when it was confirmed or cancelled already
 */
export function rereadImport(
  services: Services,
  viewer: Viewer,
  of: { sessionId: string; importId: string },
  choice: RegistrationChoice,
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    await lockForImport(transaction, viewer, of.sessionId);
    const before = await lockImport(transaction, of.importId);
    const report: RegistrationImportReport = importReport.parse({
      choice: choiceAgainst(before?.report.source ?? null, choice),
    });
    const changes = { report, expected: null };
    await stepImport(transaction, viewer, of, { action: "reread", now: services.now(), changes });
    await sendJob(transaction, "sessions.importRegistrations", {
      importId: of.importId,
      createOrganisations: false,
    });
  });
}

/** Gives a file up that is not being written yet. @throws Refusal notFound, forbidden or illegalStep */
export async function cancelImport(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  importId: string,
): Promise<void> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  await inTransaction(services.database, async (transaction) => {
    const now = services.now();
    const step = { action: "cancel", now, changes: { finishedAt: now } } as const;
    const of = { sessionId, importId };
    const { storageKey } = await stepImport(transaction, viewer, of, step);
    await discardFile(transaction, storageKey);
  });
}

async function stepImport(
  transaction: Transaction,
  viewer: Viewer,
  of: { sessionId: string; importId: string },
  step: {
    action: "reread" | "confirm" | "cancel";
    now: Date;
    changes?: Partial<typeof registrationImport.$inferInsert>;
  },
): Promise<Import> {
  const found = await lockImport(transaction, of.importId);
  if (found?.sessionId !== of.sessionId) throw new Refusal("notFound");
  return takeStep(transaction, importLife, found, { ...step, viewer });
}

/** An import as organizers see it. */
export interface ImportView {
  id: string;
  state: ImportState;
  fileName: string;
  done: number;
  expected: number | null;
  report: RegistrationImportReport;
  byName: string | null;
  createdAt: string;
}

/** The latest imports of a session, the newest first. @throws Refusal forbidden for others than organizers */
export async function importsOf(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<ImportView[]> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const rows = await services.database
    .select({ row: registrationImport, byName: user.name })
    .from(registrationImport)
    .leftJoin(user, eq(user.id, registrationImport.askedById))
    .where(and(eq(registrationImport.sessionId, sessionId)))
    .orderBy(desc(registrationImport.id))
    .limit(10);
  return rows.map(({ row, byName }) => {
    const { id, state, fileName, done, expected, report, createdAt } = readImport(row);
    return {
      id,
      state,
      fileName,
      done,
      expected,
      report,
      byName,
      createdAt: createdAt.toISOString(),
    };
  });
}
