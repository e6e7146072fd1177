/**
 * A reading that is shared: who asks again for the same `source` within so many
 * milliseconds of the last reading's beginning gets what that one finds. A reading
 * that fails is not kept.
 */
export function heldFor<Source extends object, Found>(
  milliseconds: number,
  read: (source: Source) => Promise<Found>,
): (source: Source) => Promise<Found> {
  const kept = new WeakMap<Source, { until: number; found: Promise<Found> }>();
  return (source) => {
    const last = kept.get(source);
    if (last && performance.now() < last.until) return last.found;
    const reading = { until: performance.now() + milliseconds, found: read(source) };
    kept.set(source, reading);
    reading.found.catch(() => {
      if (kept.get(source) === reading) kept.delete(source);
    });
    return reading.found;
  };
}
