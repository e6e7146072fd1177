import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instances } from "#tests/support/instances.ts";
import { brokenPins, conflictsOf } from "./check.ts";
import { move, swap } from "./edit.ts";
import { instanceSchema, type Instance } from "./schema.ts";
import { solve } from "./solve.ts";

const valueOf = (instance: Instance, wishes: string[]): number =>
  instance.wishes
    .filter(({ id }) => wishes.includes(id))
    .reduce((sum, { value }) => sum + value, 0);

/** More than the largest drawn session needs before its search finds nothing better. */
const steps = 50_000;

describe("a timetable", () => {
  it("never has a conflict, says its value right, and stays below its bound", async () => {
    await fc.assert(
      fc.asyncProperty(instances, fc.nat(1_000), async (instance, seed) => {
        const timetable = await solve(instance, { steps, seed });
        expect(conflictsOf(instance, timetable.meetings)).toEqual([]);
        const placed = timetable.meetings.map(({ wish }) => wish);
        expect(timetable.value).toBeCloseTo(valueOf(instance, placed), 6);
        expect(timetable.value).toBeLessThanOrEqual(timetable.bound + 1e-6);
        expect(placed.length + timetable.unplaced.length).toBe(instance.wishes.length);
        expect(timetable.unkeptPins.sort()).toEqual(
          brokenPins(instance, timetable.meetings).sort(),
        );
        expect(timetable.fairness.avoidable).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it("is as good as trying everything, where that can be done", async () => {
    await fc.assert(
      fc.asyncProperty(instances, async (drawn) => {
        const slots = drawn.slots.slice(0, 3);
        const known = new Set(slots.map(({ id }) => id));
        const inside = (ids: string[]) => ids.filter((id) => known.has(id));
        const instance: Instance = {
          ...drawn,
          slots,
          pins: [],
          wishes: drawn.wishes.slice(0, 4),
          tables: drawn.tables
            .slice(0, 2)
            .map((table) => ({ ...table, closed: inside(table.closed) })),
          participants: drawn.participants.map((one) => ({ ...one, absent: inside(one.absent) })),
        };
        const best = bestByTrying(instance);
        const timetable = await solve(instance, { steps, goal: 0 });
        const people = peopleOf(
          instance,
          timetable.meetings.map(({ wish }) => wish),
        );
        expect({ people, value: timetable.value.toFixed(6) }).toEqual({
          people: best.people,
          value: best.value.toFixed(6),
        });
      }),
      { numRuns: 60 },
    );
  });

  it("moves few meetings when one is cancelled, and says which", async () => {
    await fc.assert(
      fc.asyncProperty(instances, async (drawn) => {
        const instance = { ...drawn, pins: [] };
        const before = await solve(instance, { steps });
        const [cancelled, ...kept] = before.meetings;
        if (!cancelled) return;
        const wishes = instance.wishes.filter(({ id }) => id !== cancelled.wish);
        const without = { ...instance, wishes };
        const after = await solve(without, { steps, previous: kept, stability: 5 });
        expect(conflictsOf(without, after.meetings)).toEqual([]);
        expect(after.moved).toEqual([]);
        expect(after.meetings).toEqual(expect.arrayContaining(kept));
      }),
      { numRuns: 60 },
    );
  });
});

const peopleOf = (instance: Instance, wishes: string[]): number =>
  new Set(
    instance.wishes
      .filter(({ id }) => wishes.includes(id))
      .flatMap(({ a, b }) => [a, b])
      .map((id) => instance.participants.find((one) => one.id === id))
      .map((one) => one?.person ?? one?.id),
  ).size;

/** Every way to place the wishes, by the independent checker: most people first, then value. */
function bestByTrying(instance: Instance): { people: number; value: number } {
  let best = { people: 0, value: 0 };
  const go = (at: number, meetings: { wish: string; slot: string; table: string }[]) => {
    const wish = instance.wishes[at];
    if (!wish) {
      const placed = meetings.map((meeting) => meeting.wish);
      const found = { people: peopleOf(instance, placed), value: valueOf(instance, placed) };
      const better =
        found.people > best.people ||
        (found.people === best.people && found.value > best.value + 1e-9);
      if (better) best = found;
      return;
    }
    go(at + 1, meetings);
    for (const slot of instance.slots)
      for (const table of instance.tables) {
        const tried = [...meetings, { wish: wish.id, slot: slot.id, table: table.id }];
        if (conflictsOf(instance, tried).length === 0) go(at + 1, tried);
      }
  };
  go(0, []);
  return best;
}

describe("a pinned meeting", () => {
  const base = {
    slots: [{ id: "s0", start: 0, end: 20, part: "morning" }],
    tables: ["t0", "t1"].map((id) => ({ id, hall: "A", kind: "place" as const })),
    participants: ["p0", "p1", "p2", "p3"].map((id, at) => ({ id, organisation: `o${at}` })),
    organisations: ["o0", "o1", "o2", "o3"].map((id) => ({ id })),
    wishes: [
      { id: "w0", a: "p0", b: "p1", value: 0.5 },
      { id: "w1", a: "p2", b: "p3", value: 0.5 },
    ],
  };
  const at = (wish: string, table: string) => ({ wish, slot: "s0", table });

  it.each([
    {
      name: "to a table that is closed then",
      tables: [{ ...base.tables[0], closed: ["s0"] }, base.tables[1]],
      pins: [at("w0", "t0")],
      unkept: ["w0"],
    },
    {
      name: "to the table of a pin before",
      pins: [at("w1", "t0"), at("w0", "t0")],
      unkept: ["w0"],
    },
    {
      name: "to the table where another stood",
      pins: [at("w1", "t0")],
      previous: [at("w0", "t0")],
      unkept: [],
    },
  ])("$name is kept or named", async ({ tables, pins, previous, unkept }) => {
    const instance = instanceSchema.parse({ ...base, tables: tables ?? base.tables, pins });
    const timetable = await solve(instance, { steps, ...(previous && { previous }) });
    expect(timetable.unkeptPins).toEqual(unkept);
    expect(brokenPins(instance, timetable.meetings)).toEqual(unkept);
    expect(conflictsOf(instance, timetable.meetings)).toEqual([]);
  });
});

describe("an organizer's hand", () => {
  const instance = instanceSchema.parse({
    slots: [
      { id: "s1", start: 0, end: 20 },
      { id: "s2", start: 25, end: 45 },
    ],
    tables: [{ id: "t1" }, { id: "t2" }],
    participants: ["a", "b", "c"].map((id) => ({ id, organisation: id })),
    wishes: [
      { id: "ab", a: "a", b: "b", value: 1 },
      { id: "ac", a: "a", b: "c", value: 1 },
    ],
  });
  const meetings = [
    { wish: "ab", slot: "s1", table: "t1" },
    { wish: "ac", slot: "s2", table: "t2" },
  ];

  it("is told at once what a move breaks", () => {
    expect(move(instance, meetings, { wish: "ac", slot: "s1", table: "t1" }).conflicts).toEqual([
      { kind: "table_twice", wishes: ["ab", "ac"] },
      { kind: "person_twice", wishes: ["ab", "ac"] },
    ]);
    expect(move(instance, meetings, { wish: "ac", slot: "s2", table: "t1" }).conflicts).toEqual([]);
  });

  it("lets two meetings change places", () => {
    const swapped = swap(instance, meetings, "ab", "ac");
    expect(swapped.conflicts).toEqual([]);
    expect(swapped.meetings).toEqual(
      expect.arrayContaining([
        { wish: "ab", slot: "s2", table: "t2" },
        { wish: "ac", slot: "s1", table: "t1" },
      ]),
    );
  });
});

describe("an instance as a file", () => {
  it("is refused with the place of each mistake", () => {
    const parsed = instanceSchema.safeParse({
      slots: [{ id: "s1", start: 20, end: 10 }],
      tables: [],
      participants: [{ id: "a", organisation: "o", absent: ["nowhere"] }],
      wishes: [{ id: "w", a: "a", b: "nobody", value: -1 }],
    });
    expect(parsed.error?.issues.map(({ path }) => path.join("."))).toEqual([
      "wishes.0.value",
      "slots.0.end",
      "participants.0.absent.0",
      "wishes.0.b",
    ]);
  });
});
