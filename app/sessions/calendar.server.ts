import { and, eq } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import type { MeetingState, SessionState } from "#app/codes/states.ts";
import type { SchedulingBy, TimetableState } from "#app/codes/session-codes.ts";
import { matchmakingSession, sessionParticipant, user } from "#db/schema/index.ts";
import { shownTime } from "./shown-time.ts";
import { meetingsShown } from "./policy.ts";
import { findSession } from "./queries.server.ts";
import { speakersSchema, type Speaker } from "./schema.ts";

/** What every entry of a calendar says. */
interface Entry {
  id: string;
  sequence: number;
  cancelled: boolean;
  /** When it last changed, in itself or by its session. */
  changedAt: Date;
  /** With the delay of the day. */
  startsAt: Date;
  endsAt: Date;
  sessionId: string;
  sessionTitle: string;
  sessionTitleEn: string;
  /** Of the session. */
  place: string;
}

export interface MeetingEntry extends Entry {
  kind: "meeting";
  tableName: string;
  hall: string;
  link: string;
  partnerName: string;
  partnerPosition: string;
  partnerOrganisation: string;
}

export interface ProgrammeEntry extends Entry {
  kind: "programme";
  title: string;
  /** Of the item alone. */
  room: string;
  description: string;
  speakers: Speaker[];
}

/** A session that has no programme, as a whole. */
export interface SessionEntry extends Entry {
  kind: "session";
  summary: string;
}

export type CalendarEntry = MeetingEntry | ProgrammeEntry | SessionEntry;

interface SessionFacts {
  sessionId: string;
  sessionTitle: string;
  sessionTitleEn: string;
  sessionState: SessionState;
  place: string;
  delayMinutes: number;
  sessionChangedAt: Date;
}

const sessionFacts = `ms.id AS "sessionId", ms.title AS "sessionTitle",
  ms.title_en AS "sessionTitleEn", ms.state AS "sessionState", ms.place,
  ms.delay_minutes AS "delayMinutes", ms.updated_at AS "sessionChangedAt"`;

/** Who a calendar is of: a person for the organisations they belong to, or one participant. */
type Owner = { userId: string } | { participantId: string };

/** Participants of the owner in sessions that were published, once they are admitted. */
const ownParticipants = (owner: Owner): { text: string; id: string } =>
  "userId" in owner
    ? {
        text: `own.user_id = $1 AND EXISTS (SELECT FROM member b
          WHERE b.user_id = own.user_id AND b.organisation_id = own.organisation_id)`,
        id: owner.userId,
      }
    : { text: "own.id = $1", id: owner.participantId };

/**
 * All that the owner of a calendar is to see: their meetings, as far as participants
 * are shown them, with those that were cancelled afterwards, and the programme of
 * the sessions they are admitted to.
 */
async function entriesOf(services: Services, owner: Owner): Promise<CalendarEntry[]> {
  const own = ownParticipants(owner);
  const now = services.now();
  const [meetings, items] = await Promise.all([
    services.database.$client.query<
      SessionFacts & {
        id: string;
        sequence: number;
        state: MeetingState;
        updatedAt: Date;
        startsAt: Date;
        endsAt: Date;
        tableName: string;
        hall: string;
        link: string;
        partnerName: string;
        partnerPosition: string;
        partnerOrganisation: string;
        timetable: TimetableState;
        schedulingBy: SchedulingBy;
      }
    >(
      `SELECT ${sessionFacts}, m.id, m.sequence, m.state, m.updated_at AS "updatedAt",
         s.starts_at AS "startsAt", s.ends_at AS "endsAt", t.name AS "tableName", t.hall, t.link,
         other.name AS "partnerName", other.position AS "partnerPosition",
         o.name AS "partnerOrganisation", ms.timetable, ms.scheduling_by AS "schedulingBy"
       FROM session_participant own
       JOIN matchmaking_session ms ON ms.id = own.session_id AND ms.state <> 'draft'
       JOIN meeting m ON own.id IN (m.participant_id, m.other_participant_id)
       JOIN session_participant other
         ON other.id IN (m.participant_id, m.other_participant_id) AND other.id <> own.id
       JOIN organisation o ON o.id = other.organisation_id
       JOIN session_slot s ON s.id = m.slot_id
       JOIN session_table t ON t.id = m.table_id
       WHERE ${own.text}
         AND (m.state <> 'cancelled' OR ms.scheduling_by = 'participants' OR EXISTS (
           SELECT FROM audit_entry a WHERE a.subject_kind = 'session' AND a.subject_id = ms.id
             AND a.detail ->> 'what' = 'timetable' AND a.detail ->> 'state' IN ('preliminary', 'final')
             AND a.created_at <= m.updated_at))
       ORDER BY s.starts_at, m.id LIMIT 5000`,
      [own.id],
    ),
    services.database.$client.query<ItemRow>(
      `SELECT DISTINCT ${itemColumns} FROM session_participant own
       JOIN session_registration r ON r.id = own.registration_id AND r.state = 'admitted'
       JOIN matchmaking_session ms ON ms.id = own.session_id AND ms.state <> 'draft'
       JOIN programme_item i ON i.session_id = ms.id
       WHERE ${own.text} ORDER BY i.starts_at, i.id LIMIT 5000`,
      [own.id],
    ),
  ]);
  return [
    ...meetings.rows
      .filter(meetingsShown)
      .map(
        ({ state, updatedAt, timetable: _timetable, schedulingBy: _by, ...row }): MeetingEntry => ({
          ...entryOf(row, row, now),
          kind: "meeting",
          id: row.id,
          /** A cancellation is a change that the meeting's own number does not count. */
          sequence: row.sequence + (state === "cancelled" ? 1 : 0),
          cancelled: state === "cancelled" || row.sessionState === "cancelled",
          changedAt: later(updatedAt, row.sessionChangedAt),
          tableName: row.tableName,
          hall: row.hall,
          link: row.link,
          partnerName: row.partnerName,
          partnerPosition: row.partnerPosition,
          partnerOrganisation: row.partnerOrganisation,
        }),
      ),
    ...items.rows.map((row) => programmeEntry(row, now)),
  ];
}

type ItemRow = SessionFacts & {
  id: string;
  version: number;
  startsAt: Date;
  endsAt: Date;
  title: string;
  room: string;
  description: string;
  speakers: unknown;
};

const itemColumns = `${sessionFacts}, i.id, i.version, i.starts_at AS "startsAt",
  i.ends_at AS "endsAt", i.title, i.place AS room, i.description, i.speakers, i.starts_at`;

const programmeEntry = (row: ItemRow, now: Date): ProgrammeEntry => ({
  ...entryOf(row, row, now),
  kind: "programme",
  id: row.id,
  sequence: row.version - 1,
  title: row.title,
  room: row.room,
  description: row.description,
  speakers: speakersSchema.parse(row.speakers),
});

const entryOf = (
  facts: SessionFacts,
  planned: { startsAt: Date; endsAt: Date },
  now: Date,
): Omit<Entry, "id" | "sequence"> => ({
  cancelled: facts.sessionState === "cancelled",
  changedAt: facts.sessionChangedAt,
  sessionId: facts.sessionId,
  sessionTitle: facts.sessionTitle,
  sessionTitleEn: facts.sessionTitleEn,
  place: facts.place,
  ...timesOf(planned, facts.delayMinutes, now),
});

function timesOf(planned: { startsAt: Date; endsAt: Date }, delayMinutes: number, now: Date) {
  const { startsAt, endsAt } = shownTime(planned, delayMinutes, now);
  return { startsAt, endsAt };
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);

/**
 * All meetings of the person whose secret address this is, with the programme of
 * their sessions, and the language they chose.
 *
 * @throws Refusal notFound for an address that was withdrawn or never was
 */
export async function calendarOfKey(
  services: Services,
  key: string,
): Promise<{ entries: CalendarEntry[]; locale: string | null }> {
  const { rows } = await services.database.$client.query<{ id: string; locale: string | null }>(
    `SELECT u.id, u.locale FROM calendar_subscription c JOIN "user" u ON u.id = c.user_id
     WHERE c.key = $1`,
    [key],
  );
  const [owner] = rows;
  if (!owner) throw new Refusal("notFound");
  return { entries: await entriesOf(services, { userId: owner.id }), locale: owner.locale };
}

/**
 * The meetings of the participant whose pass this is, with the session's programme,
 * and the language of their account, if they have one.
 *
 * @throws Refusal notFound for an unknown pass, or while the session is a draft
 */
export async function calendarOfPass(
  services: Services,
  passKey: string,
): Promise<{ entries: CalendarEntry[]; locale: string | null }> {
  const [found] = await services.database
    .select({
      id: sessionParticipant.id,
      state: matchmakingSession.state,
      locale: user.locale,
    })
    .from(sessionParticipant)
    .innerJoin(matchmakingSession, eq(matchmakingSession.id, sessionParticipant.sessionId))
    .leftJoin(user, eq(user.id, sessionParticipant.userId))
    .where(and(eq(sessionParticipant.passKey, passKey)));
  if (!found || found.state === "draft") throw new Refusal("notFound");
  return {
    entries: await entriesOf(services, { participantId: found.id }),
    locale: found.locale,
  };
}

/**
 * The programme of a session; one without a programme is one entry as a whole.
 *
 * @throws Refusal notFound, also for a draft to others than organizers
 */
export async function calendarOfSession(
  services: Services,
  viewer: MaybeViewer,
  sessionId: string,
): Promise<CalendarEntry[]> {
  const session = await findSession(services, viewer, sessionId);
  const now = services.now();
  const { rows } = await services.database.$client.query<ItemRow>(
    `SELECT ${itemColumns} FROM programme_item i JOIN matchmaking_session ms ON ms.id = i.session_id
     WHERE ms.id = $1 ORDER BY i.starts_at, i.id`,
    [sessionId],
  );
  if (rows.length > 0 || session.startsAt === null || session.endsAt === null)
    return rows.map((row) => programmeEntry(row, now));
  const whole = { startsAt: session.startsAt, endsAt: session.endsAt };
  return [
    {
      ...entryOf(
        {
          sessionId,
          sessionTitle: session.title,
          sessionTitleEn: session.titleEn,
          sessionState: session.state,
          place: session.place,
          delayMinutes: session.delayMinutes,
          sessionChangedAt: session.updatedAt,
        },
        whole,
        now,
      ),
      kind: "session",
      id: sessionId,
      sequence: session.version - 1,
      summary: session.summary,
    },
  ];
}
