import { and, eq, sql } from "drizzle-orm";
import { move } from "#app/scheduling/edit.ts";
import type { Instance, Placement } from "#app/scheduling/schema.ts";
import type { Reader, Transaction } from "#db/connection.ts";
import { meeting, sessionParticipant, slotOffer } from "#db/schema/index.ts";
import type { Session } from "#app/sessions/change.server.ts";
import { problemOf } from "#app/sessions/meetings/timetable/timetable-instance.server.ts";

/** Pairs that are asked at a time for one place. */
const offersAtOnce = 3;

/** A slot at a table, and the meeting whose end made it free. */
export interface FreedPlace {
  slotId: string;
  tableId: string;
  freedByMeetingId: string | null;
}

/** The day as the scheduler's rules see it, with the wishes that have a place. */
export async function dayProblem(
  reader: Reader,
  session: Session,
): Promise<{ instance: Instance; placements: Placement[]; placed: Set<string> }> {
  const { instance, meetings, placements } = await problemOf(reader, session);
  return { instance, placements, placed: new Set(meetings.flatMap(({ wishId }) => wishId ?? [])) };
}

/** The wishes to be asked now for a place, the best first. */
export async function waitingPairs(
  transaction: Transaction,
  session: Session,
  { slotId, tableId }: FreedPlace,
): Promise<string[]> {
  const offers = await transaction
    .select()
    .from(slotOffer)
    .where(eq(slotOffer.sessionId, session.id));
  const isHere = (offer: (typeof offers)[number]) =>
    offer.slotId === slotId && offer.tableId === tableId;
  const open = offers.filter(({ state }) => state === "offered");
  const wanted = offersAtOnce - open.filter(isHere).length;
  if (wanted <= 0) return [];
  const asked = new Set([...open, ...offers.filter(isHere)].map(({ wishId }) => wishId));
  const { instance, placements, placed } = await dayProblem(transaction, session);
  const { present, absent } = await presence(transaction, session.id);
  const people = new Map(instance.participants.map((one) => [one.id, one]));
  const wishes = new Map(instance.wishes.map((wish) => [wish.id, wish]));
  const personOf = (id: string) => people.get(id)?.person ?? id;
  const busy = new Set(
    placements
      .filter(({ slot }) => slot === slotId)
      .flatMap(({ wish }) => {
        const found = wishes.get(wish);
        return found ? [personOf(found.a), personOf(found.b)] : [];
      }),
  );
  const free = (id: string) =>
    !busy.has(personOf(id)) && !absent.has(id) && !people.get(id)?.absent.includes(slotId);
  const ready = ({ a, b }: { a: string; b: string }) =>
    Number(present.has(a)) + Number(present.has(b));
  const waiting = instance.wishes
    .filter(({ id, a, b }) => !placed.has(id) && !asked.has(id) && free(a) && free(b))
    .sort((one, other) => ready(other) - ready(one) || other.value - one.value);
  const chosen: string[] = [];
  for (const { id } of waiting) {
    if (chosen.length === wanted) break;
    const to = { wish: id, slot: slotId, table: tableId };
    if (move(instance, placements, to).conflicts.length === 0) chosen.push(id);
  }
  return chosen;
}

/** Who is checked in, and who did not come to a meeting and was not seen at the door since. */
async function presence(
  transaction: Transaction,
  sessionId: string,
): Promise<{ present: Set<string>; absent: Set<string> }> {
  const [people, missed] = await Promise.all([
    transaction
      .select({ id: sessionParticipant.id, at: sessionParticipant.checkedInAt })
      .from(sessionParticipant)
      .where(eq(sessionParticipant.sessionId, sessionId)),
    transaction
      .select({ id: meeting.absentParticipantId, at: sql<Date>`${meeting.updatedAt}` })
      .from(meeting)
      .where(
        and(eq(meeting.sessionId, sessionId), sql`${meeting.absentParticipantId} IS NOT NULL`),
      ),
  ]);
  const seen = new Map(people.flatMap(({ id, at }) => (at === null ? [] : [[id, at] as const])));
  const absent = missed.flatMap(({ id, at }) =>
    id !== null && (seen.get(id)?.getTime() ?? 0) < new Date(at).getTime() ? [id] : [],
  );
  return { present: new Set(seen.keys()), absent: new Set(absent) };
}
