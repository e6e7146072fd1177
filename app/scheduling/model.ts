import type { Instance } from "./schema.ts";

/** Tables that are alike: of one hall, kind and host. A meeting is placed in a class; tables follow. */
export interface TableClass {
  hall: string;
  kind: "place" | "online";
  host: string | null;
  /** Usable tables by slot. */
  capacity: Int32Array;
  tables: number[];
}

/** An instance as numbers, for the solver's inner loops. */
export interface Model {
  instance: Instance;
  slots: number;
  wishes: number;
  people: number;
  organisations: number;
  classes: TableClass[];
  /** Of each wish: its two people, its two organisations, its value. */
  personA: Int32Array;
  personB: Int32Array;
  organisationA: Int32Array;
  organisationB: Int32Array;
  value: Float64Array;
  /** Of each wish: the classes it may use; empty when it can never be placed. */
  allowed: number[][];
  /** Of each wish: the slots both can come to, with a table of an allowed class. */
  common: number[][];
  forbidden: Uint8Array;
  /** Of each person by slot: 1 when they can come. */
  available: Uint8Array[];
  personLimit: Int32Array;
  organisationLimit: Int32Array;
  wishesOfPerson: number[][];
  wishesOfOrganisation: number[][];
  /** Of each slot: its part, as a number; and the slots too near to change halls between. */
  part: Int32Array;
  parts: number;
  /** Meetings of a person in a part at most: `person * parts + part`. */
  partLimit: Int32Array;
  near: number[][];
  organisationIds: string[];
}

/** Stands for no limit. */
export const unlimited = 1 << 29;

/** Numbers what an instance names. */
export function modelOf(instance: Instance): Model {
  const slotAt = new Map(instance.slots.map(({ id }, at) => [id, at]));
  const personAt = new Map<string, number>();
  const organisationAt = new Map<string, number>();
  const numbered = (map: Map<string, number>, key: string): number => {
    const known = map.get(key);
    if (known !== undefined) return known;
    map.set(key, map.size);
    return map.size - 1;
  };
  const participantAt = new Map(instance.participants.map(({ id }, at) => [id, at]));
  const personOf = instance.participants.map(({ id, person }) =>
    numbered(personAt, person === null ? `participant ${id}` : `person ${person}`),
  );
  const organisationOf = instance.participants.map(({ organisation }) =>
    numbered(organisationAt, organisation),
  );
  const people = personAt.size;
  const available = Array.from({ length: people }, () =>
    new Uint8Array(instance.slots.length).fill(1),
  );
  const personLimit = new Int32Array(people).fill(unlimited);
  instance.participants.forEach(({ absent, limit }, at) => {
    const person = personOf[at] ?? 0;
    for (const slot of absent) (available[person] as Uint8Array)[slotAt.get(slot) ?? 0] = 0;
    if (limit !== null) personLimit[person] = Math.min(personLimit[person] ?? 0, limit);
  });
  const facts = slotFacts(instance);
  const partLimit = new Int32Array(people * facts.parts).fill(instance.partLimit ?? unlimited);
  instance.participants.forEach(({ partLimits }, at) => {
    facts.partNames.forEach((name, part) => {
      const limit = Object.hasOwn(partLimits, name) ? partLimits[name] : undefined;
      const index = (personOf[at] ?? 0) * facts.parts + part;
      if (limit !== undefined) partLimit[index] = Math.min(partLimit[index] ?? 0, limit);
    });
  });
  const organisationLimit = new Int32Array(organisationAt.size).fill(unlimited);
  for (const { id, limit } of instance.organisations) {
    const at = organisationAt.get(id);
    if (at !== undefined && limit !== null) organisationLimit[at] = limit;
  }
  const classes = classesOf(instance, slotAt);
  const hosted = new Set(classes.flatMap(({ host }) => (host === null ? [] : [host])));
  const apart = new Set(
    instance.forbidden.flatMap(([one, two]) => [`${one} ${two}`, `${two} ${one}`]),
  );

  const count = instance.wishes.length;
  const model: Model = {
    instance,
    slots: instance.slots.length,
    wishes: count,
    people,
    organisations: organisationAt.size,
    classes,
    personA: new Int32Array(count),
    personB: new Int32Array(count),
    organisationA: new Int32Array(count),
    organisationB: new Int32Array(count),
    value: Float64Array.from(instance.wishes, ({ value }) => value),
    allowed: [],
    common: [],
    forbidden: new Uint8Array(count),
    available,
    personLimit,
    organisationLimit,
    wishesOfPerson: Array.from({ length: people }, () => []),
    wishesOfOrganisation: Array.from({ length: organisationAt.size }, () => []),
    part: facts.part,
    parts: facts.parts,
    near: facts.near,
    partLimit,
    organisationIds: [...organisationAt.keys()],
  };
  instance.wishes.forEach(({ a, b, kinds }, wish) => {
    const [one, two] = [participantAt.get(a) ?? 0, participantAt.get(b) ?? 0];
    const [orgA, orgB] = [
      instance.participants[one]?.organisation ?? "",
      instance.participants[two]?.organisation ?? "",
    ];
    const [personA, personB] = [personOf[one] ?? 0, personOf[two] ?? 0];
    model.personA[wish] = personA;
    model.personB[wish] = personB;
    model.organisationA[wish] = organisationOf[one] ?? 0;
    model.organisationB[wish] = organisationOf[two] ?? 0;
    model.forbidden[wish] = apart.has(`${orgA} ${orgB}`) || personA === personB ? 1 : 0;
    const hosts = [orgA, orgB].filter((organisation) => hosted.has(organisation));
    /** Two hosts cannot both stay at their tables; either's will do. */
    const allowed = classes.flatMap(({ host, kind }, at) => {
      const fits = hosts.length === 0 ? host === null : host !== null && hosts.includes(host);
      return fits && kinds.includes(kind) ? [at] : [];
    });
    model.allowed.push(allowed);
    model.common.push(
      model.forbidden[wish]
        ? []
        : instance.slots.flatMap((_, slot) =>
            available[personA]?.[slot] &&
            available[personB]?.[slot] &&
            allowed.some((at) => (classes[at]?.capacity[slot] ?? 0) > 0)
              ? [slot]
              : [],
          ),
    );
    model.wishesOfPerson[personA]?.push(wish);
    model.wishesOfPerson[personB]?.push(wish);
    model.wishesOfOrganisation[model.organisationA[wish] ?? 0]?.push(wish);
    if (orgA !== orgB) model.wishesOfOrganisation[model.organisationB[wish] ?? 0]?.push(wish);
  });
  return model;
}

function classesOf(instance: Instance, slotAt: Map<string, number>): TableClass[] {
  const byKey = new Map<string, TableClass>();
  instance.tables.forEach(({ hall, kind, host, closed }, at) => {
    const key = JSON.stringify([hall, kind, host]);
    const found = byKey.get(key) ?? {
      hall,
      kind,
      host,
      capacity: new Int32Array(instance.slots.length),
      tables: [],
    };
    byKey.set(key, found);
    found.tables.push(at);
    const shut = new Set(closed.map((slot) => slotAt.get(slot) ?? -1));
    for (let slot = 0; slot < instance.slots.length; slot += 1)
      if (!shut.has(slot)) found.capacity[slot] = (found.capacity[slot] ?? 0) + 1;
  });
  return [...byKey.values()];
}

/** Online meetings are met from anywhere: only places have a way between them. */
export const farApart = (one: TableClass, other: TableClass): boolean =>
  one.kind === "place" && other.kind === "place" && one.hall !== other.hall;

/**
 * The parts of slots, and for each slot the others that a person cannot attend
 * at all beside it (they overlap) or not in another hall (too little time between).
 */
function slotFacts({ slots, travelMinutes }: Instance) {
  const names = [...new Set(slots.map(({ part }) => part))];
  return {
    part: Int32Array.from(slots, ({ part }) => names.indexOf(part)),
    parts: names.length,
    partNames: names,
    near: slots.map((slot, at) =>
      slots.flatMap((other, otherAt) => {
        if (otherAt === at) return [];
        const between = other.start >= slot.end ? other.start - slot.end : slot.start - other.end;
        return between < travelMinutes || between < 0 ? [otherAt] : [];
      }),
    ),
  };
}

/** Whether two slots overlap in time, so that no one can be in both. */
export const overlap = ({ instance }: Model, one: number, other: number): boolean => {
  const [a, b] = [instance.slots[one], instance.slots[other]];
  return a !== undefined && b !== undefined && a.start < b.end && b.start < a.end;
};
