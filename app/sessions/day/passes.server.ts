import { and, asc, eq, inArray, ne } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import {
  matchmakingSession,
  organisation,
  sessionParticipant,
  sessionRegistration,
} from "#db/schema/index.ts";
import { type Session } from "#app/sessions/change.server.ts";
import { shownTexts, type ShownTime } from "#app/sessions/shown-time.ts";
import { dayIsOpen, mayActFor, meetingsShown } from "#app/sessions/policy.ts";
import { expireOffers } from "#app/sessions/meetings/offers/slot-offers.server.ts";
import { isAdmitted } from "#app/sessions/places.server.ts";
import type { MeetingState } from "#app/codes/states.ts";

/** A meeting as a pass shows it; what either side brings is not on it. */
export interface PassMeeting {
  id: string;
  version: number;
  state: MeetingState;
  /** As late as the session runs. */
  startsAt: string;
  endsAt: string;
  late: number;
  phase: ShownTime["phase"];
  tableName: string;
  hall: string;
  link: string;
  partnerParticipantId: string;
  partnerName: string;
  partnerOrganisation: string;
  /** Who did not come. */
  absent: "own" | "partner" | null;
}

/** An offer of a place as one of its sides is asked. */
export interface OfferCard {
  id: string;
  startsAt: string;
  endsAt: string;
  place: string;
  link: string;
  ownName: string;
  partnerName: string;
  partnerOrganisation: string;
  ownAccepted: boolean;
  partnerAccepted: boolean;
  expiresAt: string;
}

export interface Pass {
  participantId: string;
  passKey: string;
  name: string;
  position: string;
  organisationName: string;
  checkedInAt: string | null;
  session: Session;
  dayOpen: boolean;
  /** Null while participants are not shown any. */
  meetings: PassMeeting[] | null;
  offers: OfferCard[];
}

/**
 * What a pass shows, to whoever holds its key.
 *
 * @throws Refusal notFound for an unknown key, and while the organisation is not admitted
 */
export async function passOf(services: Services, passKey: string): Promise<Pass> {
  const [row] = await services.database
    .select({
      person: sessionParticipant,
      organisationName: organisation.name,
      session: matchmakingSession,
    })
    .from(sessionParticipant)
    .innerJoin(sessionRegistration, isAdmitted)
    .innerJoin(organisation, eq(organisation.id, sessionParticipant.organisationId))
    .innerJoin(matchmakingSession, eq(matchmakingSession.id, sessionParticipant.sessionId))
    .where(and(eq(sessionParticipant.passKey, passKey), ne(matchmakingSession.state, "draft")));
  if (!row) throw new Refusal("notFound");
  const { person, organisationName } = row;
  const session = row.session;
  const [meetings, offers] = meetingsShown(session)
    ? await Promise.all([
        meetingsOnPass(services, session, person.id),
        offersFor(services, session, [person.id]),
      ])
    : [null, []];
  return {
    participantId: person.id,
    passKey,
    name: person.name,
    position: person.position,
    organisationName,
    checkedInAt: person.checkedInAt?.toISOString() ?? null,
    session,
    dayOpen: dayIsOpen(session, services.now()),
    meetings,
    offers,
  };
}

async function meetingsOnPass(
  services: Services,
  session: Session,
  participantId: string,
): Promise<PassMeeting[]> {
  const { rows } = await services.database.$client.query<
    Omit<PassMeeting, "startsAt" | "endsAt" | "late" | "phase"> & { startsAt: Date; endsAt: Date }
  >(
    `SELECT m.id, m.version, m.state, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
       t.name AS "tableName", t.hall, t.link, other.id AS "partnerParticipantId",
       other.name AS "partnerName", o.name AS "partnerOrganisation",
       CASE m.absent_participant_id WHEN $1 THEN 'own' WHEN other.id THEN 'partner' END AS absent
     FROM meeting m
     JOIN session_participant other
       ON other.id IN (m.participant_id, m.other_participant_id) AND other.id <> $1
     JOIN organisation o ON o.id = other.organisation_id
     JOIN session_slot s ON s.id = m.slot_id
     JOIN session_table t ON t.id = m.table_id
     WHERE $1 IN (m.participant_id, m.other_participant_id) AND m.state <> 'cancelled'
     ORDER BY s.starts_at, m.id LIMIT 500`,
    [participantId],
  );
  const now = services.now();
  return rows.map((row) => ({ ...row, ...shownTexts(row, session.delayMinutes, now) }));
}

/** The open offers to these participants, the first to run out first; what ran out is ended before. */
export async function offersFor(
  services: Services,
  session: Session,
  participantIds: string[],
): Promise<OfferCard[]> {
  if (participantIds.length === 0) return [];
  await expireOffers(services, session.id);
  const { rows } = await services.database.$client.query<
    Omit<OfferCard, "startsAt" | "endsAt" | "expiresAt"> & {
      startsAt: Date;
      endsAt: Date;
      expiresAt: Date;
    }
  >(
    `SELECT f.id, s.starts_at AS "startsAt", s.ends_at AS "endsAt", trim(t.hall || ' ' || t.name) AS place,
       t.link, own.name AS "ownName", other.name AS "partnerName", o.name AS "partnerOrganisation",
       CASE own.id WHEN w.from_participant_id THEN f.from_accepted ELSE f.to_accepted END AS "ownAccepted",
       CASE own.id WHEN w.from_participant_id THEN f.to_accepted ELSE f.from_accepted END AS "partnerAccepted",
       f.expires_at AS "expiresAt"
     FROM slot_offer f
     JOIN meeting_wish w ON w.id = f.wish_id
     JOIN session_participant own ON own.id IN (w.from_participant_id, w.to_participant_id)
     JOIN session_participant other
       ON other.id IN (w.from_participant_id, w.to_participant_id) AND other.id <> own.id
     JOIN organisation o ON o.id = other.organisation_id
     JOIN session_slot s ON s.id = f.slot_id
     JOIN session_table t ON t.id = f.table_id
     WHERE f.session_id = $1 AND f.state = 'offered' AND own.id = ANY ($2::uuid[])
     ORDER BY f.expires_at, f.id, own.id LIMIT 100`,
    [session.id, participantIds],
  );
  const now = services.now();
  return rows.map(({ expiresAt, startsAt, endsAt, ...row }) => {
    const shown = shownTexts({ startsAt, endsAt }, session.delayMinutes, now);
    return {
      ...row,
      startsAt: shown.startsAt,
      endsAt: shown.endsAt,
      expiresAt: expiresAt.toISOString(),
    };
  });
}

/** The viewer's side of a session on its day. */
export interface OwnDay {
  /** Their own pass, one for each organisation they come for, and those of people they act for. */
  passes: { passKey: string; name: string; organisationName: string; isViewer: boolean }[];
  /** Offers to those they may answer for. */
  offers: OfferCard[];
}

/** The viewer's passes and the offers they may answer. */
export async function ownDay(
  services: Services,
  viewer: Viewer,
  session: Session,
): Promise<OwnDay> {
  const organisationIds = viewer.memberships.map(({ organisationId }) => organisationId);
  if (organisationIds.length === 0) return { passes: [], offers: [] };
  const rows = await services.database
    .select({ person: sessionParticipant, organisationName: organisation.name })
    .from(sessionParticipant)
    .innerJoin(sessionRegistration, isAdmitted)
    .innerJoin(organisation, eq(organisation.id, sessionParticipant.organisationId))
    .where(
      and(
        eq(sessionParticipant.sessionId, session.id),
        inArray(sessionParticipant.organisationId, organisationIds),
      ),
    )
    .orderBy(asc(sessionParticipant.id));
  const answerable = rows.filter(({ person }) => mayActFor(viewer, person));
  return {
    passes: answerable.map(({ person, organisationName }) => ({
      passKey: person.passKey,
      name: person.name,
      organisationName,
      isViewer: person.userId === viewer.userId,
    })),
    offers: meetingsShown(session)
      ? await offersFor(
          services,
          session,
          answerable.map(({ person }) => person.id),
        )
      : [],
  };
}
