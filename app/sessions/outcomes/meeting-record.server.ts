import { and, asc, eq, ne } from "drizzle-orm";
import { apartFrom } from "#app/blocks/blocks.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { dayOf } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { meetingRating, member, user } from "#db/schema/index.ts";
import {
  dealsOfPair,
  dealSubjectsOf,
  type MeetingDeal,
  type DealSubject,
} from "./meeting-deals.server.ts";
import {
  facing,
  readMeeting,
  type MeetingSide,
} from "#app/sessions/meetings/meeting-sides.server.ts";
import { tasksOfMeeting, type MeetingTask } from "./meeting-tasks.server.ts";
import { marksOpen, mayActFor, mayRunSessions, meetingsShown } from "#app/sessions/policy.ts";
import type { MeetingState, SessionState } from "#app/codes/states.ts";
import type { RatingOutcome } from "#app/codes/session-codes.ts";
import {
  followUpsOpen,
  goesOn,
  maySeeMeeting,
  outcomesFor,
  ratingOpen,
  shownOfRating,
  meetingSideOf,
} from "./ratings.ts";

/** A side's own rating. */
export interface OwnRating {
  stars: number;
  outcome: RatingOutcome;
  note: string;
  /** Yuan. */
  intendedAmount: string | null;
  version: number;
}

/** A rating as organizers see it, without its note. */
export interface SideRating {
  organisationName: string;
  stars: number;
  outcome: RatingOutcome;
  intendedAmount: string | null;
}

/** A meeting with all that its page shows to one viewer. */
export interface MeetingRecord {
  session: { id: string; title: string; state: SessionState; zone: string };
  meeting: {
    id: string;
    version: number;
    state: MeetingState;
    startsAt: string;
    endsAt: string;
    tableName: string;
    hall: string;
  };
  sides: {
    participantId: string;
    organisationId: string;
    organisationName: string;
    name: string;
    position: string;
  }[];
  /** What the viewer's side has to do with it; null for an organizer of neither side. */
  own: {
    organisationId: string;
    partner: MeetingSide;
    rating: OwnRating | null;
    mayRate: boolean;
    outcomes: readonly RatingOutcome[];
    /** Whether the other side wants to go on. */
    otherGoesOn: boolean;
    /** Whether both do. */
    both: boolean;
    /** Whether no deal can be opened because the two organisations are kept apart. */
    apart: boolean;
    deals: MeetingDeal[];
    subjects: DealSubject[];
    tasks: MeetingTask[];
    mayWriteTasks: boolean;
    colleagues: { id: string; name: string }[];
  } | null;
  /** Both sides' ratings, for organizers; null for others. */
  ratings: SideRating[] | null;
  /** Whether the viewer may mark it as held or missed. */
  mayMark: boolean;
  today: string;
}

/**
 * A meeting for its two sides and for organizers.
 *
 * @throws Refusal notFound for everyone else, and for a side while participants
 *   are not shown their meetings
 */
export async function meetingRecord(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  meetingId: string,
): Promise<MeetingRecord> {
  const { database } = services;
  const now = services.now();
  const found = await readMeeting(database, sessionId, meetingId);
  const organizes = mayRunSessions(viewer);
  if (!maySeeMeeting(viewer, found.sides)) throw new Refusal("notFound");
  if (!organizes && !meetingsShown(found.session)) throw new Refusal("notFound");
  const side = meetingSideOf(viewer, found.sides);
  const ratings = await database
    .select()
    .from(meetingRating)
    .where(eq(meetingRating.meetingId, meetingId));
  const { id, title, state, zone } = found.session;
  return {
    session: { id, title, state, zone },
    meeting: {
      ...{ id: meetingId, version: found.version, state: found.state },
      ...{ startsAt: found.startsAt.toISOString(), endsAt: found.endsAt.toISOString() },
      ...{ tableName: found.tableName, hall: found.hall },
    },
    sides: found.sides.map(
      ({ participantId, organisationId, organisationName, name, position }) => ({
        ...{ participantId, organisationId, organisationName, name, position },
      }),
    ),
    own: side ? await ownPart(side) : null,
    ratings: organizes
      ? found.sides.flatMap((one) =>
          ratings
            .filter(({ organisationId }) => organisationId === one.organisationId)
            .map(({ stars, outcome, intendedAmount }) => ({
              organisationName: one.organisationName,
              ...{ stars, outcome, intendedAmount },
            })),
        )
      : null,
    mayMark: organizes && marksOpen(found.session, found.startsAt, now),
    today: dayOf(now),
  };

  async function ownPart(own: MeetingSide): Promise<NonNullable<MeetingRecord["own"]>> {
    const other = facing(found, own);
    const rowOf = ({ organisationId }: MeetingSide) =>
      ratings.find((rating) => rating.organisationId === organisationId);
    const row = rowOf(own);
    const theirs = rowOf(other)?.outcome ?? null;
    const [deals, subjects, tasks, colleagues, apart] = await Promise.all([
      dealsOfPair(database, own, other),
      dealSubjectsOf(database, own, other),
      tasksOfMeeting(database, meetingId, own.organisationId),
      colleaguesOf(services, own.organisationId),
      apartFrom(database, own.organisationId),
    ]);
    const otherGoesOn = shownOfRating.other.goesOn && goesOn(theirs);
    const mayAct = mayActFor(viewer, own);
    return {
      organisationId: own.organisationId,
      partner: other,
      rating: row
        ? {
            ...{ stars: row.stars, outcome: row.outcome, note: row.note },
            ...{ intendedAmount: row.intendedAmount, version: row.version },
          }
        : null,
      mayRate: mayAct && ratingOpen(found.session, found, now),
      outcomes: outcomesFor(viewer, own.organisationId),
      otherGoesOn,
      both: otherGoesOn && goesOn(row?.outcome ?? null),
      apart: apart.has(other.organisationId),
      ...{ deals, subjects, tasks, colleagues },
      mayWriteTasks: mayAct && found.startsAt <= now && followUpsOpen(found.session.state),
    };
  }
}

/** The people of an organisation who do its work: what is to be done can be given to them. */
async function colleaguesOf(
  services: Services,
  organisationId: string,
): Promise<{ id: string; name: string }[]> {
  return services.database
    .select({ id: user.id, name: user.name })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(and(eq(member.organisationId, organisationId), ne(member.role, "reader")))
    .orderBy(asc(user.name), asc(user.id));
}

/** A meeting of the viewer's side on the list of what came of the session. */
export interface AfterLine {
  id: string;
  startsAt: string;
  state: MeetingState;
  partnerName: string;
  partnerOrganisation: string;
  /** Who was there for the viewer's side. */
  ownName: string;
  isViewer: boolean;
  outcome: RatingOutcome | null;
  /** Yuan. */
  intendedAmount: string | null;
  both: boolean;
  /** Whether it waits for the viewer's rating. */
  toRate: boolean;
}

/** What came of a session for the organisation the viewer acts for, and for the viewer's own meetings elsewhere. */
export interface OwnAfter {
  session: { state: SessionState };
  meetings: AfterLine[];
  tasks: (MeetingTask & { meetingId: string; partnerOrganisation: string })[];
  today: string;
}

/** Null before the session has begun, and while participants are not shown their meetings. */
export async function ownAfter(
  services: Services,
  viewer: Viewer,
  session: Parameters<typeof meetingsShown>[0] & {
    id: string;
    state: SessionState;
    delayMinutes: number;
  },
): Promise<OwnAfter | null> {
  if (!followUpsOpen(session.state) || !meetingsShown(session)) return null;
  const now = services.now();
  const organisations = viewer.memberships.map(({ organisationId }) => organisationId);
  const parameters = [
    session.id,
    viewer.active?.organisationId ?? null,
    viewer.userId,
    organisations,
  ];
  const ownSides = `FROM session_participant own
     JOIN meeting m ON own.id IN (m.participant_id, m.other_participant_id) AND m.state <> 'cancelled'
     JOIN session_participant other
       ON other.id IN (m.participant_id, m.other_participant_id) AND other.id <> own.id
     JOIN organisation o ON o.id = other.organisation_id
     JOIN session_slot s ON s.id = m.slot_id`;
  const isOwn = `own.session_id = $1
       AND (own.organisation_id = $2 OR (own.user_id = $3 AND own.organisation_id = ANY ($4::uuid[])))`;
  const { $client } = services.database;
  const [meetings, tasks] = await Promise.all([
    $client.query<
      Omit<AfterLine, "startsAt" | "both" | "toRate"> & {
        startsAt: Date;
        endsAt: Date;
        theirs: RatingOutcome | null;
        organisationId: string;
        userId: string | null;
      }
    >(
      `SELECT m.id, m.state, s.starts_at AS "startsAt", s.ends_at AS "endsAt", own.name AS "ownName",
         own.organisation_id AS "organisationId", own.user_id AS "userId",
         coalesce(own.user_id = $3, false) AS "isViewer", other.name AS "partnerName",
         o.name AS "partnerOrganisation", r.outcome, r.intended_amount AS "intendedAmount",
         t.outcome AS theirs
       ${ownSides}
       LEFT JOIN meeting_rating r ON r.meeting_id = m.id AND r.organisation_id = own.organisation_id
       LEFT JOIN meeting_rating t ON t.meeting_id = m.id AND t.organisation_id = other.organisation_id
       WHERE ${isOwn} ORDER BY s.starts_at, own.id LIMIT 1000`,
      parameters,
    ),
    $client.query<OwnAfter["tasks"][number]>(
      `SELECT k.id, k.title, k.due_on::text AS "dueOn", k.done_at IS NOT NULL AS done, k.version,
         k.assignee_id AS "assigneeId", u.name AS "assigneeName", m.id AS "meetingId",
         o.name AS "partnerOrganisation"
       ${ownSides}
       JOIN meeting_task k ON k.meeting_id = m.id AND k.organisation_id = own.organisation_id
       LEFT JOIN "user" u ON u.id = k.assignee_id
       WHERE ${isOwn} ORDER BY k.done_at IS NOT NULL, k.due_on, k.id LIMIT 1000`,
      parameters,
    ),
  ]);
  return {
    session: { state: session.state },
    meetings: meetings.rows.map(
      ({ startsAt, endsAt, theirs, organisationId, userId, ...line }): AfterLine => ({
        ...line,
        startsAt: startsAt.toISOString(),
        both: goesOn(line.outcome) && goesOn(theirs),
        toRate:
          line.outcome === null &&
          mayActFor(viewer, { organisationId, userId }) &&
          ratingOpen(session, { state: line.state, startsAt, endsAt }, now),
      }),
    ),
    tasks: tasks.rows,
    today: dayOf(now),
  };
}
