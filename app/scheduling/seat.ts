import type { Model } from "./model.ts";
import type { Placement } from "./schema.ts";
import type { State } from "./state.ts";

/**
 * Gives every meeting a table of its class: the one that it wants (`wanted` are maps of
 * wish to table, the strongest first: pins, then the timetable before), else the one its
 * people sat at last, else the first free one.
 */
export function seat(
  { instance, classes, slots, wishes, personA, personB }: Model,
  state: State,
  wanted: Map<number, string>[],
): Placement[] {
  const tableAt = new Map(instance.tables.map(({ id }, at) => [id, at]));
  const shut = instance.tables.map(({ closed }) => new Set(closed));
  const lastOf = new Map<number, number>();
  const placements: Placement[] = [];
  const order = instance.slots.map((_, at) => at);
  order.sort((a, b) => (instance.slots[a]?.start ?? 0) - (instance.slots[b]?.start ?? 0));
  const standing = Array.from({ length: slots }, () => [] as number[]);
  for (let wish = 0; wish < wishes; wish += 1) {
    const slot = state.slotOf[wish] ?? -1;
    if (slot >= 0) standing[slot]?.push(wish);
  }
  for (const slot of order) {
    const slotId = instance.slots[slot]?.id ?? "";
    const free = classes.map(
      ({ tables }) => new Set(tables.filter((table) => !shut[table]?.has(slotId))),
    );
    const seated = (wish: number, table: number) => {
      free[state.classOf[wish] ?? 0]?.delete(table);
      for (const person of [personA[wish] ?? 0, personB[wish] ?? 0]) lastOf.set(person, table);
      placements.push({
        wish: instance.wishes[wish]?.id ?? "",
        slot: slotId,
        table: instance.tables[table]?.id ?? "",
      });
    };
    let left = standing[slot] ?? [];
    for (const tables of wanted)
      left = left.filter((wish) => {
        const table = tableAt.get(tables.get(wish) ?? "");
        if (table === undefined || !free[state.classOf[wish] ?? 0]?.has(table)) return true;
        seated(wish, table);
        return false;
      });
    for (const wish of left) {
      const open = free[state.classOf[wish] ?? 0] ?? new Set<number>();
      const known = [personA[wish] ?? 0, personB[wish] ?? 0]
        .map((person) => lastOf.get(person))
        .find((table) => table !== undefined && open.has(table));
      const [first] = open;
      seated(wish, known ?? first ?? 0);
    }
  }
  return placements;
}
