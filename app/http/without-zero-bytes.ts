import { Transform } from "node:stream";

/**
 * Passes a page on without zero bytes, which no HTML has. React 18 leaves some where
 * a character of several bytes does not fit the end of its buffer (its issue 24985),
 * and a browser shows them as U+FFFD within attributes and scripts.
 */
export const withoutZeroBytes = (): Transform =>
  new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, chunk.includes(0) ? Buffer.from(chunk.filter((byte) => byte !== 0)) : chunk);
    },
  });
