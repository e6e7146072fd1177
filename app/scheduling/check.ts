import type { Instance, Placement } from "./schema.ts";

/** What two meetings, or a meeting and the instance, have against each other. */
export interface Conflict {
  kind:
    | "unknown"
    | "wish_twice"
    | "person_twice"
    | "person_absent"
    | "table_twice"
    | "table_closed"
    | "table_kind"
    | "table_host"
    | "travel"
    | "person_limit"
    | "part_limit"
    | "organisation_limit"
    | "forbidden"
    | "pin";
  /** The wishes concerned. */
  wishes: string[];
}

type Side = Instance["participants"][number];

/** A meeting with all that it names. */
interface Known {
  wish: Instance["wishes"][number];
  slot: Instance["slots"][number];
  table: Instance["tables"][number];
  sides: readonly [Side, Side];
  /** The one or two people who sit in it. */
  people: Set<string>;
}

const byId = <Row extends { id: string }>(rows: Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

/** What participants share that are one person. */
const keyOf = ({ id, person }: Side): string =>
  person === null ? `participant:${id}` : `person:${person}`;

const pairKey = (one: string, other: string): string =>
  one < other ? `${one} ${other}` : `${other} ${one}`;

const smallest = (one: number | null | undefined, other: number | null | undefined) =>
  one === null || one === undefined ? (other ?? null) : Math.min(one, other ?? one);

/**
 * Everything that is wrong with a timetable, by the rules of the instance alone.
 * It shares no code with the solver, so that one's mistake is not the other's.
 * The work grows with the number of meetings and of conflicts, not with its square.
 */
export function conflictsOf(instance: Instance, meetings: Placement[]): Conflict[] {
  const [wishes, slots] = [byId(instance.wishes), byId(instance.slots)];
  const [tables, participants] = [byId(instance.tables), byId(instance.participants)];
  const conflicts: Conflict[] = [];
  const known = meetings.flatMap((meeting): Known[] => {
    const wish = wishes.get(meeting.wish);
    const slot = slots.get(meeting.slot);
    const table = tables.get(meeting.table);
    const a = wish && participants.get(wish.a);
    const b = wish && participants.get(wish.b);
    if (wish && slot && table && a && b)
      return [{ wish, slot, table, sides: [a, b], people: new Set([keyOf(a), keyOf(b)]) }];
    conflicts.push({ kind: "unknown", wishes: [meeting.wish] });
    return [];
  });
  return [
    ...conflicts,
    ...conflictsOfEach(instance, known),
    ...conflictsOfPairs(instance, known),
    ...conflictsOfLimits(instance, known),
  ];
}

/** What stands against a meeting whatever the others are. */
function conflictsOfEach(instance: Instance, known: Known[]): Conflict[] {
  const conflicts: Conflict[] = [];
  const hosts = new Set(instance.tables.flatMap(({ host }) => (host === null ? [] : [host])));
  const forbidden = new Set(instance.forbidden.map(([one, two]) => pairKey(one, two)));
  /** Who cannot come for one organisation cannot come for another either. */
  const absent = new Map<string, Set<string>>();
  for (const one of instance.participants) {
    const slots = absent.get(keyOf(one)) ?? new Set();
    for (const slot of one.absent) slots.add(slot);
    absent.set(keyOf(one), slots);
  }
  for (const { wish, slot, table, sides, people } of known) {
    const found = (kind: Conflict["kind"]) => conflicts.push({ kind, wishes: [wish.id] });
    const organisations = sides.map(({ organisation }) => organisation);
    if (people.size === 1) found("person_twice");
    for (const side of sides) if (absent.get(keyOf(side))?.has(slot.id)) found("person_absent");
    if (table.closed.includes(slot.id)) found("table_closed");
    if (!wish.kinds.includes(table.kind)) found("table_kind");
    const isItsTable =
      table.host === null
        ? !organisations.some((organisation) => hosts.has(organisation))
        : organisations.includes(table.host);
    if (!isItsTable) found("table_host");
    if (forbidden.has(pairKey(organisations[0] ?? "", organisations[1] ?? ""))) found("forbidden");
  }
  return conflicts;
}

/**
 * What two meetings have against each other. Only meetings of one wish, table or
 * person are compared, and of those only the ones that are near in time.
 */
function conflictsOfPairs({ travelMinutes }: Instance, known: Known[]): Conflict[] {
  const conflicts: Conflict[] = [];
  const found = (kind: Conflict["kind"], one: Known, other: Known) =>
    conflicts.push({ kind, wishes: [one.wish.id, other.wish.id] });
  const place = new Map(known.map((meeting, at) => [meeting, at]));
  const inOrder = [...known].sort((one, other) => one.slot.start - other.slot.start);
  const grouped = (keysOf: (meeting: Known) => Iterable<string>): Known[][] => {
    const groups = new Map<string, Known[]>();
    for (const meeting of inOrder)
      for (const key of keysOf(meeting)) {
        const group = groups.get(key);
        if (group) group.push(meeting);
        else groups.set(key, [meeting]);
      }
    return [...groups.values()].filter(({ length }) => length > 1);
  };
  /** Pairs of which the later begins less than so many minutes after the end of the earlier. */
  const near = (groups: Known[][], minutes: number, seen: (one: Known, other: Known) => void) => {
    for (const group of groups)
      group.forEach((early, at) => {
        for (let next = at + 1; next < group.length; next += 1) {
          const late = group[next];
          if (!late || late.slot.start - early.slot.end >= minutes) break;
          const first = (place.get(early) ?? 0) < (place.get(late) ?? 0);
          seen(first ? early : late, first ? late : early);
        }
      });
  };
  const always = Number.POSITIVE_INFINITY;
  near(
    grouped(({ wish }) => [wish.id]),
    always,
    (one, other) => found("wish_twice", one, other),
  );
  near(
    grouped(({ table }) => [table.id]),
    0,
    (one, other) => found("table_twice", one, other),
  );
  const compared = new Set<string>();
  near(
    grouped(({ people }) => people),
    travelMinutes,
    (one, other) => {
      const pair = `${place.get(one)} ${place.get(other)}`;
      if (compared.has(pair)) return;
      compared.add(pair);
      if (one.slot.start < other.slot.end && other.slot.start < one.slot.end)
        found("person_twice", one, other);
      else if (
        one.table.kind === "place" &&
        other.table.kind === "place" &&
        one.table.hall !== other.table.hall
      )
        found("travel", one, other);
    },
  );
  return conflicts;
}

/** The limits that a timetable goes beyond. */
function conflictsOfLimits(instance: Instance, known: Known[]): Conflict[] {
  const limitOf = new Map<string, number | null>();
  const partLimitOf = new Map<string, number | null>();
  for (const one of instance.participants) {
    const person = keyOf(one);
    limitOf.set(person, smallest(limitOf.get(person), one.limit));
    for (const [part, limit] of Object.entries(one.partLimits)) {
      const key = JSON.stringify([person, part]);
      partLimitOf.set(key, smallest(partLimitOf.get(key), limit));
    }
  }
  const ofOrganisation = new Map(instance.organisations.map(({ id, limit }) => [id, limit]));
  const counted = new Map<string, { wishes: Set<string>; most: number; kind: Conflict["kind"] }>();
  const count = (
    kind: Conflict["kind"],
    whose: string,
    most: number | null | undefined,
    wish: string,
  ) => {
    if (most === null || most === undefined) return;
    const row = counted.get(`${kind} ${whose}`) ?? { wishes: new Set(), most, kind };
    row.wishes.add(wish);
    counted.set(`${kind} ${whose}`, row);
  };
  for (const { wish, slot, sides, people } of known) {
    for (const person of people) {
      const inPart = JSON.stringify([person, slot.part]);
      count("person_limit", person, limitOf.get(person), wish.id);
      const most = smallest(instance.partLimit, partLimitOf.get(inPart));
      count("part_limit", inPart, most, wish.id);
    }
    for (const { organisation } of sides)
      count("organisation_limit", organisation, ofOrganisation.get(organisation), wish.id);
  }
  return [...counted.values()].flatMap(({ wishes, most, kind }) =>
    wishes.size > most ? [{ kind, wishes: [...wishes] }] : [],
  );
}

/** Pins that a timetable does not keep. */
export function brokenPins(instance: Instance, meetings: Placement[]): string[] {
  const standing = new Map(meetings.map((meeting) => [meeting.wish, meeting]));
  return instance.pins
    .filter(({ wish, slot, table }) => {
      const meeting = standing.get(wish);
      return meeting?.slot !== slot || (table !== null && meeting.table !== table);
    })
    .map(({ wish }) => wish);
}
