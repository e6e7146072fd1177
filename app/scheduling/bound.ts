import type { ProgrammeLimits } from "./budget.ts";
import type { LegacyHighs } from "highs";
import { unlimited, type Model } from "./model.ts";
import type { BoundKind } from "./schema.ts";

export interface Bound {
  value: number;
  kind: BoundKind;
  /** How much of each wish the relaxation takes; null when there is none. */
  share: Float64Array | null;
}

/**
 * A bound without a solver: each meeting gives each of its two people half its
 * value, and nobody has more meetings than slots and limits allow; and there are
 * no more meetings than tables in all slots together.
 */
export function countingBound(model: Model): Bound {
  const placeable = (wish: number): boolean => (model.common[wish]?.length ?? 0) > 0;
  let byPeople = 0;
  for (let person = 0; person < model.people; person += 1) {
    const values = (model.wishesOfPerson[person] ?? [])
      .filter(placeable)
      .map((wish) => (model.value[wish] ?? 0) / 2)
      .sort((a, b) => b - a);
    byPeople += sum(values.slice(0, mostOf(model, person)));
  }
  const all = Array.from({ length: model.wishes }, (_, wish) => wish)
    .filter(placeable)
    .map((wish) => model.value[wish] ?? 0)
    .sort((a, b) => b - a);
  const byTables = sum(all.slice(0, seatsIn(model, null)));
  return { value: Math.min(byPeople, byTables), kind: "counting", share: null };
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

/** Meetings a person can have at most. */
const mostOf = (model: Model, person: number): number =>
  Math.min(
    model.personLimit[person] ?? 0,
    model.available[person]?.reduce((total, free) => total + free, 0) ?? 0,
  );

/** Tables in all slots of a part, or of the whole session. */
function seatsIn(model: Model, part: number | null): number {
  let seats = 0;
  for (const { capacity } of model.classes)
    for (let slot = 0; slot < model.slots; slot += 1)
      if (part === null || model.part[slot] === part) seats += capacity[slot] ?? 0;
  return seats;
}

/**
 * The linear programme with one variable a wish instead of one a wish and slot.
 * Every timetable gives a point of it, so its optimum is above them all: a wish
 * is placed once; a person has no more meetings than limit and free slots, in
 * all and within each part; the same for organisations; and tables times slots
 * are not exceeded, in all and within each part.
 */
export function aggregatedProgramme(model: Model): string {
  const rows: string[] = [];
  const row = (wishes: number[], most: number) => {
    if (wishes.length > most)
      rows.push(` ${wishes.map((wish) => `x${wish}`).join(" + ")} <= ${Math.max(0, most)}`);
  };
  const used = placeables(model);
  const onlyIn = (wish: number, part: number): boolean =>
    model.common[wish]?.every((slot) => model.part[slot] === part) ?? false;
  for (let person = 0; person < model.people; person += 1) {
    const mine = (model.wishesOfPerson[person] ?? []).filter((wish) => used.has(wish));
    for (let part = 0; model.parts > 1 && part < model.parts; part += 1) {
      const free =
        model.available[person]?.reduce(
          (total, is, slot) => total + (model.part[slot] === part ? is : 0),
          0,
        ) ?? 0;
      row(
        mine.filter((wish) => onlyIn(wish, part)),
        Math.min(free, model.partLimit[person * model.parts + part] ?? 0),
      );
    }
    const byParts = model.partLimit
      .subarray(person * model.parts, (person + 1) * model.parts)
      .reduce((total, limit) => Math.min(total + limit, unlimited), 0);
    row(mine, Math.min(mostOf(model, person), byParts));
  }
  for (let one = 0; one < model.organisations; one += 1)
    row(
      (model.wishesOfOrganisation[one] ?? []).filter((wish) => used.has(wish)),
      model.organisationLimit[one] ?? 0,
    );
  row([...used], seatsIn(model, null));
  for (let part = 0; model.parts > 1 && part < model.parts; part += 1)
    row(
      [...used].filter((wish) => onlyIn(wish, part)),
      seatsIn(model, part),
    );
  model.classes.forEach(({ capacity, host }, kind) => {
    if (host === null && model.classes.length === 1) return;
    row(
      [...used].filter((wish) => model.allowed[wish]?.every((at) => at === kind)),
      capacity.reduce((total, tables) => total + tables, 0),
    );
  });
  return programme(
    [...used].map((wish) => `${model.value[wish]} x${wish}`),
    rows,
    [...used].map((wish) => ` 0 <= x${wish} <= 1`),
  );
}

/** The wishes that have a slot and a table at all. */
const placeables = (model: Model): Set<number> =>
  new Set(
    Array.from({ length: model.wishes }, (_, wish) => wish).filter(
      (wish) => (model.common[wish]?.length ?? 0) > 0,
    ),
  );

/** A programme in the LP format that HiGHS reads. */
export function programme(objective: string[], rows: string[], bounds: string[]): string {
  const named = rows.map((line, at) => ` c${at}:${line}`);
  return [
    "Maximize",
    ` obj: ${objective.length === 0 ? "0 x" : objective.join("\n + ")}`,
    "Subject To",
    ...(named.length === 0
      ? [" c: 0 x <= 0"]
      : named.map((line) => line.replaceAll(" + ", "\n + "))),
    "Bounds",
    ...bounds,
    "End",
  ].join("\n");
}

/** Solves the aggregated programme; the counting bound stands in when it cannot be solved in time. */
export function aggregatedBound(highs: LegacyHighs, model: Model, limits: ProgrammeLimits): Bound {
  const counted = countingBound(model);
  if (counted.value === 0) return counted;
  const solution = highs.solve(aggregatedProgramme(model), {
    ...limits,
    output_flag: false,
  });
  if (solution.Status !== "Optimal") return counted;
  const share = new Float64Array(model.wishes);
  for (const [name, column] of Object.entries(solution.Columns))
    if (name.startsWith("x")) share[Number(name.slice(1))] = (column as { Primal: number }).Primal;
  const value = solution.ObjectiveValue * (1 + tolerance);
  return value <= counted.value
    ? { value, kind: "aggregated_programme", share }
    : { ...counted, share };
}

/** HiGHS answers within its tolerances; the bound is kept above them. */
export const tolerance = 1e-7;

/**
 * Groups of slots: those in which the same people and tables are there come
 * together, then the most alike, until there are no more than so many groups.
 */
function groupsOf(model: Model, most: number): number[][] {
  const signature = (slot: number): Uint8Array =>
    Uint8Array.from([
      ...model.available.map((free) => free[slot] ?? 0),
      ...model.classes.flatMap(({ capacity }) => (capacity[slot] ? 1 : 0)),
    ]);
  let groups = Array.from({ length: model.slots }, (_, slot) => ({
    slots: [slot],
    centre: Float64Array.from(signature(slot)),
  }));
  const distance = (one: Float64Array, other: Float64Array): number =>
    one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0);
  for (;;) {
    let nearest: [number, number, number] | null = null;
    for (let one = 0; one < groups.length; one += 1)
      for (let other = one + 1; other < groups.length; other += 1) {
        const apart = distance(
          groups[one]?.centre ?? new Float64Array(),
          groups[other]?.centre ?? new Float64Array(),
        );
        if (nearest === null || apart < nearest[2]) nearest = [one, other, apart];
      }
    if (nearest === null || (nearest[2] > 0 && groups.length <= most)) break;
    const [one, other] = [groups[nearest[0]], groups[nearest[1]]];
    if (!one || !other) break;
    const weight = one.slots.length / (one.slots.length + other.slots.length);
    const merged = {
      slots: [...one.slots, ...other.slots],
      centre: one.centre.map(
        (value, at) => value * weight + (other.centre[at] ?? 0) * (1 - weight),
      ),
    };
    groups = [...groups.filter((group) => group !== one && group !== other), merged];
  }
  return groups.map(({ slots }) => slots);
}

/** Variables that the grouped programme may have. */
const groupedLimit = 24_000;

/**
 * A tighter programme, with one variable a wish and group of slots. Whatever the
 * groups are, every timetable gives a point of it: in a group nobody has more
 * meetings than free slots there, and there are no more than tables times slots.
 * Null when it was not solved in time.
 */
export function groupedBound(
  highs: LegacyHighs,
  model: Model,
  limits: ProgrammeLimits,
): number | null {
  const groups = groupsOf(model, Math.max(1, Math.floor(groupedLimit / Math.max(1, model.wishes))));
  if (groups.length < 2) return null;
  const groupOf = new Int32Array(model.slots);
  groups.forEach((slots, group) => slots.forEach((slot) => (groupOf[slot] = group)));
  const rows = new Map<string, { names: string[]; most: number }>();
  const add = (key: string, most: () => number, name: string) => {
    const row = rows.get(key) ?? { names: [], most: most() };
    row.names.push(name);
    rows.set(key, row);
  };
  const variables: { wish: number; name: string }[] = [];
  for (let wish = 0; wish < model.wishes; wish += 1) {
    const reached = new Set((model.common[wish] ?? []).map((slot) => groupOf[slot] ?? 0));
    for (const group of reached) {
      const name = `x${wish}_${group}`;
      variables.push({ wish, name });
      add(`wish ${wish}`, () => 1, name);
      const slots = groups[group] ?? [];
      add(`tables ${group}`, () => seatsAt(model, slots), name);
      for (const person of [model.personA[wish] ?? 0, model.personB[wish] ?? 0]) {
        const free = () =>
          slots.reduce((sum, slot) => sum + (model.available[person]?.[slot] ?? 0), 0);
        add(`person ${person} ${group}`, free, name);
        add(`limit ${person}`, () => mostOf(model, person), name);
      }
      for (const one of new Set([model.organisationA[wish] ?? 0, model.organisationB[wish] ?? 0]))
        add(`organisation ${one}`, () => model.organisationLimit[one] ?? 0, name);
    }
  }
  const text = programme(
    variables.map(({ wish, name }) => `${model.value[wish]} ${name}`),
    [...rows.values()].flatMap(({ names, most }) =>
      names.length > most ? [` ${names.join(" + ")} <= ${most}`] : [],
    ),
    variables.map(({ name }) => ` 0 <= ${name} <= 1`),
  );
  const solution = highs.solve(text, { ...limits, output_flag: false });
  return solution.Status === "Optimal" ? solution.ObjectiveValue * (1 + tolerance) : null;
}

const seatsAt = (model: Model, slots: number[]): number =>
  model.classes.reduce(
    (sum, { capacity }) => sum + slots.reduce((seats, slot) => seats + (capacity[slot] ?? 0), 0),
    0,
  );
