import { createHash } from "node:crypto";
import { Transform } from "node:stream";

/** Passes bytes on, and knows afterwards how many and their SHA-256. */
export function measuredStream() {
  const hash = createHash("sha256");
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ size, sha256: hash.digest("hex") }) };
}

const lineEnd = 10;

/** Passes COPY's text on and counts its rows: a line end in a value is written as two letters. */
export function countedRows() {
  let rows = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let at = chunk.indexOf(lineEnd); at !== -1; at = chunk.indexOf(lineEnd, at + 1)) rows++;
      done(null, chunk);
    },
  });
  return { stream, rows: () => rows };
}

/**
 * Does the work for each item, so many at once; stops at the first failure, when all
 * that was begun has ended.
 */
export async function eachAtOnce<T>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  let failed = false;
  const lane = async () => {
    for (let next = left.next(); !failed && !next.done; next = left.next()) {
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: atOnce }, lane));
  for (const lane of lanes) if (lane.status === "rejected") throw lane.reason;
}
