import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { nextDigest, quietUntil } from "./schedule.ts";

const zones = [
  "Asia/Shanghai",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
];
const zone = fc.constantFrom(...zones);
const moment = fc.date({
  min: new Date("2025-01-01T00:00:00Z"),
  max: new Date("2030-01-01T00:00:00Z"),
  noInvalidDate: true,
});
const clock = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((minutes) =>
    [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":"),
  );
const local = (at: Date, where: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(where);
const hour = 3_600_000;

describe("quiet hours", () => {
  it.each([
    ["2026-03-02T21:59:59+08:00", null],
    ["2026-03-02T22:00:00+08:00", "2026-03-03T08:00:00+08:00"],
    ["2026-03-03T07:59:59+08:00", "2026-03-03T08:00:00+08:00"],
    ["2026-03-03T08:00:00+08:00", null],
    ["2026-03-03T12:00:00+08:00", null],
  ])("from 22:00 to 08:00 in Shanghai at %s", (at, end) => {
    const until = quietUntil(new Date(at), { from: "22:00", to: "08:00" }, "Asia/Shanghai");
    expect(until?.getTime() ?? null).toBe(end === null ? null : Date.parse(end));
  });

  it.each([
    ["within a day", "12:00", "14:00", "2026-07-01T12:30:00+02:00", "2026-07-01T14:00:00+02:00"],
    // 02:00 becomes 03:00 on 29 March 2026, so 02:30 is not on the clock.
    [
      "an end that is left out",
      "22:00",
      "02:30",
      "2026-03-29T01:59:00+01:00",
      "2026-03-29T03:00:00+02:00",
    ],
    [
      "an end that is left out, soon after which they begin again",
      "03:10",
      "02:40",
      "2026-03-28T03:20:00+01:00",
      "2026-03-29T03:00:00+02:00",
    ],
    // 03:00 becomes 02:00 on 25 October 2026, so 02:30 comes twice.
    [
      "the first of two ends",
      "22:00",
      "02:30",
      "2026-10-25T02:10:00+02:00",
      "2026-10-25T02:30:00+02:00",
    ],
    [
      "the second of two ends",
      "22:00",
      "02:30",
      "2026-10-25T02:10:00+01:00",
      "2026-10-25T02:30:00+01:00",
    ],
    ["a longer night", "22:00", "08:00", "2026-10-24T23:00:00+02:00", "2026-10-25T08:00:00+01:00"],
    ["a shorter night", "22:00", "08:00", "2026-03-28T23:00:00+01:00", "2026-03-29T08:00:00+02:00"],
  ])("in Berlin: %s", (_name, from, to, at, end) => {
    expect(quietUntil(new Date(at), { from, to }, "Europe/Berlin")).toEqual(new Date(end));
  });

  it("end later, within a day, and are over when they end", () => {
    fc.assert(
      fc.property(moment, clock, clock, zone, (at, from, to, where) => {
        const until = quietUntil(at, { from, to }, where);
        if (until === null) return;
        expect(until.getTime()).toBeGreaterThan(at.getTime());
        expect(until.getTime() - at.getTime()).toBeLessThanOrEqual(25 * hour);
        expect(quietUntil(until, { from, to }, where)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it("are those of the clock, whatever the zone", () => {
    fc.assert(
      fc.property(moment, clock, clock, zone, (at, from, to, where) => {
        const now = local(at, where).toPlainTime().toString({ smallestUnit: "minute" });
        const quiet =
          from === to ? false : from < to ? from <= now && now < to : from <= now || now < to;
        expect(quietUntil(at, { from, to }, where) !== null).toBe(quiet);
      }),
    );
  });

  it("are none when nothing is chosen", () => {
    expect(quietUntil(new Date(), null, "Asia/Shanghai")).toBeNull();
    expect(quietUntil(new Date(), { from: "09:00", to: "09:00" }, "Asia/Shanghai")).toBeNull();
  });
});

describe("digests", () => {
  it.each([
    ["daily", "2026-03-02T07:59:59+08:00", "2026-03-02T08:00:00+08:00"],
    ["daily", "2026-03-02T08:00:00+08:00", "2026-03-03T08:00:00+08:00"],
    ["weekly", "2026-03-02T07:59:59+08:00", "2026-03-02T08:00:00+08:00"],
    ["weekly", "2026-03-02T08:00:00+08:00", "2026-03-09T08:00:00+08:00"],
    ["weekly", "2026-03-08T23:00:00+08:00", "2026-03-09T08:00:00+08:00"],
  ] as const)("%s after %s", (rhythm, at, next) => {
    expect(nextDigest(rhythm, new Date(at), "Asia/Shanghai")).toEqual(new Date(next));
  });

  it("come at eight on the person's clock, the weekly on a Monday, and are the next", () => {
    fc.assert(
      fc.property(moment, zone, fc.constantFrom("daily", "weekly"), (at, where, rhythm) => {
        const next = nextDigest(rhythm, at, where);
        const shown = local(next, where);
        expect(shown.toPlainTime().toString({ smallestUnit: "minute" })).toBe("08:00");
        if (rhythm === "weekly") expect(shown.dayOfWeek).toBe(1);
        const wait = next.getTime() - at.getTime();
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual((rhythm === "daily" ? 25 : 7 * 24 + 1) * hour);
      }),
    );
  });
});
