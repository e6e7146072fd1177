import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mailChoices, type MailChoice } from "#app/codes/codes.ts";
import type { NewsGroup } from "#app/kernel/news.ts";
import { channelsOf, defaultPreferences, deliveryOf, type Preferences } from "./channels.ts";
import { quietUntil } from "./schedule.ts";

const free: NewsGroup = {
  name: "matches",
  title: () => "",
  defaults: { inProduct: true, mail: "daily" },
};
const shown: NewsGroup = { ...free, name: "reviews", mandatory: { inProduct: true } };
const mailed: NewsGroup = {
  ...shown,
  name: "system",
  defaults: { inProduct: true, mail: "immediate" },
  mandatory: { inProduct: true, mail: true },
};
const groups = [free, shown, mailed];

const night = { from: "22:00", to: "08:30" };
const at = (time: string) => new Date(`2026-03-02T${time}+08:00`);
const chosen = (changes: Partial<Preferences> = {}): Preferences => ({
  ...defaultPreferences,
  ...changes,
});
const byMail = (mail: MailChoice, group = free) =>
  new Map([[group.name, { inProduct: true, mail }]]);
const line = (group = free) => ({ group, isDigest: false });

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
    const preferences = chosen({ channels: byMail(mail), quiet });
    const { mailDueAt } = deliveryOf(line(), preferences, true, at(time));
    expect(mailDueAt).toEqual(due === null ? null : new Date(due));
  });

  it("follows the group's defaults where the person chose nothing", () => {
    const preferences = chosen({ channels: byMail("off", shown) });
    expect(deliveryOf(line(), preferences, true, at("12:00")).mailDueAt).toEqual(
      new Date("2026-03-03T08:00:00+08:00"),
    );
  });

  it("does not hold a digest for the next day's summary", () => {
    const preferences = chosen({ channels: byMail("daily") });
    const digest = { group: free, isDigest: true };
    expect(deliveryOf(digest, preferences, true, at("08:00")).mailDueAt).toEqual(at("08:00"));
  });

  const anyGroup = fc.constantFrom(...groups);
  const anyMail = fc.constantFrom(...mailChoices);

  it("never mails an address that is not verified", () => {
    fc.assert(
      fc.property(anyGroup, anyMail, (group, mail) => {
        const preferences = chosen({ channels: byMail(mail, group) });
        expect(deliveryOf(line(group), preferences, false, at("12:00")).mailDueAt).toBeNull();
      }),
    );
  });

  it("never mails within the quiet hours, and shows the line all the same", () => {
    fc.assert(
      fc.property(
        anyGroup,
        anyMail,
        fc.date({ min: at("00:00"), max: new Date("2027-01-01"), noInvalidDate: true }),
        (group, mail, now) => {
          const preferences = chosen({
            channels: byMail(mail, group),
            quiet: night,
            zone: "Europe/Berlin",
          });
          const delivery = deliveryOf(line(group), preferences, true, now);
          expect(delivery.shown).toBe(true);
          expect(delivery.quiet).toBe(quietUntil(now, night, "Europe/Berlin") !== null);
          if (delivery.mailDueAt)
            expect(quietUntil(delivery.mailDueAt, night, "Europe/Berlin")).toBeNull();
        },
      ),
    );
  });

  it.each([
    [free, { inProduct: false, mail: "off" }],
    [shown, { inProduct: true, mail: "off" }],
    [mailed, { inProduct: true, mail: "immediate" }],
  ] as const)("keeps on what is mandatory of %o, whatever is chosen", (group, kept) => {
    expect(channelsOf(group, { inProduct: false, mail: "off" })).toEqual(kept);
  });
});
