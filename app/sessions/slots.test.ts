import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlaps, slotPlanSchema, slotSchema, slotsOf } from "./slots.ts";
import { localOf, momentOf } from "#app/kernel/zones.ts";

const plan = { day: "2030-05-16", part: "", from: "09:00", to: "11:30", minutes: 25, pause: 5 };

describe("slots of a plan", () => {
  it("follow each other with their pause and end in time", () => {
    const slots = slotsOf(plan, "Asia/Shanghai");
    expect(slots.map(({ startsAt }) => localOf(startsAt, "Asia/Shanghai"))).toEqual([
      "2030-05-16T09:00",
      "2030-05-16T09:30",
      "2030-05-16T10:00",
      "2030-05-16T10:30",
      "2030-05-16T11:00",
    ]);
  });

  it("never overlap, and each lasts as long as it says, also when clocks change", () => {
    const clock = fc.integer({ min: 0, max: 23 * 60 + 59 });
    fc.assert(
      fc.property(
        fc.constantFrom("Asia/Shanghai", "Europe/Berlin", "America/New_York"),
        fc.constantFrom("2030-03-31", "2030-10-27", "2030-03-10", "2030-11-03", "2030-07-01"),
        clock,
        clock,
        fc.integer({ min: 5, max: 120 }),
        fc.integer({ min: 0, max: 30 }),
        (zone, day, from, to, minutes, pause) => {
          const time = (at: number) =>
            `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
          const slots = slotsOf(
            { day, part: "", from: time(from), to: time(to), minutes, pause },
            zone,
          );
          expect(overlaps(slots)).toEqual([]);
          for (const { startsAt, endsAt } of slots)
            expect(endsAt.getTime() - startsAt.getTime()).toBe(minutes * 60_000);
        },
      ),
    );
  });

  it.each([
    [
      "Europe/Berlin",
      "2026-10-25",
      "01:00",
      "04:00",
      ["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"],
    ],
    [
      "America/New_York",
      "2026-11-01",
      "00:00",
      "03:00",
      ["00:00", "00:30", "01:00", "01:30", "02:00", "02:30"],
    ],
    ["Europe/Berlin", "2026-03-29", "01:00", "04:00", ["01:00", "01:30", "03:00", "03:30"]],
    ["America/New_York", "2026-03-08", "01:00", "04:00", ["01:00", "01:30", "03:00", "03:30"]],
    ["Asia/Shanghai", "2026-10-25", "01:00", "02:00", ["01:00", "01:30"]],
  ])("begin once at each time there is in %s on %s", (zone, day, from, to, expected) => {
    const slots = slotsOf({ ...plan, day, from, to, minutes: 30, pause: 0 }, zone);
    expect(slots.map(({ startsAt }) => localOf(startsAt, zone))).toEqual(
      expected.map((time) => `${day}T${time}`),
    );
    for (const { startsAt, endsAt } of slots)
      expect(endsAt.getTime() - startsAt.getTime()).toBe(30 * 60_000);
    expect(overlaps(slots)).toEqual([]);
  });

  it("may cross midnight of UTC, which is no midnight of the session", () => {
    const slots = slotsOf({ ...plan, from: "07:30", to: "08:30", minutes: 60 }, "Asia/Shanghai");
    expect(slots).toMatchObject([
      {
        startsAt: new Date("2030-05-15T23:30:00.000Z"),
        endsAt: new Date("2030-05-16T00:30:00.000Z"),
      },
    ]);
  });

  it.each([
    [{ from: "10:00", to: "09:00" }, "to", "timeOrder"],
    [{ from: "10:00", to: "10:00" }, "to", "timeOrder"],
    [{ from: "08:60" }, "from", "time"],
    [{ day: "2030-02-30" }, "day", "date"],
    [{ minutes: 0 }, "minutes", null],
    [{ minutes: 10_000 }, "minutes", null],
    [{ pause: -1 }, "pause", null],
  ])("are refused at the field: %o", (changes, field, message) => {
    const { error } = slotPlanSchema.safeParse({ ...plan, ...changes });
    expect(error?.issues.map(({ path }) => path)).toEqual([[field]]);
    if (message !== null) expect(error?.issues[0]?.message).toBe(message);
  });

  it("are none where none fits", () => {
    expect(slotsOf({ ...plan, to: "09:10" }, "Asia/Shanghai")).toEqual([]);
  });

  it("do not cross midnight", () => {
    expect(slotPlanSchema.safeParse({ ...plan, from: "23:00", to: "01:00" }).success).toBe(false);
    const single = slotSchema.safeParse({ day: plan.day, from: "23:30", to: "00:30" });
    expect(single.error?.issues).toMatchObject([{ path: ["to"], message: "crossesMidnight" }]);
  });
});

describe("slots that overlap", () => {
  const at = (from: number, to: number) => ({
    startsAt: new Date(from * 60_000),
    endsAt: new Date(to * 60_000),
  });
  it.each([
    [[at(0, 30), at(30, 60)], []],
    [[at(0, 30), at(29, 60)], [[0, 1]]],
    [[at(20, 30), at(0, 60)], [[1, 0]]],
    [
      [at(0, 60), at(10, 20), at(50, 70)],
      [
        [0, 1],
        [0, 2],
      ],
    ],
  ])("are found: %#", (slots, pairs) => {
    expect(overlaps(slots)).toEqual(pairs);
  });
});

describe("local times", () => {
  it("that a clock skips do not exist; of one that comes twice it is the first", () => {
    expect(momentOf("2030-03-31T02:30", "Europe/Berlin")).toBeNull();
    expect(momentOf("2030-10-27T02:30", "Europe/Berlin")?.toISOString()).toBe(
      "2030-10-27T00:30:00.000Z",
    );
    expect(momentOf("2030-02-30T10:00", "Asia/Shanghai")).toBeNull();
  });
});
