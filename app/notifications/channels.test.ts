import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defaultPreferences,
  deliveryOf,
  groupOf,
  mandatory,
  withDefaults,
  type Preferences,
} from "./channels.ts";
import { notificationKinds } from "./kinds.ts";
import { quietUntil } from "./schedule.ts";
import { mailChoices, notificationGroups } from "#app/codes/codes.ts";

const night = { from: "22:00", to: "08:30" };
const at = (time: string) => new Date(`2026-03-02T${time}+08:00`);
const chosen = (changes: Partial<Preferences> = {}): Preferences => ({
  ...defaultPreferences,
  ...changes,
});
const matches = (mail: (typeof mailChoices)[number], inProduct = true) =>
  withDefaults({ matches: { inProduct, mail } });

describe("how a line reaches a person", () => {
  it.each([
    ["at once", "immediate", null, "12:00", "2026-03-02T12:00:00+08:00"],
    ["when the quiet hours end", "immediate", night, "23:00", "2026-03-03T08:30:00+08:00"],
    ["with the day's summary", "daily", null, "12:00", "2026-03-03T08:00:00+08:00"],
    [
      "with the summary, after the quiet hours",
      "daily",
      night,
      "12:00",
      "2026-03-03T08:30:00+08:00",
    ],
    ["not at all", "off", null, "12:00", null],
  ] as const)("by mail %s", (_name, mail, quiet, time, due) => {
    const { mailDueAt } = deliveryOf(
      "match_found",
      chosen({ channels: matches(mail), quiet }),
      true,
      at(time),
    );
    expect(mailDueAt).toEqual(due === null ? null : new Date(due));
  });

  it("does not hold a digest for the next day's summary", () => {
    const given = chosen({ channels: matches("daily") });
    expect(deliveryOf("match_digest", given, true, at("08:00")).mailDueAt).toEqual(at("08:00"));
  });

  it("never mails an address that is not verified", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...notificationKinds),
        fc.constantFrom(...mailChoices),
        (kind, mail) => {
          const channels = withDefaults({ [groupOf(kind)]: { inProduct: true, mail } });
          expect(deliveryOf(kind, chosen({ channels }), false, at("12:00")).mailDueAt).toBeNull();
        },
      ),
    );
  });

  it("never mails within the quiet hours, and shows the line all the same", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...notificationKinds),
        fc.constantFrom(...mailChoices),
        fc.date({ min: at("00:00"), max: new Date("2027-01-01"), noInvalidDate: true }),
        (kind, mail, now) => {
          const channels = withDefaults({ [groupOf(kind)]: { inProduct: true, mail } });
          const given = chosen({ channels, quiet: night, zone: "Europe/Berlin" });
          const { shown, quiet, mailDueAt } = deliveryOf(kind, given, true, now);
          expect(shown).toBe(true);
          expect(quiet).toBe(quietUntil(now, night, "Europe/Berlin") !== null);
          if (mailDueAt) expect(quietUntil(mailDueAt, night, "Europe/Berlin")).toBeNull();
        },
      ),
    );
  });

  it("keeps on what is mandatory, whatever is chosen", () => {
    const off = Object.fromEntries(
      notificationGroups.map((group) => [group, { inProduct: false, mail: "off" as const }]),
    );
    const channels = withDefaults(off);
    for (const group of notificationGroups) {
      expect(channels[group].inProduct).toBe(mandatory[group] !== undefined);
      expect(channels[group].mail === "off").toBe(!mandatory[group]?.mail);
    }
  });
});
