import { conflictsOf, type Conflict } from "./check.ts";
import type { Instance, Placement } from "./schema.ts";

/** A timetable after a change by hand, with what the change would break. */
export interface Edited {
  meetings: Placement[];
  /** Only what was not there before the change. */
  conflicts: Conflict[];
}

/** Moves a meeting, or places a wish that has none, and says what that would break. */
export function move(instance: Instance, meetings: Placement[], to: Placement): Edited {
  const others = meetings.filter(({ wish }) => wish !== to.wish);
  return edited(instance, meetings, [...others, to]);
}

/** Lets two meetings change their slots and tables. */
export function swap(
  instance: Instance,
  meetings: Placement[],
  one: string,
  other: string,
): Edited {
  const [a, b] = [one, other].map((wish) => meetings.find((meeting) => meeting.wish === wish));
  if (!a || !b) return { meetings, conflicts: [] };
  const rest = meetings.filter((meeting) => meeting !== a && meeting !== b);
  return edited(instance, meetings, [...rest, { ...b, wish: a.wish }, { ...a, wish: b.wish }]);
}

/**
 * The change compared with what was before, looking only at meetings that the
 * changed ones can break something with: at the same tables, or of the same people
 * or organisations. Every other conflict is the same before and after.
 */
function edited(instance: Instance, before: Placement[], after: Placement[]): Edited {
  const standing = new Map(before.map((meeting) => [meeting.wish, meeting]));
  const changed = after.filter((meeting) => {
    const from = standing.get(meeting.wish);
    return from?.slot !== meeting.slot || from.table !== meeting.table;
  });
  const participants = new Map(instance.participants.map((one) => [one.id, one]));
  const sides = new Map(instance.wishes.map(({ id, a, b }) => [id, [a, b]]));
  const keysOf = (wish: string): string[] =>
    (sides.get(wish) ?? []).flatMap((id) => {
      const one = participants.get(id);
      return one ? [`person ${one.person ?? id}`, `organisation ${one.organisation}`] : [];
    });
  const touched = new Set(changed.map(({ wish }) => wish));
  const tables = new Set(changed.map(({ table }) => table));
  const keys = new Set(changed.flatMap(({ wish }) => keysOf(wish)));
  const isNear = ({ wish, table }: Placement): boolean =>
    touched.has(wish) || tables.has(table) || keysOf(wish).some((key) => keys.has(key));
  const [was, is] = [before.filter(isNear), after.filter(isNear)];
  const wishes = new Set([...was, ...is].map(({ wish }) => wish));
  const people = new Set([...wishes].flatMap(keysOf));
  const near = {
    ...instance,
    wishes: instance.wishes.filter(({ id }) => wishes.has(id)),
    participants: instance.participants.filter(({ id, person }) =>
      people.has(`person ${person ?? id}`),
    ),
  };
  const known = new Set(conflictsOf(near, was).map(keyOf));
  const conflicts = conflictsOf(near, is).filter((conflict) => !known.has(keyOf(conflict)));
  return { meetings: after, conflicts };
}

const keyOf = ({ kind, wishes }: Conflict): string => JSON.stringify([kind, [...wishes].sort()]);
