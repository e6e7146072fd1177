import type { ProgrammeLimits } from "./budget.ts";
import type { LegacyHighs } from "highs";
import { farApart, overlap, type Model } from "./model.ts";
import { programme, tolerance } from "./bound.ts";

/** So many binaries the direct programme may have; beyond, the decomposition does it. */
export const directLimit = 6_000;

interface Variable {
  wish: number;
  slot: number;
  kind: number;
}

/** One binary a wish, slot and class of tables. */
export const directVariables = (model: Model): Variable[] =>
  Array.from({ length: model.wishes }, (_, wish) => wish).flatMap((wish) =>
    (model.common[wish] ?? []).flatMap((slot) =>
      (model.allowed[wish] ?? []).flatMap((kind) =>
        (model.classes[kind]?.capacity[slot] ?? 0) > 0 ? [{ wish, slot, kind }] : [],
      ),
    ),
  );

function rowsOf(model: Model, variables: Variable[]): string[] {
  const rows = new Map<string, { names: string[]; most: number }>();
  const add = (key: string, most: number, name: string) => {
    const row = rows.get(key) ?? { names: [], most };
    row.names.push(name);
    rows.set(key, row);
  };
  const extra: string[] = [];
  const byPersonSlot = new Map<string, { name: string; kind: number }[]>();
  variables.forEach(({ wish, slot, kind }, at) => {
    const name = `x${at}`;
    add(`wish ${wish}`, 1, name);
    add(`table ${kind} ${slot}`, model.classes[kind]?.capacity[slot] ?? 0, name);
    for (const person of [model.personA[wish] ?? 0, model.personB[wish] ?? 0]) {
      add(`person ${person} ${slot}`, 1, name);
      add(`limit ${person}`, model.personLimit[person] ?? 0, name);
      const part = model.part[slot] ?? 0;
      add(`part ${person} ${part}`, model.partLimit[person * model.parts + part] ?? 0, name);
      const key = `${person} ${slot}`;
      byPersonSlot.set(key, [...(byPersonSlot.get(key) ?? []), { name, kind }]);
    }
    const organisations = new Set([model.organisationA[wish] ?? 0, model.organisationB[wish] ?? 0]);
    for (const one of organisations)
      add(`organisation ${one}`, model.organisationLimit[one] ?? 0, name);
  });
  for (const [key, here] of byPersonSlot) {
    const [person, slot] = key.split(" ").map(Number) as [number, number];
    for (const near of model.near[slot] ?? []) {
      if (near < slot) continue;
      for (const one of here)
        for (const other of byPersonSlot.get(`${person} ${near}`) ?? []) {
          const [a, b] = [model.classes[one.kind], model.classes[other.kind]];
          if (overlap(model, slot, near) || (a && b && farApart(a, b)))
            extra.push(` ${one.name} + ${other.name} <= 1`);
        }
    }
  }
  return [
    ...[...rows.values()].flatMap(({ names, most }) =>
      names.length > most ? [` ${names.join(" + ")} <= ${most}`] : [],
    ),
    ...extra,
  ];
}

/** The optimum of the direct programme's linear relaxation: above every timetable's value. */
export function directBound(
  highs: LegacyHighs,
  model: Model,
  limits: ProgrammeLimits,
): number | null {
  const variables = directVariables(model);
  if (variables.length === 0) return 0;
  const text = programme(
    variables.map(({ wish }, at) => `${model.value[wish]} x${at}`),
    rowsOf(model, variables),
    variables.map((_, at) => ` 0 <= x${at} <= 1`),
  );
  const solution = highs.solve(text, { ...limits, output_flag: false });
  return solution.Status === "Optimal" ? solution.ObjectiveValue * (1 + tolerance) : null;
}

/**
 * The best timetable by the direct programme, in which a person's first meeting
 * outweighs values; null when it was not found in time.
 */
export function directTimetable(
  highs: LegacyHighs,
  model: Model,
  pinned: Map<number, { slot: number; kind: number }>,
  limits: ProgrammeLimits,
): Variable[] | null {
  const variables = directVariables(model);
  const most = model.value.reduce((top, value) => Math.max(top, value), 0);
  const first = most * (model.wishes + 1);
  const met = new Map<number, string[]>();
  variables.forEach(({ wish }, at) => {
    for (const person of [model.personA[wish] ?? 0, model.personB[wish] ?? 0])
      met.set(person, [...(met.get(person) ?? []), `x${at}`]);
  });
  const rows = [
    ...rowsOf(model, variables),
    ...[...met].map(([person, names]) => ` z${person} - ${names.join(" - ")} <= 0`),
  ];
  const fixed = variables.map(({ wish, slot, kind }, at) => {
    const pin = pinned.get(wish);
    const isPin = pin !== undefined && pin.slot === slot && pin.kind === kind;
    return pin === undefined ? ` 0 <= x${at} <= 1` : ` x${at} = ${isPin ? 1 : 0}`;
  });
  const text = programme(
    [
      ...variables.map(({ wish }, at) => `${model.value[wish]} x${at}`),
      ...[...met.keys()].map((person) => `${first} z${person}`),
    ],
    rows,
    [...fixed, ...[...met.keys()].map((person) => ` 0 <= z${person} <= 1`)],
  ).replace(/End$/, `General\n ${variables.map((_, at) => `x${at}`).join("\n ")}\nEnd`);
  const solution = highs.solve(text, {
    ...limits,
    output_flag: false,
    mip_rel_gap: 1e-6,
  });
  if (solution.Status !== "Optimal") return null;
  return variables.filter((_, at) => {
    const column = solution.Columns[`x${at}`] as { Primal: number } | undefined;
    return (column?.Primal ?? 0) > 0.5;
  });
}
