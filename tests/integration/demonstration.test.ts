import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAuth } from "#app/accounts/auth.server.ts";
import { loadDemonstration } from "#app/demonstration/load.server.ts";
import { conflictsOf } from "#app/scheduling/check.ts";
import { listSessions } from "#app/sessions/queries.server.ts";
import { problemOf } from "#app/sessions/meetings/timetable/timetable-instance.server.ts";
import { matchmakingSession, meeting, meetingRating, meetingSeat } from "#db/schema/index.ts";
import { openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
beforeAll(async () => {
  market = await openMarket();
});
afterAll(() => market.close());

describe("the demonstration data", () => {
  it("is loaded once, with a session to come and one that is over, both with sound timetables", async () => {
    const { services } = market;
    const auth = createAuth({
      database: services.database,
      secret: "a secret of the test that is long enough",
      origin: services.origin,
    });
    expect(await loadDemonstration(services, auth)).toBe(true);
    expect(await loadDemonstration(services, auth)).toBe(false);
    const [upcoming, past] = await Promise.all(
      [false, true].map((over) => listSessions(services, null, { past: over, limit: 10 })),
    );
    expect(upcoming?.lines.map(({ state }) => state)).toEqual(["published"]);
    expect(past?.lines.map(({ state }) => state)).toEqual(["finished"]);
    for (const row of await services.database.select().from(matchmakingSession)) {
      const { instance, placements } = await problemOf(services.database, row);
      expect(placements.length).toBeGreaterThan(5);
      expect(conflictsOf(instance, placements)).toEqual([]);
      const seats = await services.database
        .select()
        .from(meetingSeat)
        .innerJoin(meeting, eq(meeting.id, meetingSeat.meetingId))
        .where(eq(meeting.sessionId, row.id));
      expect(seats).toHaveLength(placements.length * 2);
    }
    expect((await services.database.select().from(meetingRating)).length).toBeGreaterThan(5);
  });
});
