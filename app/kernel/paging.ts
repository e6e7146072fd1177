/** A page of a list: its lines, and the key that the next page begins after; null when there is none. */
export interface Page<Line> {
  lines: Line[];
  next: string | null;
}

/** How many rows are read for a page: one more than it shows tells whether there is another. */
export const rowsFor = (limit: number): number => limit + 1;

/** Of what was read by `rowsFor`, what the page shows and the key of its last one. */
export function pageOf<Line>(
  read: readonly Line[],
  limit: number,
  keyOf: (last: Line) => string,
): Page<Line> {
  const lines = read.slice(0, limit);
  const last = lines.at(-1);
  return { lines, next: read.length > limit && last !== undefined ? keyOf(last) : null };
}
