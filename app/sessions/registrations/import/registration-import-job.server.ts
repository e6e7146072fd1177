import { eq, sql } from "drizzle-orm";
import { discardFile } from "#app/files/removal.server.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import type { JobPayload } from "#db/job-payloads.ts";
import { newId } from "#db/schema/columns.ts";
import { matchmakingSession, registrationImport } from "#db/schema/index.ts";
import { announceSession, lockSession, type Session } from "#app/sessions/change.server.ts";
import { registrationsImportable } from "#app/sessions/policy.ts";
import { factsOf } from "#app/sessions/registrations/registration-facts.server.ts";
import { readRegistrationFile } from "./registration-file.server.ts";
import type { ReadFile, RegistrationRowProblem, UnreadRegistrations } from "./registration-file.ts";
import { importReport, type RegistrationImportReport } from "./import-report.ts";
import { importLife, lockImport, readImport, type Import } from "./registration-import.server.ts";
import { planRows, type ImportPlan } from "#app/sessions/registrations/registration-plan.ts";
import { writePlan } from "./registration-writing.server.ts";
import { takeStep } from "#app/kernel/steps.server.ts";

/** Rows that are written in one transaction. */
const batch = 1_000;
/** Problems and names that a report keeps. */
const kept = 500;

/**
 * Works a file of registrations: checks it and says what it would do, or, once it
 * was confirmed, writes it in batches. Each batch is whole, with how far it is, so
 * a job that broke off goes on where it was. Safe to repeat.
 */
export async function importRegistrations(
  services: Services,
  { importId, createOrganisations }: JobPayload<"sessions.importRegistrations">,
): Promise<void> {
  const [row] = await services.database
    .select()
    .from(registrationImport)
    .where(eq(registrationImport.id, importId));
  const found = row && readImport(row);
  if (!found || !["checking", "waiting", "running"].includes(found.state)) return;
  const { choice } = found.report;
  const file = await readRegistrationFile(services, found, choice).catch((error: unknown) => {
    /** The store will be back, and the job is tried again. */
    if (isRefusal(error) && error.code === "filesAway") throw error;
    services.log.warn(error, "a file of registrations could not be read");
    return { failure: "unreadable" as const, source: null };
  });
  if ("failure" in file) return dropOrAsk(services, importId, file);
  if (found.state === "checking") return checkFile(services, importId, file);
  for (let going = true; going;)
    going = await writeBatch(services, importId, file, createOrganisations);
}

/**
 * A file of which nothing can be taken as it was read: it fails, unless the organizer can choose
 * another sheet, row or column of it.
 */
function dropOrAsk(
  services: Services,
  importId: string,
  { failure, source }: UnreadRegistrations,
): Promise<void> {
  const mayChoose = source !== null && (failure === "noColumns" || failure === "empty");
  if (!mayChoose) return failImport(services, importId, failure);
  return writeCheck(services, importId, (found) =>
    Promise.resolve({
      expected: 0,
      report: importReport.parse({ failure, source, choice: found.report.choice }),
    }),
  );
}

async function failImport(
  services: Services,
  importId: string,
  failure: RegistrationImportReport["failure"],
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockImport(transaction, importId);
    if (!found || !importLife.can(found, "fail")) return;
    const now = services.now();
    await takeStep(transaction, importLife, found, {
      action: "fail",
      viewer: null,
      now,
      changes: { report: { ...found.report, failure }, finishedAt: now },
    });
    await discardFile(transaction, found.storageKey);
  });
}

/** Says what the file would do, with unknown organisations left out and with them made. */
const checkFile = (services: Services, importId: string, file: ReadFile): Promise<void> =>
  writeCheck(services, importId, async (found, session, transaction) => {
    const facts = await factsOf(transaction, session, file.rows);
    const [plan, creating] = [false, true].map((createOrganisations) =>
      planRows(file.rows, facts, { createOrganisations, newId }),
    ) as [ImportPlan, ImportPlan];
    const { choice } = found.report;
    const report = withPlan(reportOf(file, choice), plan);
    const { added, admitted, waiting, refusedRows } = withPlan(reportOf(file, choice), creating);
    return {
      expected: file.rows.length,
      report: { ...report, withCreation: { added, admitted, waiting, refusedRows } },
    };
  });

/** Writes what was found in a file that is being checked. */
async function writeCheck(
  services: Services,
  importId: string,
  look: (
    found: Import,
    session: Session,
    transaction: Transaction,
  ) => Promise<{ expected: number; report: RegistrationImportReport }>,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockImport(transaction, importId);
    if (!found || !importLife.can(found, "check")) return;
    const [session] = await transaction
      .select()
      .from(matchmakingSession)
      .where(eq(matchmakingSession.id, found.sessionId));
    if (!session) return;
    const now = services.now();
    await takeStep(transaction, importLife, found, {
      action: "check",
      viewer: null,
      now,
      changes: { ...(await look(found, session, transaction)), movedAt: now },
    });
  });
}

/** Of the rows that are wrong by themselves. */
const reportOf = (
  { total, ignored, refused, warnings, source }: ReadFile,
  choice: RegistrationImportReport["choice"],
): RegistrationImportReport => ({
  ...importReport.parse({}),
  ...{ total, ignored, source, choice },
  warnings: warnings.slice(0, kept),
  warned: warnings.length,
  refused: refused.slice(0, kept),
  refusedRows: linesOf(refused),
});

const linesOf = (problems: RegistrationRowProblem[]): number =>
  new Set(problems.map(({ line }) => line)).size;

/** A report with what a plan adds to it. */
function withPlan(report: RegistrationImportReport, plan: ImportPlan): RegistrationImportReport {
  const count = (state: string) => plan.registrations.filter((one) => one.state === state).length;
  const refused = [...report.refused, ...plan.refused].slice(0, kept);
  const unknown = plan.unknown.filter((name) => !report.unknown.includes(name));
  return {
    ...report,
    refused: refused.sort((one, other) => one.line - other.line),
    refusedRows: report.refusedRows + linesOf(plan.refused),
    added: report.added + plan.added,
    changed: report.changed + plan.changed,
    unchanged: report.unchanged + plan.unchanged,
    admitted: report.admitted + count("admitted"),
    waiting: report.waiting + count("waiting"),
    created: report.created + plan.organisations.length,
    unknownOrganisations: report.unknownOrganisations + unknown.length,
    unknown: [...report.unknown, ...unknown].slice(0, kept),
  };
}

/** Writes the next batch; answers whether there may be more. */
async function writeBatch(
  services: Services,
  importId: string,
  file: ReadFile,
  createOrganisations: boolean,
): Promise<boolean> {
  const step = await inTransaction(services.database, async (transaction) => {
    const [known] = await transaction
      .select({ sessionId: registrationImport.sessionId })
      .from(registrationImport)
      .where(eq(registrationImport.id, importId));
    if (!known) return "gone";
    const session = await lockSession(transaction, known.sessionId);
    const found = await lockImport(transaction, importId);
    if (!found || (found.state !== "waiting" && found.state !== "running")) return "gone";
    if (!registrationsImportable(session.state)) return "over";
    if (createOrganisations) await transaction.execute(sql`SELECT pg_advisory_xact_lock(7114006)`);
    const rows = file.rows.slice(found.done, found.done + batch);
    const facts = await factsOf(transaction, session, rows);
    const plan = planRows(rows, facts, { createOrganisations, newId });
    await writePlan(transaction, session, plan, found.askedById, services.now());
    return moveOn(services, transaction, found, file, plan, rows.length);
  });
  if (step === "over") await failImport(services, importId, "sessionOver");
  if (step === "more") return true;
  return false;
}

/** Writes down how far an import is; with the last batch it is done. */
async function moveOn(
  services: Services,
  transaction: Transaction,
  found: Import,
  file: ReadFile,
  plan: ImportPlan,
  rows: number,
): Promise<"more" | "done"> {
  const now = services.now();
  const first = found.state === "waiting";
  const running = first
    ? await takeStep(transaction, importLife, found, { action: "begin", viewer: null, now })
    : found;
  const done = found.done + rows;
  const last = done >= file.rows.length;
  await takeStep(transaction, importLife, running, {
    action: last ? "finish" : "proceed",
    viewer: null,
    now,
    changes: {
      done,
      expected: file.rows.length,
      report: withPlan(first ? reportOf(file, found.report.choice) : found.report, plan),
      movedAt: now,
      finishedAt: last ? now : null,
    },
  });
  if (!last) return "more";
  await announceSession(transaction, found.sessionId);
  await discardFile(transaction, found.storageKey);
  return "done";
}
