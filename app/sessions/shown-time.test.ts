import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { passKeyIn, shownTime } from "./shown-time.ts";
import { dayIsOpen } from "./policy.ts";

const at = (clock: string): Date => new Date(`2030-05-16T${clock}:00+08:00`);
const slot = { startsAt: at("09:00"), endsAt: at("09:30") };

describe("shown time", () => {
  it.each([
    [0, "08:00", "09:00", "ahead"],
    [0, "09:00", "09:00", "now"],
    [0, "09:30", "09:00", "over"],
    [15, "09:00", "09:15", "ahead"],
    [15, "09:44", "09:15", "now"],
    [15, "09:45", "09:00", "over"],
  ] as const)("with %i minutes late at %s is %s, %s", (delay, now, startsAt, phase) => {
    const shown = shownTime(slot, delay, at(now));
    expect(shown).toMatchObject({ startsAt: at(startsAt), phase });
    expect(shown.late).toBe(phase === "over" ? 0 : delay);
  });

  it("keeps a slot's length and the order of slots, and never shows one earlier than planned", () => {
    const moment = fc.integer({ min: 0, max: 1_440 });
    fc.assert(
      fc.property(
        moment,
        moment,
        fc.integer({ min: 1, max: 240 }),
        fc.integer({ min: 0, max: 180 }),
        moment,
        (one, other, minutes, delay, now) => {
          const of = (start: number) => ({
            startsAt: new Date(start * 60_000),
            endsAt: new Date((start + minutes) * 60_000),
          });
          const [early, late] = [Math.min(one, other), Math.max(one, other)].map((start) =>
            shownTime(of(start), delay, new Date(now * 60_000)),
          );
          if (!early || !late) throw new Error("two slots were made");
          expect(early.endsAt.getTime() - early.startsAt.getTime()).toBe(minutes * 60_000);
          expect(early.startsAt.getTime()).toBeLessThanOrEqual(late.startsAt.getTime());
          expect(early.startsAt.getTime()).toBeGreaterThanOrEqual(Math.min(one, other) * 60_000);
        },
      ),
    );
  });
});

describe("the key of a pass", () => {
  const key = "abcDEF_123-ghiJKL456";
  it.each([
    [key, key],
    [` ${key}\n`, key],
    [`https://duijie.example/pass/${key}`, key],
    [`https://duijie.example/pass/${key}/?from=badge#x`, key],
    ["https://duijie.example/sessions", null],
    ["short", null],
    ["", null],
  ])("in %j is %j", (typed, found) => {
    expect(passKeyIn(typed)).toBe(found);
  });
});

describe("the day of a session", () => {
  const session = { startsAt: at("09:00"), zone: "Asia/Shanghai" };
  it.each([
    ["running", "2030-05-20T00:00Z", true],
    ["scheduled", "2030-05-15T16:00Z", true],
    ["scheduled", "2030-05-15T15:59Z", false],
    ["published", "2030-05-16T01:00Z", false],
    ["finished", "2030-05-16T01:00Z", false],
  ] as const)("%s at %s is open: %s", (state, now, open) => {
    expect(dayIsOpen({ ...session, state }, new Date(now))).toBe(open);
  });
});
