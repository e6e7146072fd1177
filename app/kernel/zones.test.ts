import { describe, expect, it } from "vitest";
import { changesClocks, daysBetween, daysLater, isZone, localOf, momentOf } from "./zones.ts";

describe("zones", () => {
  it.each([
    ["Asia/Shanghai", true],
    ["Europe/Berlin", true],
    ["Mars/Olympus", false],
    ["+08:00", false],
    ["", false],
  ])("%s is one: %s", (name, known) => expect(isZone(name)).toBe(known));

  it.each([
    ["2026-12-01T09:30", "Asia/Shanghai", "2026-12-01T01:30:00.000Z"],
    ["2026-07-01T09:30", "Europe/Berlin", "2026-07-01T07:30:00.000Z"],
    ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
    ["2026-03-29T02:30", "Europe/Berlin", null],
    ["2026-02-30T09:30", "Asia/Shanghai", null],
    ["0001-01-01T00:00", "Asia/Shanghai", null],
    ["soon", "Asia/Shanghai", null],
  ])("%s in %s is %s", (local, zone, moment) => {
    const found = momentOf(local, zone);
    expect(found?.toISOString() ?? null).toBe(moment);
    if (found) expect(localOf(found, zone)).toBe(local);
  });

  it("the same time of day comes the next day, however long the night was", () => {
    const evening = momentOf("2026-10-24T20:00", "Europe/Berlin");
    const next = daysLater(evening ?? new Date(), 1, "Europe/Berlin");
    expect(localOf(next, "Europe/Berlin")).toBe("2026-10-25T20:00");
    expect(next.getTime() - (evening?.getTime() ?? 0)).toBe(25 * 3_600_000);
  });

  it("days are counted by the calendar, and zones without summer time do not change clocks", () => {
    expect(daysBetween("2028-02-28", "2028-03-01")).toBe(2);
    expect(changesClocks("Asia/Shanghai", "2026-06-01")).toBe(false);
    expect(changesClocks("Europe/Berlin", "2026-06-01")).toBe(true);
  });
});
