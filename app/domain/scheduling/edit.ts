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

function edited(instance: Instance, before: Placement[], after: Placement[]): Edited {
  const known = new Set(conflictsOf(instance, before).map(keyOf));
  const conflicts = conflictsOf(instance, after).filter((conflict) => !known.has(keyOf(conflict)));
  return { meetings: after, conflicts };
}

const keyOf = ({ kind, wishes }: Conflict): string => JSON.stringify([kind, [...wishes].sort()]);
