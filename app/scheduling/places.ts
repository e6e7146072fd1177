import { conflictsOf } from "./check.ts";
import type { Instance, Placement } from "./schema.ts";

const overlap = (
  one: { start: number; end: number },
  other: { start: number; end: number },
): boolean => one.start < other.end && other.start < one.end;

/**
 * The part of an instance that decides where some wishes can stand: they, and the
 * standing meetings of their people and organisations. Of all other meetings only
 * the tables they take are left, as closures. Where a wish fits here it fits in the
 * whole instance, and the other way round.
 */
export function around(
  instance: Instance,
  standing: Placement[],
  wishes: ReadonlySet<string>,
): { instance: Instance; standing: Placement[] } {
  const participants = new Map(instance.participants.map((one) => [one.id, one]));
  const byId = new Map(instance.wishes.map((wish) => [wish.id, wish]));
  const sidesOf = (wish: string) => {
    const found = byId.get(wish);
    return [found?.a, found?.b].flatMap((id) => {
      const side = id === undefined ? undefined : participants.get(id);
      return side ? [side] : [];
    });
  };
  const organisations = new Set<string>();
  const people = new Set<string>();
  for (const wish of wishes)
    for (const side of sidesOf(wish)) {
      organisations.add(side.organisation);
      people.add(side.person ?? side.id);
    }
  const isNear = (wish: string): boolean =>
    wishes.has(wish) ||
    sidesOf(wish).some(
      (side) => organisations.has(side.organisation) || people.has(side.person ?? side.id),
    );
  const slots = new Map(instance.slots.map((slot) => [slot.id, slot]));
  const near: Placement[] = [];
  const taken = new Map<string, string[]>();
  for (const placement of standing) {
    if (isNear(placement.wish)) {
      near.push(placement);
      continue;
    }
    const at = slots.get(placement.slot);
    const shut = at
      ? instance.slots.filter((slot) => overlap(slot, at)).map(({ id }) => id)
      : [placement.slot];
    taken.set(placement.table, [...(taken.get(placement.table) ?? []), ...shut]);
  }
  const kept = new Set([...wishes, ...near.map(({ wish }) => wish)]);
  const ids = new Set([...kept].flatMap((wish) => sidesOf(wish).map(({ id }) => id)));
  const keys = new Set(
    [...ids].flatMap((id) => {
      const side = participants.get(id);
      return side ? [side.person ?? side.id] : [];
    }),
  );
  return {
    standing: near,
    instance: {
      ...instance,
      tables: instance.tables.map((table) => ({
        ...table,
        closed: [...new Set([...table.closed, ...(taken.get(table.id) ?? [])])],
      })),
      participants: instance.participants.filter((one) => keys.has(one.person ?? one.id)),
      wishes: instance.wishes.filter(({ id }) => kept.has(id)),
      pins: instance.pins.filter(({ wish }) => kept.has(wish)),
    },
  };
}

/**
 * Where a wish can stand beside the standing meetings with nothing else touched:
 * in each of the slots one table of each hall, kind and host, the first that is free.
 */
export function openPlaces(
  instance: Instance,
  standing: Placement[],
  wish: string,
  slots: string[] = instance.slots.map(({ id }) => id),
): Placement[] {
  const others = standing.filter((placement) => placement.wish !== wish);
  const part = around(instance, others, new Set([wish]));
  const used = new Set(part.standing.map(({ slot, table }) => JSON.stringify([slot, table])));
  const before = conflictsOf(part.instance, part.standing).length;
  return slots.flatMap((slot) => {
    const tried = new Set<string>();
    return part.instance.tables.flatMap(({ id, hall, kind, host, closed }) => {
      const alike = JSON.stringify([hall, kind, host]);
      if (tried.has(alike) || closed.includes(slot) || used.has(JSON.stringify([slot, id])))
        return [];
      tried.add(alike);
      const placement = { wish, slot, table: id };
      const after = conflictsOf(part.instance, [...part.standing, placement]).length;
      return after === before ? [placement] : [];
    });
  });
}
