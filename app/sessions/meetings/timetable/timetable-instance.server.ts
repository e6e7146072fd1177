import { apartAmong } from "#app/blocks/blocks.server.ts";
import { and, asc, eq, sql } from "drizzle-orm";
import { instanceSchema, type Instance, type Placement } from "#app/scheduling/schema.ts";
import type { Reader } from "#db/connection.ts";
import {
  forbiddenPair,
  meeting,
  meetingWish,
  organisation,
  participantAbsence,
  sessionParticipant,
  sessionRegistration,
  sessionSlot,
  sessionTable,
  tableClosure,
} from "#db/schema/index.ts";
import type { Session } from "#app/sessions/change.server.ts";
import { limitsOf, limitsOfKind } from "#app/sessions/limits.server.ts";
import { wishCounts } from "#app/sessions/policy.ts";
import { isAdmitted } from "#app/sessions/places.server.ts";
import { keyOfAddress } from "#app/kernel/mail-address.ts";

export type MeetingRow = typeof meeting.$inferSelect;

/** A session as the scheduler is asked about it, with the meetings that stand. */
export interface Problem {
  instance: Instance;
  meetings: MeetingRow[];
  /** The standing meetings of wishes that count. */
  placements: Placement[];
  /** When each slot begins. */
  begins: Map<string, Date>;
}

/**
 * What a meeting is worth: 1, and the match of what both bring (0 to 1), and for
 * each side that ranked the wish 1 divided by its rank, and 1 when an organizer
 * put the two together. So a match can at most outweigh one side's first rank.
 */
export const wishValue = (wish: {
  score: number | null;
  fromRank: number | null;
  toRank: number | null;
  addedById: string | null;
}): number =>
  1 +
  (wish.score ?? 0) +
  (wish.fromRank === null ? 0 : 1 / wish.fromRank) +
  (wish.toRank === null ? 0 : 1 / wish.toRank) +
  (wish.addedById === null ? 0 : 1);

/**
 * Builds the scheduler's instance of a session: its slots, open tables, the people
 * of admitted organisations with their absences and limits, the wishes that count,
 * and as pins what is pinned or over.
 */
export async function problemOf(reader: Reader, session: Session): Promise<Problem> {
  const sessionId = session.id;
  const slots = await reader
    .select()
    .from(sessionSlot)
    .where(and(eq(sessionSlot.sessionId, sessionId), eq(sessionSlot.kind, "meeting")))
    .orderBy(asc(sessionSlot.startsAt));
  const tables = await reader
    .select()
    .from(sessionTable)
    .where(eq(sessionTable.sessionId, sessionId))
    .orderBy(asc(sessionTable.hall), asc(sessionTable.position), asc(sessionTable.id));
  const closures = await reader
    .select({ tableId: tableClosure.tableId, slotId: tableClosure.slotId })
    .from(tableClosure)
    .innerJoin(sessionTable, eq(sessionTable.id, tableClosure.tableId))
    .where(eq(sessionTable.sessionId, sessionId));
  const participants = await reader
    .select({ participant: sessionParticipant, kind: organisation.kind })
    .from(sessionParticipant)
    .innerJoin(sessionRegistration, isAdmitted)
    .innerJoin(organisation, eq(organisation.id, sessionParticipant.organisationId))
    .where(eq(sessionParticipant.sessionId, sessionId))
    .orderBy(asc(sessionParticipant.id));
  const absences = await reader
    .select({ participantId: participantAbsence.participantId, slotId: participantAbsence.slotId })
    .from(participantAbsence)
    .innerJoin(sessionParticipant, eq(sessionParticipant.id, participantAbsence.participantId))
    .where(eq(sessionParticipant.sessionId, sessionId));
  const wishes = await reader
    .select()
    .from(meetingWish)
    .where(eq(meetingWish.sessionId, sessionId))
    .orderBy(asc(meetingWish.id));
  const forbidden = await reader
    .select()
    .from(forbiddenPair)
    .where(eq(forbiddenPair.sessionId, sessionId));
  const organisations = new Set(participants.map(({ participant }) => participant.organisationId));
  const apart = await apartAmong(reader, [...organisations]);
  const limits = await limitsOf(reader, sessionId);
  const kept = await reader
    .select()
    .from(meeting)
    .where(and(eq(meeting.sessionId, sessionId), sql`${meeting.state} <> 'cancelled'`))
    .orderBy(asc(meeting.id));

  const begin = slots[0]?.startsAt.getTime() ?? 0;
  const minutes = (moment: Date): number => Math.round((moment.getTime() - begin) / 60_000);
  const known = new Set(slots.map(({ id }) => id));
  const grouped = (rows: [string, string][]): Map<string, string[]> => {
    const byKey = new Map<string, string[]>();
    for (const [key, slotId] of rows)
      if (known.has(slotId)) byKey.set(key, [...(byKey.get(key) ?? []), slotId]);
    return byKey;
  };
  const closed = grouped(closures.map(({ tableId, slotId }) => [tableId, slotId]));
  const absent = grouped(absences.map(({ participantId, slotId }) => [participantId, slotId]));
  const people = new Set(participants.map(({ participant }) => participant.id));
  /** A missed meeting has no place any more, and its wish is not planned again. */
  const missed = new Set(kept.flatMap(({ state, wishId }) => (state === "missed" ? wishId : [])));
  const counting = wishes.filter(
    (wish) =>
      !missed.has(wish.id) &&
      wishCounts(wish.state, session.wishRule) &&
      people.has(wish.fromParticipantId) &&
      people.has(wish.toParticipantId),
  );
  const planned = new Set(counting.map(({ id }) => id));
  const meetings = kept.filter(({ state }) => state !== "missed");
  const placed = meetings.flatMap((row) =>
    row.wishId !== null && planned.has(row.wishId)
      ? [{ row, placement: { wish: row.wishId, slot: row.slotId, table: row.tableId } }]
      : [],
  );
  const instance = instanceSchema.parse({
    slots: slots.map(({ id, startsAt, endsAt, part }) => ({
      ...{ id, part },
      start: minutes(startsAt),
      end: minutes(endsAt),
    })),
    tables: tables.map(({ id, hall, kind, hostOrganisationId }) => ({
      ...{ id, hall, kind },
      closed: closed.get(id) ?? [],
      // Once the host does not come, its table is free for all.
      host: organisations.has(hostOrganisationId ?? "") ? hostOrganisationId : null,
    })),
    organisations: [...organisations].map((id) => ({
      id,
      limit: session.meetingsPerOrganisation,
    })),
    participants: participants.map(({ participant, kind }) => ({
      id: participant.id,
      organisation: participant.organisationId,
      person: participant.userId ?? keyOfAddress(participant.email),
      absent: absent.get(participant.id) ?? [],
      ...limitsOfKind(session, limits, kind),
    })),
    wishes: counting.map((wish) => ({
      id: wish.id,
      a: wish.fromParticipantId,
      b: wish.toParticipantId,
      value: wishValue(wish),
    })),
    forbidden: [
      ...forbidden.map((pair): [string, string] => [pair.organisationId, pair.otherOrganisationId]),
      ...apart,
    ],
    travelMinutes: session.travelMinutes,
    pins: placed.filter(({ row }) => isFixed(row)).map(({ placement }) => placement),
  });
  return {
    ...{ instance, meetings },
    placements: placed.map(({ placement }) => placement),
    begins: new Map(slots.map(({ id, startsAt }) => [id, startsAt])),
  };
}

/** What the scheduler may not move: what is pinned, and what is over. */
export const isFixed = ({ pinned, state }: MeetingRow): boolean => pinned || state !== "planned";
