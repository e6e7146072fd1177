/**
 * What the work gives, unless it takes longer than these milliseconds; the work
 * itself is not stopped.
 *
 * @throws what the work throws, or what `tooLate` makes
 */
export async function withinTime<T>(
  work: Promise<T>,
  milliseconds: number,
  tooLate: () => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooLate()), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
