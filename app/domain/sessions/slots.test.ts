import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlaps, slotPlanSchema, slotSchema, slotsOf } from "./slots.ts";
import { localOf, momentOf } from "./zone.ts";

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

  it("do not cross midnight", () => {
    expect(slotPlanSchema.safeParse({ ...plan, from: "23:00", to: "01:00" }).success).toBe(false);
    const single = slotSchema.safeParse({ day: plan.day, from: "23:30", to: "00:30" });
    expect(single.error?.issues).toMatchObject([{ path: ["to"], message: "crossesMidnight" }]);
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
