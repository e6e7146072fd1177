import { and, eq } from "drizzle-orm";
import { expect } from "vitest";
import { conflictsOf } from "#app/scheduling/check.ts";
import { problemOf } from "#app/sessions/meetings/timetable/timetable-instance.server.ts";
import { makeTimetable } from "#app/sessions/meetings/timetable/timetable-job.server.ts";
import { askForTimetable, lastRun } from "#app/sessions/meetings/timetable/timetable.server.ts";
import { askToMeet } from "#app/sessions/meetings/wishes.server.ts";
import { createSession, stepSession } from "#app/sessions/plan/commands.server.ts";
import { addSlots, addTables } from "#app/sessions/plan/plan.server.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import { register } from "#app/sessions/registrations/registrations.server.ts";
import { sessionSchema } from "#app/sessions/schema.ts";
import { slotsOf } from "#app/sessions/slots.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { meeting, meetingSeat, meetingWish, sessionParticipant } from "#db/schema/index.ts";
import { createPerson } from "./market.ts";

/** A published session of four half-hour slots and some tables, that admits at once. */
export async function openSession(
  services: Services,
  organizer: Viewer,
  changes: Record<string, unknown> = {},
  tables = 3,
): Promise<string> {
  const id = await createSession(
    services,
    organizer,
    sessionSchema.parse({
      title: "前沿新材料对接会",
      place: "南京",
      needsApproval: "",
      ...changes,
    }),
  );
  const morning = { day: "2030-05-16", part: "上午", from: "09:00", to: "11:00" };
  await addSlots(
    services,
    organizer,
    { sessionId: id, version: 1 },
    slotsOf({ ...morning, minutes: 30, pause: 0 }, "Asia/Shanghai"),
  );
  await addTables(
    services,
    organizer,
    { sessionId: id, version: 2 },
    { hall: "一号厅", prefix: "A", count: tables, seats: 4, kind: "place", link: "" },
  );
  await stepSession(services, organizer, id, "publish", 3);
  return id;
}

export const versionOfSession = async (
  services: Services,
  organizer: Viewer,
  sessionId: string,
): Promise<number> => (await findSession(services, organizer, sessionId)).version;

/** Registers the viewer's organisation with the viewer alone; answers the participant's id. */
export async function attend(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  postIds: string[] = [],
): Promise<string> {
  const person = { id: null, name: viewer.name, email: viewer.email, position: "", absences: [] };
  await register(services, viewer, sessionId, {
    ...{ people: [person], postIds, answers: {}, note: "" },
    version: null,
  });
  const [row] = await services.database
    .select()
    .from(sessionParticipant)
    .where(
      and(
        eq(sessionParticipant.sessionId, sessionId),
        eq(sessionParticipant.userId, viewer.userId),
      ),
    );
  if (!row) throw new Error("nobody attends");
  return row.id;
}

export interface Guest {
  viewer: Viewer;
  id: string;
}

/** What tests do with the meetings of a session. */
export function sessionTools(services: Services, organizer: Viewer) {
  async function guestsOf(sessionId: string, viewers: Viewer[]): Promise<Guest[]> {
    const made: Guest[] = [];
    for (const viewer of viewers)
      made.push({ viewer, id: await attend(services, viewer, sessionId) });
    return made;
  }

  async function guests(sessionId: string, count: number): Promise<Guest[]> {
    const viewers: Viewer[] = [];
    for (let at = 0; at < count; at += 1) viewers.push(await createPerson(services));
    return guestsOf(sessionId, viewers);
  }

  const version = (sessionId: string) => versionOfSession(services, organizer, sessionId);

  const ask = (sessionId: string, from: Guest, to: Guest) =>
    askToMeet(services, from.viewer, sessionId, { fromId: from.id, toId: to.id, message: "" });

  const wishes = (sessionId: string) =>
    services.database.select().from(meetingWish).where(eq(meetingWish.sessionId, sessionId));

  async function agreed(sessionId: string, one: Guest, other: Guest): Promise<string> {
    await ask(sessionId, one, other);
    await ask(sessionId, other, one);
    const found = (await wishes(sessionId)).find(
      ({ fromParticipantId, toParticipantId }) =>
        [fromParticipantId, toParticipantId].includes(one.id) &&
        [fromParticipantId, toParticipantId].includes(other.id),
    );
    return found?.id ?? "";
  }

  async function run(sessionId: string, { preview = false } = {}) {
    const asked = { version: await version(sessionId), seconds: 5, preview };
    const runId = await askForTimetable(services, organizer, sessionId, asked);
    await makeTimetable(services, { runId, seconds: 5, preview });
    return lastRun(services, organizer, sessionId);
  }

  async function expectSound(sessionId: string): Promise<void> {
    const session = await findSession(services, organizer, sessionId);
    const { instance, meetings, placements } = await problemOf(services.database, session);
    expect(conflictsOf(instance, placements)).toEqual([]);
    expect(placements).toHaveLength(meetings.length);
    const seats = await services.database
      .select()
      .from(meetingSeat)
      .innerJoin(meeting, eq(meeting.id, meetingSeat.meetingId))
      .where(eq(meeting.sessionId, sessionId));
    expect(seats).toHaveLength(meetings.length * 2);
    for (const seat of seats) expect(seat.meeting_seat.slotId).toBe(seat.meeting.slotId);
  }

  return { guests, guestsOf, version, ask, wishes, agreed, run, expectSound };
}
