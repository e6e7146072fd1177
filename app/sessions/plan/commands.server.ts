import { eq, sql } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import {
  matchmakingSession,
  programmeItem,
  sessionMeetingLimit,
  sessionQuestion,
  sessionSlot,
  sessionTable,
} from "#db/schema/index.ts";
import {
  followPlan,
  lockForPlanning,
  lockSession,
  takeSessionStep,
} from "#app/sessions/change.server.ts";
import { copyCover } from "#app/sessions/cover.server.ts";
import type { SessionAction } from "#app/sessions/lifecycle.ts";
import { limitsOf } from "#app/sessions/limits.server.ts";
import { mayRunSessions } from "#app/sessions/policy.ts";
import { registrationsFollowCapacity } from "#app/sessions/places.server.ts";
import type { SessionFields } from "#app/sessions/schema.ts";
import { settleMeetings } from "./settle.server.ts";
import { failDeadRuns } from "#app/sessions/meetings/timetable/timetable-run.server.ts";
import { daysBetween, daysLater, localDayOf, momentOf } from "#app/kernel/zones.ts";

const columnsOf = ({ registrationOpensAt, registrationClosesAt, ...fields }: SessionFields) => ({
  ...fields,
  registrationOpensAt:
    registrationOpensAt === null ? null : momentOf(registrationOpensAt, fields.zone),
  registrationClosesAt:
    registrationClosesAt === null ? null : momentOf(registrationClosesAt, fields.zone),
});

/** Begins a session as a draft. */
export function createSession(
  services: Services,
  viewer: Viewer,
  fields: SessionFields,
): Promise<string> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    const id = newId();
    await transaction
      .insert(matchmakingSession)
      .values({ id, createdById: viewer.userId, ...columnsOf(fields) });
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: null,
      subjectKind: "session",
      subjectId: id,
      action: "create",
    });
    return id;
  });
}

/**
 * Changes what is said of a session. A larger capacity admits who waits. The
 * zone stays once there are slots: their moments would mean other hours. When
 * organizers take over the planning, what participants booked is kept where it is.
 *
 * @throws Refusal forbidden, illegalStep, or conflict when it changed since it was read
 * @throws NeedsConsent when another rule, limit or way of planning does something to
 *   meetings or wishes
 */
export function changeSession(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  version: number,
  fields: SessionFields,
  agreed = "",
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockForPlanning(transaction, viewer, sessionId, version);
    const slots = await transaction.$count(sessionSlot, eq(sessionSlot.sessionId, sessionId));
    const zone = slots > 0 ? found.zone : fields.zone;
    const changes = columnsOf({ ...fields, zone });
    const settling = { before: found, after: { ...found, ...changes }, agreed };
    await settleMeetings(transaction, services, settling);
    const changed = await takeSessionStep(transaction, found, {
      now: services.now(),
      action: "edit",
      viewer,
      changes,
    });
    await registrationsFollowCapacity(transaction, changed, services.now());
  });
}

/** The steps that need nothing but a decision. */
export const plainSteps = [
  "closeRegistration",
  "reopenRegistration",
  "schedule",
  "unschedule",
  "start",
  "finish",
  "archive",
  "cancel",
] as const satisfies readonly SessionAction[];

/**
 * Takes a session's next step. Publishing needs slots and tables where organizers
 * or participants are to make meetings.
 *
 * @throws Refusal forbidden, illegalStep, conflict, or incomplete
 */
export function stepSession(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  action: (typeof plainSteps)[number] | "publish",
  version: number,
): Promise<void> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    const found = await lockSession(transaction, sessionId);
    if (action === "publish" && found.startsAt === null) throw new Refusal("incomplete");
    await takeSessionStep(transaction, found, {
      now: services.now(),
      action,
      viewer,
      version,
      changes: action === "publish" ? { publishedAt: services.now() } : {},
    });
  });
}

/**
 * A new draft with the plan of an earlier session: what is said of it, slots,
 * tables, programme, questions and cover, moved to begin on another day; registrations,
 * meetings, documents and dates of registration are not taken along.
 *
 * @throws Refusal forbidden or notFound
 */
export async function copySession(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  firstDay: string,
): Promise<string> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const copyId = await inTransaction(services.database, async (transaction) => {
    const source = await lockSession(transaction, sessionId);
    const days =
      source.startsAt === null
        ? 0
        : daysBetween(localDayOf(source.startsAt, source.zone), firstDay);
    const id = newId();
    const { title, titleEn, summary, mode, place, zone, clusters } = source;
    const { capacity, peoplePerOrganisation, needsApproval, wishRule, schedulingBy } = source;
    const { meetingsPerPerson, meetingsPerOrganisation, travelMinutes } = source;
    await transaction.insert(matchmakingSession).values({
      id,
      createdById: viewer.userId,
      copiedFromId: sessionId,
      ...{ title, titleEn, summary, mode, place, zone, clusters },
      ...{ capacity, peoplePerOrganisation, needsApproval, wishRule, schedulingBy },
      ...{ meetingsPerPerson, meetingsPerOrganisation, travelMinutes },
    });
    const moved = <Row extends { startsAt: Date; endsAt: Date }>(row: Row): Row => ({
      ...row,
      id: newId(),
      sessionId: id,
      startsAt: daysLater(row.startsAt, days, zone),
      endsAt: daysLater(row.endsAt, days, zone),
    });
    const slots = await transaction
      .select()
      .from(sessionSlot)
      .where(eq(sessionSlot.sessionId, sessionId));
    if (slots.length > 0) await transaction.insert(sessionSlot).values(slots.map(moved));
    const items = await transaction
      .select()
      .from(programmeItem)
      .where(eq(programmeItem.sessionId, sessionId));
    if (items.length > 0) await transaction.insert(programmeItem).values(items.map(moved));
    const tables = await transaction
      .select()
      .from(sessionTable)
      .where(eq(sessionTable.sessionId, sessionId));
    const copied = { sessionId: id, hostOrganisationId: null };
    if (tables.length > 0)
      await transaction
        .insert(sessionTable)
        .values(tables.map((row) => ({ ...row, ...copied, id: newId() })));
    const questions = await transaction
      .select()
      .from(sessionQuestion)
      .where(eq(sessionQuestion.sessionId, sessionId));
    if (questions.length > 0)
      await transaction
        .insert(sessionQuestion)
        .values(questions.map((row) => ({ ...row, sessionId: id, id: newId() })));
    const limits = await limitsOf(transaction, sessionId);
    if (limits.length > 0)
      await transaction
        .insert(sessionMeetingLimit)
        .values(limits.map((limit) => ({ ...limit, sessionId: id })));
    await followPlan(transaction, id);
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: null,
      subjectKind: "session",
      subjectId: id,
      action: "copy",
      detail: { from: sessionId },
    });
    return id;
  });
  await copyCover(services, sessionId, copyId);
  return copyId;
}

/**
 * Closes registrations whose time is over, starts and finishes sessions by the
 * clock, and ends runs of the scheduler whose server is gone. Safe to repeat.
 */
export async function followClock(services: Services): Promise<void> {
  const now = services.now();
  await inTransaction(services.database, (transaction) => failDeadRuns(transaction, now));
  const due = await services.database
    .select({ id: matchmakingSession.id })
    .from(matchmakingSession)
    .where(
      sql`(state = 'published' AND registration_closes_at <= ${now})
        OR (state = 'scheduled' AND starts_at <= ${now})
        OR (state = 'running' AND ends_at + make_interval(mins => delay_minutes) <= ${now})`,
    );
  for (const { id } of due)
    await inTransaction(services.database, async (transaction) => {
      const found = await lockSession(transaction, id);
      const action = dueStep(found, now);
      if (action !== null)
        await takeSessionStep(transaction, found, { now: services.now(), action, viewer: null });
    });
}

function dueStep(
  found: Awaited<ReturnType<typeof lockSession>>,
  now: Date,
): "closeRegistration" | "start" | "finish" | null {
  const { state, registrationClosesAt, startsAt, endsAt, delayMinutes } = found;
  if (state === "published" && registrationClosesAt !== null && registrationClosesAt <= now)
    return "closeRegistration";
  if (state === "scheduled" && startsAt !== null && startsAt <= now) return "start";
  const end = endsAt === null ? null : endsAt.getTime() + delayMinutes * 60_000;
  return state === "running" && end !== null && end <= now.getTime() ? "finish" : null;
}
