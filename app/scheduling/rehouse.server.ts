import { conflictsOf } from "./check.ts";
import { around, openPlaces } from "./places.ts";
import { solveInThread } from "./run.server.ts";
import type { Instance, Placement } from "./schema.ts";

/** Seconds for the few meetings that have no place in their own slot. */
const seconds = 2;

/**
 * Brings a timetable to an instance that changed under it. What breaks no rule
 * stays; what does is put at another table in its slot, the most valuable first,
 * else wherever the scheduler finds a place beside all that stays, else it is not
 * in the answer. `held` wishes stay whatever rules say; nothing is put into a
 * `past` slot.
 */
export async function rehouse(
  instance: Instance,
  standing: Placement[],
  { held, past }: { held: ReadonlySet<string>; past: ReadonlySet<string> },
): Promise<Placement[]> {
  const broken = new Set(
    conflictsOf(instance, standing)
      .flatMap(({ wishes }) => wishes)
      .filter((wish) => !held.has(wish)),
  );
  if (broken.size === 0) return standing;
  const values = new Map(instance.wishes.map(({ id, value }) => [id, value]));
  const placed = standing.filter(({ wish }) => !broken.has(wish));
  const leaving = standing
    .filter(({ wish }) => broken.has(wish) && values.has(wish))
    .sort((one, other) => (values.get(other.wish) ?? 0) - (values.get(one.wish) ?? 0));
  const homeless: Placement[] = [];
  for (const from of leaving) {
    const to = stays(instance, placed, from)
      ? from
      : openPlaces(instance, placed, from.wish, [from.slot])[0];
    if (to) placed.push(to);
    else homeless.push(from);
  }
  if (homeless.length === 0) return placed;
  return [...placed, ...(await elsewhere(instance, placed, homeless, past))];
}

/** Whether a meeting breaks nothing where it is beside those that are placed. */
function stays(instance: Instance, placed: Placement[], from: Placement): boolean {
  const part = around(instance, placed, new Set([from.wish]));
  const table = part.instance.tables.find(({ id }) => id === from.table);
  if (!table || table.closed.includes(from.slot)) return false;
  if (!instance.slots.some(({ id }) => id === from.slot)) return false;
  const before = conflictsOf(part.instance, part.standing).length;
  return conflictsOf(part.instance, [...part.standing, from]).length === before;
}

async function elsewhere(
  instance: Instance,
  placed: Placement[],
  homeless: Placement[],
  past: ReadonlySet<string>,
): Promise<Placement[]> {
  const wishes = new Set(homeless.map(({ wish }) => wish));
  const part = around(instance, placed, wishes);
  const used = new Set(part.standing.map(({ slot, table }) => JSON.stringify([slot, table])));
  const timetable = await solveInThread(
    {
      ...part.instance,
      tables: part.instance.tables.map((table) => ({
        ...table,
        closed: [
          ...table.closed,
          ...[...past].filter((slot) => !used.has(JSON.stringify([slot, table.id]))),
        ],
      })),
      pins: part.standing,
    },
    {
      ...{ seconds, previous: [], onProgress: () => {} },
      signal: new AbortController().signal,
    },
  );
  return (timetable?.meetings ?? []).filter(({ wish }) => wishes.has(wish));
}
