import fc from "fast-check";
import { instanceSchema, type Instance, type InstanceInput } from "#app/scheduling/schema.ts";

const identity = (prefix: string, at: number) => `${prefix}${at}`;

const partLimitsOf = (mornings: number | null): Record<string, number> =>
  mornings === null ? {} : { morning: mornings };

/** Sessions of every shape: limits, hosts, halls, travel, pins, a person of two organisations. */
export const instances: fc.Arbitrary<Instance> = fc
  .record({
    slots: fc.integer({ min: 0, max: 5 }),
    tables: fc.array(
      fc.record({
        hall: fc.constantFrom("A", "B"),
        kind: fc.constantFrom("place" as const, "place" as const, "online" as const),
        closed: fc.array(fc.nat(9), { maxLength: 2 }),
        host: fc.option(fc.nat(3), { freq: 6 }),
      }),
      { maxLength: 4 },
    ),
    people: fc.array(
      fc.record({
        organisation: fc.nat(3),
        person: fc.option(fc.nat(2), { freq: 5 }),
        absent: fc.array(fc.nat(9), { maxLength: 3 }),
        limit: fc.option(fc.nat(3), { freq: 3 }),
        mornings: fc.option(fc.nat(2), { freq: 2 }),
      }),
      { minLength: 2, maxLength: 8 },
    ),
    wishes: fc.array(
      fc.record({
        a: fc.nat(20),
        b: fc.nat(20),
        value: fc.double({ min: 0.1, max: 1, noNaN: true }),
        kinds: fc.constantFrom(
          ["place", "online"] as const,
          ["place"] as const,
          ["online"] as const,
        ),
      }),
      { maxLength: 14 },
    ),
    forbidden: fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 2 }),
    pins: fc.array(fc.record({ wish: fc.nat(20), slot: fc.nat(9), table: fc.option(fc.nat(9)) }), {
      maxLength: 2,
    }),
    travelMinutes: fc.constantFrom(0, 0, 10),
    organisationLimit: fc.option(fc.integer({ min: 1, max: 3 })),
    partLimit: fc.option(fc.integer({ min: 1, max: 2 }), { freq: 2 }),
  })
  .map((drawn) => {
    const slot = (at: number) => identity("s", at % Math.max(1, drawn.slots));
    const someSlots = (numbers: number[]) => (drawn.slots === 0 ? [] : numbers.map(slot));
    const people = drawn.people.length;
    const wishes = drawn.wishes
      .map(({ a, b, ...wish }) => ({
        ...wish,
        kinds: [...wish.kinds],
        a: identity("p", a % people),
        b: identity("p", b % people),
      }))
      .filter(({ a, b }) => a !== b)
      .map((wish, at) => ({ ...wish, id: identity("w", at) }));
    const input: InstanceInput = {
      slots: Array.from({ length: drawn.slots }, (_, at) => ({
        id: identity("s", at),
        start: at * 25,
        end: at * 25 + 20,
        part: at < 2 ? "morning" : "afternoon",
      })),
      tables: drawn.tables.map(({ closed, host, ...table }, at) => ({
        ...table,
        id: identity("t", at),
        closed: someSlots(closed),
        host: host === null ? null : identity("o", host),
      })),
      participants: drawn.people.map(({ organisation, person, absent, limit, mornings }, at) => ({
        id: identity("p", at),
        organisation: identity("o", organisation),
        person: person === null ? null : identity("k", person),
        absent: someSlots(absent),
        limit,
        partLimits: partLimitsOf(mornings),
      })),
      organisations: [0, 1, 2, 3].map((at) => ({
        id: identity("o", at),
        limit: drawn.organisationLimit,
      })),
      wishes,
      forbidden: drawn.forbidden.map(([one, two]) => [identity("o", one), identity("o", two)]),
      pins:
        drawn.slots === 0 || wishes.length === 0
          ? []
          : [...new Map(drawn.pins.map((pin) => [pin.wish % wishes.length, pin])).values()].map(
              ({ wish, slot: at, table }) => ({
                wish: identity("w", wish % wishes.length),
                slot: slot(at),
                table:
                  table === null || drawn.tables.length === 0
                    ? null
                    : identity("t", table % drawn.tables.length),
              }),
            ),
      travelMinutes: drawn.travelMinutes,
      partLimit: drawn.partLimit,
    };
    return instanceSchema.parse(input);
  });
