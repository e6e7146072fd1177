import { eq } from "drizzle-orm";
import type { z } from "zod";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notify, notifyMembers, notifyOrganizers } from "#app/notifications/notify.server.ts";
import { lockPost, postLife } from "#app/posts/change.server.ts";
import { checkStep, lockRow, takeStep, wayOf, type Life } from "#app/kernel/steps.server.ts";
import { canTransition } from "#app/posts/lifecycle.ts";
import type { Services } from "#app/kernel/services.ts";
import { belongsTo, isOrganizer, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { newId } from "#db/schema/columns.ts";
import { abuseReport } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import type { reportSchema, ReportStep, ReportedSubject } from "./schema.ts";
import type { ReportState } from "#app/codes/states.ts";
import { reportMachine, type ReportAction } from "./stages.ts";
import { reportedThing } from "./subject.server.ts";
import { reportNews } from "./news.ts";
import { brief } from "#app/text/graphemes.ts";

export type AbuseReport = typeof abuseReport.$inferSelect;

const reportLife: Life<AbuseReport, ReportAction, Partial<typeof abuseReport.$inferInsert>> = {
  lock: (transaction, where) => transaction.select().from(abuseReport).where(where).for("update"),
  can: ({ state }, action) => reportMachine.can(state, action),
  next: ({ state }, action) => ({ state: reportMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  mayTake: (viewer, report) => isOrganizer(viewer) && !belongsTo(viewer, report.organisationId),
  write: (transaction, report, changes, now) =>
    transaction
      .update(abuseReport)
      .set({ ...changes, version: report.version + 1, updatedAt: now })
      .where(eq(abuseReport.id, report.id))
      .returning(),
  fact: ({ id, organisationId, state }, before, { action }) => ({
    organisationId,
    subjectKind: "report",
    subjectId: id,
    action,
    detail: wayOf(before.state, state),
  }),
  follow: (transaction, { id, reporterId }) => announceReport(transaction, id, reporterId),
};

/**
 * A person says what is wrong with a post, an organisation or a message. One
 * open report a person and thing.
 *
 * @returns the report's id
 * @throws Refusal notFound for what the person may not see, ownPost for what is
 *   their own side's, alreadyReported
 */
export async function reportAbuse(
  services: Services,
  viewer: Viewer,
  subject: ReportedSubject,
  { reason, words }: z.output<typeof reportSchema>,
): Promise<string> {
  return inTransaction(services.database, async (transaction) => {
    const thing = await reportedThing(transaction, viewer, subject);
    const id = newId();
    const made = await transaction
      .insert(abuseReport)
      .values({
        id,
        reporterId: viewer.userId,
        subjectKind: subject.kind,
        subjectId: subject.id,
        organisationId: thing.organisationId,
        subjectText: thing.text,
        reason,
        words,
      })
      .onConflictDoNothing()
      .returning();
    if (made.length === 0) throw new Refusal("alreadyReported");
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: thing.organisationId,
      subjectKind: "report",
      subjectId: id,
      action: "report",
      detail: { subjectKind: subject.kind, subjectId: subject.id, reason },
    });
    await notifyOrganizers(transaction, {
      kind: reportNews.received,
      occasion: `report_received:${id}`,
      payload: { reportId: id, reason, subjectText: brief(thing.text, briefLength) },
    });
    await announceReport(transaction, id, viewer.userId);
    return id;
  });
}

const briefLength = 60;

/**
 * An organizer takes a report on, upholds it, where asked taking the post off
 * the market, or dismisses it. The reporter is told the outcome; of one that is
 * upheld the reported side is told reason and outcome, never who reported.
 *
 * @throws Refusal forbidden for others than organizers and for those who belong
 *   to the reported side, notFound, conflict, or illegalStep
 */
export async function takeReportStep(
  services: Services,
  viewer: Viewer,
  reportId: string,
  step: ReportStep,
): Promise<void> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  await inTransaction(services.database, async (transaction) => {
    const found = await lockRow(transaction, reportLife, eq(abuseReport.id, reportId));
    const now = services.now();
    const decided = step.step !== "take";
    const request = { action: step.step, viewer, version: step.version, now };
    checkStep(reportLife, found, request);
    const takenDown =
      step.step === "uphold" &&
      step.takeDown &&
      (await takePostDown(transaction, viewer, found, now));
    const { state, outcome } = await takeStep(transaction, reportLife, found, {
      ...request,
      changes: {
        outcome: step.step === "take" ? "" : step.outcome,
        handledById: viewer.userId,
        decidedAt: decided ? now : null,
      },
      detail: takenDown ? { takenDown } : {},
    });
    if (decided) await tellOutcome(transaction, found, state, outcome, takenDown);
  });
}

/** Takes the reported post off the market; one that has left it meanwhile stays as it is. */
async function takePostDown(
  transaction: Transaction,
  viewer: Viewer,
  { id, subjectKind, subjectId, reason }: AbuseReport,
  now: Date,
): Promise<boolean> {
  if (subjectKind !== "post") return false;
  const post = await lockPost(transaction, subjectId, viewer);
  if (!canTransition(post, "takeDown")) return false;
  await takeStep(transaction, postLife, post, {
    action: "takeDown",
    viewer,
    now,
    detail: { reportId: id, reason },
  });
  return true;
}

async function tellOutcome(
  transaction: Transaction,
  found: AbuseReport,
  state: ReportState,
  outcome: string,
  takenDown: boolean,
): Promise<void> {
  const upheld = state === "upheld";
  const about = { subjectText: brief(found.subjectText, briefLength), upheld, outcome };
  await notify(transaction, [found.reporterId], {
    kind: reportNews.decided,
    occasion: `report_decided:${found.id}`,
    payload: { reportId: found.id, ...about },
  });
  if (upheld)
    await notifyMembers(transaction, found.organisationId, {
      kind: reportNews.upheld,
      occasion: `report_upheld:${found.id}`,
      payload: { subjectText: about.subjectText, reason: found.reason, outcome, takenDown },
    });
}

const announceReport = (transaction: Transaction, reportId: string, reporterId: string) =>
  announce(
    transaction,
    realtime("report.changed", ["organizers", `user:${reporterId}`], { reportId }),
  );
