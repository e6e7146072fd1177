import fc from "fast-check";
import { expect, it } from "vitest";
import { instances } from "#tests/support/instances.ts";
import { conflictsOf, type Conflict } from "./check.ts";
import { move } from "./edit.ts";
import type { Instance, Placement } from "./schema.ts";

/** What is wrong with a timetable, by comparing every meeting with every other. */
function byDefinition(instance: Instance, meetings: Placement[]): Conflict[] {
  const conflicts: Conflict[] = [];
  const found = (kind: Conflict["kind"], ...wishes: string[]) => conflicts.push({ kind, wishes });
  const wishes = new Map(instance.wishes.map((wish) => [wish.id, wish]));
  const slots = new Map(instance.slots.map((slot) => [slot.id, slot]));
  const tables = new Map(instance.tables.map((table) => [table.id, table]));
  const participants = new Map(instance.participants.map((one) => [one.id, one]));
  const hosts = new Set(instance.tables.flatMap(({ host }) => (host === null ? [] : [host])));

  const keyOf = (side: Instance["participants"][number]): string =>
    side.person === null ? `participant:${side.id}` : `person:${side.person}`;
  /** Who cannot come for one organisation cannot come for another either. */
  const absent = new Map<string, Set<string>>();
  for (const one of instance.participants)
    absent.set(keyOf(one), new Set([...(absent.get(keyOf(one)) ?? []), ...one.absent]));

  const known = meetings.flatMap((meeting) => {
    const wish = wishes.get(meeting.wish);
    const slot = slots.get(meeting.slot);
    const table = tables.get(meeting.table);
    const a = wish && participants.get(wish.a);
    const b = wish && participants.get(wish.b);
    if (wish && slot && table && a && b) return [{ wish, slot, table, sides: [a, b] as const }];
    found("unknown", meeting.wish);
    return [];
  });

  for (const { wish, slot, table, sides } of known) {
    const organisations = sides.map(({ organisation }) => organisation);
    if (keyOf(sides[0]) === keyOf(sides[1])) found("person_twice", wish.id);
    for (const side of sides)
      if (absent.get(keyOf(side))?.has(slot.id)) found("person_absent", wish.id);
    if (table.closed.includes(slot.id)) found("table_closed", wish.id);
    if (!wish.kinds.includes(table.kind)) found("table_kind", wish.id);
    const hosting = organisations.filter((organisation) => hosts.has(organisation));
    const isItsTable =
      table.host === null ? hosting.length === 0 : organisations.includes(table.host);
    if (!isItsTable) found("table_host", wish.id);
    const isForbidden = instance.forbidden.some(
      ([one, two]) =>
        (one === organisations[0] && two === organisations[1]) ||
        (two === organisations[0] && one === organisations[1]),
    );
    if (isForbidden) found("forbidden", wish.id);
  }

  for (let at = 0; at < known.length; at += 1) {
    const one = known[at];
    if (!one) continue;
    for (const other of known.slice(at + 1)) {
      const both = [one.wish.id, other.wish.id] as const;
      if (one.wish.id === other.wish.id) found("wish_twice", ...both);
      const sameTime = one.slot.start < other.slot.end && other.slot.start < one.slot.end;
      if (sameTime && one.table.id === other.table.id) found("table_twice", ...both);
      const shared = one.sides.some((side) =>
        other.sides.some((second) => keyOf(side) === keyOf(second)),
      );
      if (!shared) continue;
      if (sameTime) found("person_twice", ...both);
      const [early, late] = one.slot.start <= other.slot.start ? [one, other] : [other, one];
      const places = early.table.kind === "place" && late.table.kind === "place";
      const tooSoon = late.slot.start - early.slot.end < instance.travelMinutes;
      if (!sameTime && places && early.table.hall !== late.table.hall && tooSoon)
        found("travel", ...both);
    }
  }

  const counted = new Map<string, { wishes: string[]; most: number; kind: Conflict["kind"] }>();
  const count = (key: string, most: number | null, kind: Conflict["kind"], wish: string) => {
    if (most === null) return;
    const row = counted.get(key) ?? { wishes: [], most, kind };
    row.most = Math.min(row.most, most);
    if (!row.wishes.includes(wish)) row.wishes.push(wish);
    counted.set(key, row);
  };
  const limits = new Map(instance.organisations.map(({ id, limit }) => [id, limit]));
  for (const { wish, slot, sides } of known)
    for (const side of sides) {
      const person = keyOf(side);
      const smallest = instance.participants
        .filter((one) => keyOf(one) === person && one.limit !== null)
        .reduce<number | null>((least, { limit }) => Math.min(least ?? Infinity, limit ?? 0), null);
      count(`limit ${person}`, smallest, "person_limit", wish.id);
      const inPart = instance.participants
        .filter((one) => keyOf(one) === person)
        .map(({ partLimits }) => partLimits[slot.part])
        .concat(instance.partLimit ?? undefined)
        .filter((limit) => limit !== undefined);
      const most = inPart.length === 0 ? null : Math.min(...inPart);
      count(`part ${person} ${slot.part}`, most, "part_limit", wish.id);
      const organisation = side.organisation;
      count(
        `organisation ${organisation}`,
        limits.get(organisation) ?? null,
        "organisation_limit",
        wish.id,
      );
    }
  for (const { wishes: over, most, kind } of counted.values())
    if (over.length > most) found(kind, ...over);
  return conflicts;
}

const drawn = instances.chain((instance) =>
  fc.record({
    instance: fc
      .array(fc.record({ start: fc.nat(60), length: fc.integer({ min: 5, max: 40 }) }), {
        minLength: instance.slots.length,
        maxLength: instance.slots.length,
      })
      .map((times) => ({
        ...instance,
        slots: instance.slots.map((slot, at) => {
          const { start, length } = times[at] ?? { start: 0, length: 1 };
          return { ...slot, start, end: start + length };
        }),
      })),
    meetings: fc.array(
      fc
        .record({ wish: fc.nat(20), slot: fc.nat(20), table: fc.nat(20) })
        .map(({ wish, slot, table }): Placement => ({
          wish: `w${wish % (instance.wishes.length + 1)}`,
          slot: `s${slot % Math.max(1, instance.slots.length)}`,
          table: `t${table % Math.max(1, instance.tables.length)}`,
        })),
      { maxLength: 25 },
    ),
  }),
);

const sorted = (conflicts: Conflict[]): string[] =>
  conflicts.map(({ kind, wishes }) => JSON.stringify([kind, [...wishes].sort()])).sort();

it("finds what comparing every meeting with every other finds", () => {
  let seen = 0;
  fc.assert(
    fc.property(drawn, ({ instance, meetings }) => {
      const expected = sorted(byDefinition(instance, meetings));
      seen += expected.length;
      expect(sorted(conflictsOf(instance, meetings))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
  expect(seen).toBeGreaterThan(500);
});

it("finds after a change by hand just what is new in the whole timetable", () => {
  fc.assert(
    fc.property(drawn, fc.nat(20), fc.nat(20), fc.nat(20), ({ instance, meetings }, w, s, t) => {
      const before = [...new Map(meetings.map((meeting) => [meeting.wish, meeting])).values()];
      const to = {
        wish: instance.wishes[w % Math.max(1, instance.wishes.length)]?.id ?? "w0",
        slot: `s${s % Math.max(1, instance.slots.length)}`,
        table: `t${t % Math.max(1, instance.tables.length)}`,
      };
      const { meetings: after, conflicts } = move(instance, before, to);
      const known = new Set(sorted(byDefinition(instance, before)));
      const isNew = sorted(byDefinition(instance, after)).filter((key) => !known.has(key));
      expect(sorted(conflicts)).toEqual(isNew);
    }),
    { numRuns: 500 },
  );
});
