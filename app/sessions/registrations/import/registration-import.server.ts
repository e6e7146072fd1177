import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
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
import { registrationColumns } from "./registration-columns.ts";

const number = z.number().int().default(0);

/** What became of a file, or would become of it. */
export const importReport = z.object({
  /** Why nothing of it could be taken. */
  failure: z
    .enum(["unreadable", "noColumns", "tooManyRows", "empty", "sessionOver"])
    .nullable()
    .default(null),
  /** Rows of the file. */
  total: number,
  ignored: z.array(z.string()).default([]),
  refusedRows: number,
  /** The first of the refused rows. */
  refused: z
    .array(
      z.object({
        line: z.number().int(),
        column: z.enum(["", ...registrationColumns]),
        reason: z.string(),
        values: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    )
    .default([]),
  /** People. */
  added: number,
  changed: number,
  unchanged: number,
  /** Organisations. */
  admitted: number,
  waiting: number,
  created: number,
  /** Organisations that are not known: how many, and the first of them. */
  unknownOrganisations: number,
  unknown: z.array(z.string()).default([]),
  /** The same with organisations made that are not known; only before it is confirmed. */
  withCreation: z
    .object({ added: number, admitted: number, waiting: number, refusedRows: number })
    .nullable()
    .default(null),
});
export type RegistrationImportReport = z.output<typeof importReport>;

export type Import = Omit<typeof registrationImport.$inferSelect, "report"> & {
  report: RegistrationImportReport;
};

/** A row of the table registration_import with its codes and report read. */
export const readImport = (row: typeof registrationImport.$inferSelect): Import => ({
  ...row,
  report: importReport.parse(row.report ?? {}),
});

/** An import, locked until the transaction ends; null when there is none. */
export async function lockImport(transaction: Transaction, importId: string) {
  const [row] = await transaction
    .select()
    .from(registrationImport)
    .where(eq(registrationImport.id, importId))
    .for("update");
  return row ? readImport(row) : null;
}

/** Writes an import down and tells organizers, who alone see imports. */
export async function changeImport(
  transaction: Transaction,
  found: Import,
  changes: Partial<typeof registrationImport.$inferInsert>,
): Promise<void> {
  await transaction
    .update(registrationImport)
    .set(changes)
    .where(eq(registrationImport.id, found.id));
  await announceSession(transaction, found.sessionId, ["organizers"]);
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
    const found = await stepImport(transaction, sessionId, importId, "confirm");
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

/** Gives a file up that is not being written yet. @throws Refusal notFound, forbidden or illegalStep */
export async function cancelImport(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  importId: string,
): Promise<void> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  await inTransaction(services.database, async (transaction) => {
    const { storageKey } = await stepImport(transaction, sessionId, importId, "cancel");
    await discardFile(transaction, storageKey);
  });
}

async function stepImport(
  transaction: Transaction,
  sessionId: string,
  importId: string,
  action: "confirm" | "cancel",
): Promise<Import> {
  const found = await lockImport(transaction, importId);
  if (found?.sessionId !== sessionId) throw new Refusal("notFound");
  if (!importMachine.can(found.state, action)) throw new Refusal("illegalStep");
  const finishedAt = action === "cancel" ? new Date() : null;
  await changeImport(transaction, found, {
    state: importMachine.next(found.state, action),
    finishedAt,
  });
  return found;
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
