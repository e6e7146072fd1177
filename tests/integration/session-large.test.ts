import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conflictsOf } from "#app/scheduling/check.ts";
import { freePlaces } from "#app/sessions/meetings/booking.server.ts";
import { timetableOf } from "#app/sessions/meetings/meeting-queries.server.ts";
import { everyoneOf, pairsOf } from "#app/sessions/meetings/pairs.server.ts";
import { listSessions, tablesOfSession, viewSession } from "#app/sessions/queries.server.ts";
import { registrationsOf } from "#app/sessions/registrations/registration-queries.server.ts";
import { problemOf } from "#app/sessions/meetings/timetable/timetable-instance.server.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import { lastRun, tryEdit } from "#app/sessions/meetings/timetable/timetable.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { meetingWish, sessionSlot } from "#db/schema/index.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";
import { crowdedSession } from "#tests/support/session-crowd.ts";
import { sessionTools } from "#tests/support/sessions.ts";
import { watching, type Statement } from "#tests/support/statements.ts";

let market: TestMarket;
let organizer: Viewer;
let asked: Statement[];
let watched: Services;
let large: string;
let small: string;
beforeAll(async () => {
  market = await openMarket();
  organizer = await createPerson(market.services, { platformRole: "organizer" });
  const { pool } = market.test;
  small = await crowdedSession(pool, { organisations: 4, tables: 2, slots: 2, wishesEach: 1 });
  large = await crowdedSession(pool, { organisations: 300, tables: 60, slots: 12, wishesEach: 8 });
  await pool.query("analyze");
  ({ asked, watched } = watching(market));
});
afterAll(() => market.close());

const reads: [string, (s: Services, id: string) => Promise<unknown>][] = [
  ["the list", (s) => listSessions(s, organizer, { past: false, limit: 30 })],
  ["its page", (s, id) => viewSession(s, organizer, id)],
  ["its registrations", (s, id) => registrationsOf(s, organizer, id, { limit: 50 })],
  ["its tables", (s, id) => tablesOfSession(s, id)],
  ["its pairs", (s, id) => pairsOf(s, organizer, id, { limit: 50 })],
  ["everyone who comes", (s, id) => everyoneOf(s, organizer, id)],
  ["its timetable", (s, id) => timetableOf(s, organizer, id)],
  ["its last run", (s, id) => lastRun(s, organizer, id)],
  [
    "the scheduler's instance",
    async (s, id) => problemOf(s.database, await findSession(s, organizer, id)),
  ],
  [
    "free places of twenty wishes",
    async (s, id) => {
      const wishes = await s.database
        .select({ id: meetingWish.id })
        .from(meetingWish)
        .where(eq(meetingWish.sessionId, id))
        .limit(20);
      return freePlaces(
        s,
        id,
        wishes.map((wish) => wish.id),
      );
    },
  ],
];

describe("a session of 300 organisations", () => {
  it.each(reads)("needs no more statements for %s than one of four", async (_name, read) => {
    const counts = [];
    for (const id of [small, large]) {
      asked.length = 0;
      await read(watched, id);
      counts.push(asked.length);
    }
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts[1]).toBe(counts[0]);
  });

  it("is planned in the scheduler's thread and written, and a hand edit is checked", async () => {
    const tools = sessionTools(market.services, organizer);
    const done = await tools.run(large);
    expect(done).toMatchObject({ state: "done" });
    const placed = done?.report?.placed ?? 0;
    expect(placed).toBeGreaterThan(500);
    const grid = await timetableOf(market.services, organizer, large);
    expect(grid).toHaveLength(placed);
    await tools.expectSound(large);
    const [one] = grid;
    const slots = await market.services.database
      .select()
      .from(sessionSlot)
      .where(sql`${sessionSlot.sessionId} = ${large}`);
    const slot = slots.find(({ id }) => id !== one?.slotId);
    const edit = { wish: one?.wishId ?? "", table: one?.tableId ?? "", slot: slot?.id ?? "" };
    const session = await findSession(market.services, organizer, large);
    const { instance, placements } = await problemOf(market.services.database, session);
    const others = placements.filter(({ wish }) => wish !== edit.wish);
    expect(await tryEdit(market.services, organizer, large, { step: "move", ...edit })).toEqual(
      conflictsOf(instance, [...others, edit]),
    );
  });
});
