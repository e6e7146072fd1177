import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { shownSlot, type ShownTime } from "#app/sessions/shown-time.ts";
import { dayIsOpen, mayRunSessions } from "#app/sessions/policy.ts";
import { findSession, slotsOfSession, tablesOfSession } from "#app/sessions/queries.server.ts";
import { expireOffers } from "#app/sessions/meetings/offers/slot-offers.server.ts";
import { localDayOf } from "#app/kernel/zones.ts";
import type { Session } from "#app/sessions/change.server.ts";
import type { MeetingState } from "#app/codes/states.ts";

export interface BoardSide {
  id: string;
  name: string;
  organisation: string;
  checkedIn: boolean;
  absent: boolean;
}

export interface BoardMeeting {
  id: string;
  version: number;
  state: MeetingState;
  sides: [BoardSide, BoardSide];
}

/** A slot as the hall's clock has it. */
export interface BoardSlot {
  id: string;
  startsAt: string;
  endsAt: string;
  late: number;
  phase: ShownTime["phase"];
}

/** A table in one slot; without a meeting it is free unless it is closed. */
export interface BoardCell {
  meeting: BoardMeeting | null;
  closed: boolean;
  /** Pairs that are asked whether they want the place. */
  offers: number;
}

export interface BoardTable {
  id: string;
  name: string;
  hall: string;
  now: BoardCell | null;
  next: BoardCell | null;
}

export interface HallBoard {
  session: Session;
  dayOpen: boolean;
  halls: string[];
  now: BoardSlot | null;
  next: BoardSlot | null;
  tables: BoardTable[];
  /** When the clock alone changes the board; null when it does not today. */
  changesAt: string | null;
}

/**
 * What is on at each table by the clock, and what comes next that day, with the
 * session's delay.
 *
 * @throws Refusal forbidden for others than organizers, or notFound
 */
export async function boardOf(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  hall: string | null,
): Promise<HallBoard> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const session = await findSession(services, viewer, sessionId);
  await expireOffers(services, sessionId);
  const at = services.now();
  const today = localDayOf(at, session.zone);
  const [planned, tables] = await Promise.all([
    slotsOfSession(services, sessionId),
    tablesOfSession(services, sessionId),
  ]);
  const slots = planned
    .filter(
      ({ kind, startsAt }) =>
        kind === "meeting" && localDayOf(new Date(startsAt), session.zone) === today,
    )
    .map((slot): BoardSlot => ({ id: slot.id, ...shownSlot(slot, session.delayMinutes, at) }));
  const now = slots.find(({ phase }) => phase === "now") ?? null;
  const next = slots.find(({ phase }) => phase === "ahead") ?? null;
  const shown = [now, next].flatMap((slot) => slot?.id ?? []);
  const { meetings, offers } = await contentsOf(services, sessionId, shown);
  const cell = (slot: BoardSlot | null, table: (typeof tables)[number]): BoardCell | null => {
    if (slot === null) return null;
    const key = `${slot.id} ${table.id}`;
    return {
      meeting: meetings.get(key) ?? null,
      closed: table.closed.includes(slot.id),
      offers: offers.get(key) ?? 0,
    };
  };
  const changes = [now?.endsAt, next?.startsAt].filter((moment) => moment !== undefined).sort();
  return {
    session,
    dayOpen: dayIsOpen(session, at),
    halls: [...new Set(tables.map((table) => table.hall))],
    ...{ now, next },
    tables: tables
      .filter((table) => hall === null || table.hall === hall)
      .map((table) => ({
        ...{ id: table.id, name: table.name, hall: table.hall },
        now: cell(now, table),
        next: cell(next, table),
      })),
    changesAt: changes[0] ?? null,
  };
}

/** The standing meetings and the open offers of these slots, by slot and table. */
async function contentsOf(
  services: Services,
  sessionId: string,
  slotIds: string[],
): Promise<{ meetings: Map<string, BoardMeeting>; offers: Map<string, number> }> {
  if (slotIds.length === 0) return { meetings: new Map(), offers: new Map() };
  const side = (table: string, organisation: string) =>
    `json_build_object('id', ${table}.id, 'name', ${table}.name, 'organisation', ${organisation}.name,
      'checkedIn', ${table}.checked_in_at IS NOT NULL,
      'absent', coalesce(m.absent_participant_id = ${table}.id, false))`;
  const [{ rows }, { rows: offered }] = await Promise.all([
    services.database.$client.query<BoardMeeting & { key: string }>(
      `SELECT m.slot_id || ' ' || m.table_id AS key, m.id, m.version, m.state,
         json_build_array(${side("a", "ao")}, ${side("b", "bo")}) AS sides
       FROM meeting m
       JOIN session_participant a ON a.id = m.participant_id
       JOIN organisation ao ON ao.id = a.organisation_id
       JOIN session_participant b ON b.id = m.other_participant_id
       JOIN organisation bo ON bo.id = b.organisation_id
       WHERE m.session_id = $1 AND m.slot_id = ANY ($2::uuid[]) AND m.state <> 'cancelled'
       ORDER BY m.state <> 'missed'`,
      [sessionId, slotIds],
    ),
    services.database.$client.query<{ key: string; number: number }>(
      `SELECT slot_id || ' ' || table_id AS key, count(*)::int AS number FROM slot_offer
       WHERE session_id = $1 AND slot_id = ANY ($2::uuid[]) AND state = 'offered' GROUP BY 1`,
      [sessionId, slotIds],
    ),
  ]);
  return {
    meetings: new Map(rows.map(({ key, ...row }) => [key, row])),
    offers: new Map(offered.map(({ key, number }) => [key, number])),
  };
}
