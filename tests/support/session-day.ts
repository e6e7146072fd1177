import { and, eq } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import {
  editTimetable,
  publishTimetable,
} from "#app/sessions/meetings/timetable/timetable.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import {
  matchmakingSession,
  meeting,
  notification,
  sessionParticipant,
  sessionSlot,
  sessionTable,
  slotOffer,
} from "#db/schema/index.ts";
import { openSession, sessionTools, type Guest } from "./sessions.ts";

/** 16 May 2030 in Nanjing, where the slots of test sessions begin at 09:00. */
export const dayAt = (clock: string): Date => new Date(`2030-05-16T${clock}:00+08:00`);

/** What tests do with a running session, with a clock of their own. */
export function dayTools(given: Services, organizer: Viewer) {
  let moment = dayAt("09:05");
  const services: Services = { ...given, now: () => moment };
  const tools = sessionTools(services, organizer);

  /** A running session with its timetable out, guests, and the meetings of agreed pairs in the first slot. */
  async function runningDay(options: {
    guests: number;
    tables?: number;
    /** Pairs of guests that meet in the first slot, one a table. */
    meet?: [number, number][];
    /** Pairs of guests that agreed to meet and have no place. */
    wait?: [number, number][];
    changes?: Record<string, unknown>;
  }) {
    const { guests: count, tables: number = 3, meet = [], wait = [], changes = {} } = options;
    const id = await openSession(services, organizer, changes, number);
    const guests = await tools.guests(id, count);
    const guest = (at: number): Guest => guests[at] as Guest;
    const tables = await services.database
      .select()
      .from(sessionTable)
      .where(eq(sessionTable.sessionId, id))
      .orderBy(sessionTable.position);
    const slots = await services.database
      .select()
      .from(sessionSlot)
      .where(eq(sessionSlot.sessionId, id))
      .orderBy(sessionSlot.startsAt);
    const wishOf = (pair: [number, number]) => tools.agreed(id, guest(pair[0]), guest(pair[1]));
    const meetings: { id: string; wishId: string; tableId: string; slotId: string }[] = [];
    for (const [at, pair] of meet.entries()) {
      const wishId = await wishOf(pair);
      const place = { slotId: slots[0]?.id ?? "", tableId: tables[at]?.id ?? "" };
      await editTimetable(services, organizer, id, await tools.version(id), {
        step: "move",
        wish: wishId,
        slot: place.slotId,
        table: place.tableId,
      });
      const [row] = await services.database
        .select({ id: meeting.id })
        .from(meeting)
        .where(eq(meeting.wishId, wishId));
      meetings.push({ id: row?.id ?? "", wishId, ...place });
    }
    const waiting: string[] = [];
    for (const pair of wait) waiting.push(await wishOf(pair));
    await publishTimetable(services, organizer, id, await tools.version(id), "final");
    await services.database
      .update(matchmakingSession)
      .set({ state: "running" })
      .where(eq(matchmakingSession.id, id));
    return { id, guests, tables, slots, meetings, waiting };
  }

  return {
    ...tools,
    services,
    runningDay,
    setClock: (clock: string) => {
      moment = dayAt(clock);
    },
    offersOf: (sessionId: string) =>
      services.database.select().from(slotOffer).where(eq(slotOffer.sessionId, sessionId)),
    meetingsOf: (sessionId: string) =>
      services.database.select().from(meeting).where(eq(meeting.sessionId, sessionId)),
    /** What the centre of a person says of one kind: the news, else all it says. */
    newsOf: async (viewer: Viewer, kind: string): Promise<unknown[]> => {
      const lines = await services.database
        .select()
        .from(notification)
        .where(and(eq(notification.userId, viewer.userId), eq(notification.kind, kind)));
      return lines.map(({ payload }) => (payload as { news?: string }).news ?? payload);
    },
    personOf: async (participantId: string) => {
      const [row] = await services.database
        .select()
        .from(sessionParticipant)
        .where(eq(sessionParticipant.id, participantId));
      if (!row) throw new Error("no such participant");
      return row;
    },
  };
}
