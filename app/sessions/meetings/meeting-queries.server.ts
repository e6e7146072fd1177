import { eq, sql } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Reader } from "#db/connection.ts";
import { sessionRegistration } from "#db/schema/index.ts";
import type { ConcernedMeeting } from "#app/sessions/consequences.ts";
import { shownTexts, type ShownTime } from "#app/sessions/shown-time.ts";
import { maySeeRegistration, mayRunSessions, meetingsShown } from "#app/sessions/policy.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import type { MeetingState } from "#app/codes/states.ts";
import { shownTo, type BroughtPost } from "./wish-queries.server.ts";

/** A meeting as one of its two sides sees it. */
export interface OwnMeeting {
  id: string;
  version: number;
  state: MeetingState;
  slotId: string;
  /** As late as the session runs. */
  startsAt: string;
  endsAt: string;
  late: number;
  phase: ShownTime["phase"];
  tableName: string;
  hall: string;
  link: string;
  /** Who comes for the viewer's side. */
  ownName: string;
  isViewer: boolean;
  ownParticipantId: string;
  partnerParticipantId: string;
  /** Who did not come. */
  absent: "own" | "partner" | null;
  partnerName: string;
  partnerPosition: string;
  partnerOrganisation: string;
  partnerOrganisationId: string;
  posts: BroughtPost[];
}

/**
 * The meetings of the viewer, for whichever organisation they come, and of their
 * colleagues, by time; null while participants are not shown any.
 */
export async function ownTimetable(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<OwnMeeting[] | null> {
  const session = await findSession(services, viewer, sessionId);
  if (!meetingsShown(session)) return null;
  const { rows } = await services.database.$client.query<
    Omit<OwnMeeting, "startsAt" | "endsAt" | "late" | "phase"> & { startsAt: Date; endsAt: Date }
  >(
    `SELECT m.id, m.version, m.state, m.slot_id AS "slotId", s.starts_at AS "startsAt",
       s.ends_at AS "endsAt", t.name AS "tableName", t.hall, t.link, own.name AS "ownName",
       coalesce(own.user_id = $3, false) AS "isViewer", own.id AS "ownParticipantId",
       other.id AS "partnerParticipantId",
       CASE m.absent_participant_id WHEN own.id THEN 'own' WHEN other.id THEN 'partner' END AS absent,
       other.name AS "partnerName",
       other.position AS "partnerPosition", o.name AS "partnerOrganisation",
       o.id AS "partnerOrganisationId",
       coalesce((SELECT json_agg(json_build_object('id', p.id, 'kind', p.kind, 'title', p.content ->> 'title') ORDER BY p.created_at, p.id)
         FROM registration_post rp JOIN post p ON p.id = rp.post_id
         WHERE rp.registration_id = other.registration_id AND ${shownTo("own.organisation_id")}), '[]'::json) AS posts
     FROM session_participant own
     JOIN meeting m ON own.id IN (m.participant_id, m.other_participant_id) AND m.state <> 'cancelled'
     JOIN session_participant other
       ON other.id IN (m.participant_id, m.other_participant_id) AND other.id <> own.id
     JOIN organisation o ON o.id = other.organisation_id
     JOIN session_slot s ON s.id = m.slot_id
     JOIN session_table t ON t.id = m.table_id
     WHERE own.session_id = $1
       AND (own.organisation_id = $2 OR (own.user_id = $3 AND own.organisation_id = ANY ($4::uuid[])))
     ORDER BY s.starts_at, own.id, m.id LIMIT 1000`,
    [
      sessionId,
      viewer.active?.organisationId ?? null,
      viewer.userId,
      viewer.memberships.map(({ organisationId }) => organisationId),
    ],
  );
  const now = services.now();
  return rows.map((row) => ({ ...row, ...shownTexts(row, session.delayMinutes, now) }));
}

/** A meeting as the organizer's timetable shows it. */
export interface GridMeeting {
  id: string;
  version: number;
  wishId: string;
  slotId: string;
  tableId: string;
  state: MeetingState;
  pinned: boolean;
  oneId: string;
  otherId: string;
  one: string;
  oneOrganisation: string;
  other: string;
  otherOrganisation: string;
}

const gridColumns = `m.id, m.version, m.wish_id AS "wishId", m.slot_id AS "slotId",
  m.table_id AS "tableId", m.state, m.pinned, a.id AS "oneId", b.id AS "otherId", a.name AS one, ao.name AS "oneOrganisation",
  b.name AS other, bo.name AS "otherOrganisation"`;
const gridTables = `meeting m
  JOIN session_participant a ON a.id = m.participant_id
  JOIN organisation ao ON ao.id = a.organisation_id
  JOIN session_participant b ON b.id = m.other_participant_id
  JOIN organisation bo ON bo.id = b.organisation_id
  JOIN session_slot s ON s.id = m.slot_id`;

/** All meetings of a session that were not cancelled, by time, for its organizers; at one place a missed one stands before the one that took its place. */
export async function timetableOf(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<GridMeeting[]> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const { rows } = await services.database.$client.query<GridMeeting>(
    `SELECT ${gridColumns} FROM ${gridTables}
     WHERE m.session_id = $1 AND m.state <> 'cancelled'
     ORDER BY s.starts_at, m.state <> 'missed', m.id`,
    [sessionId],
  );
  return rows;
}

/** The planned meetings that fall with a registration; named only to whom the timetable is out. */
export interface Falling {
  count: number;
  meetings: { id: string; startsAt: string; one: string; other: string }[];
}

/**
 * The planned meetings that fall when a registration is cancelled.
 *
 * @throws Refusal notFound, or forbidden for others than its organisation and organizers
 */
export async function meetingsOfRegistration(
  services: Services,
  viewer: Viewer,
  registrationId: string,
): Promise<Falling> {
  const [registration] = await services.database
    .select({
      organisationId: sessionRegistration.organisationId,
      sessionId: sessionRegistration.sessionId,
    })
    .from(sessionRegistration)
    .where(eq(sessionRegistration.id, registrationId));
  if (!registration) throw new Refusal("notFound");
  if (!maySeeRegistration(viewer, registration.organisationId)) throw new Refusal("forbidden");
  const session = await findSession(services, viewer, registration.sessionId);
  const { rows } = await services.database.$client.query<GridMeeting & { startsAt: Date }>(
    `SELECT ${gridColumns}, s.starts_at AS "startsAt" FROM ${gridTables}
     WHERE m.state = 'planned' AND $1 IN (a.registration_id, b.registration_id)
     ORDER BY s.starts_at, m.id`,
    [registrationId],
  );
  const named = mayRunSessions(viewer) || meetingsShown(session);
  return {
    count: rows.length,
    meetings: rows.flatMap(({ id, startsAt, one, other }) =>
      named ? [{ id, startsAt: startsAt.toISOString(), one, other }] : [],
    ),
  };
}

/** Meetings as lists of consequences name them, by id. */
export async function namesOfMeetings(
  reader: Reader,
  ids: string[],
): Promise<Map<string, ConcernedMeeting>> {
  if (ids.length === 0) return new Map();
  const { rows } = await reader.execute<
    Omit<ConcernedMeeting, "startsAt"> & { startsAt: string; id: string }
  >(
    sql`SELECT m.id, ao.name || ' · ' || a.name AS one, bo.name || ' · ' || b.name AS other,
       to_char(s.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "startsAt",
       trim(t.hall || ' ' || t.name) AS table
     FROM ${sql.raw(gridTables)} JOIN session_table t ON t.id = m.table_id
     WHERE m.id = ANY (${sql.param(ids)}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Two participants' names by the wish that they meet, for reports. */
export async function namesOfWishes(
  services: Services,
  viewer: Viewer,
  wishIds: string[],
): Promise<Record<string, string>> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  if (wishIds.length === 0) return {};
  const { rows } = await services.database.$client.query<{ id: string; name: string }>(
    `SELECT w.id, ao.name || ' · ' || a.name || ' ↔ ' || bo.name || ' · ' || b.name AS name
     FROM meeting_wish w
     JOIN session_participant a ON a.id = w.from_participant_id
     JOIN organisation ao ON ao.id = a.organisation_id
     JOIN session_participant b ON b.id = w.to_participant_id
     JOIN organisation bo ON bo.id = b.organisation_id
     WHERE w.id = ANY ($1::uuid[])`,
    [wishIds],
  );
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}
