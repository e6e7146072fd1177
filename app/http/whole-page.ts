import { Writable } from "node:stream";
import type { ReactNode } from "react";
import { renderToPipeableStream } from "react-dom/server";

/**
 * Renders a page to its end, with what its parts wait for; after `within` milliseconds
 * what is not there is left to the browser.
 *
 * @throws what broke the frame of the page; `onError` hears of everything that broke
 */
export function renderWhole(
  page: ReactNode,
  { nonce, within, onError }: { nonce?: string; within: number; onError: (error: unknown) => void },
): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(page, {
      nonce,
      onAllReady: () => {
        clearTimeout(tooLong);
        pipe(collector(resolve));
      },
      onShellError: (error) => {
        clearTimeout(tooLong);
        reject(error);
      },
      onError,
    });
    const tooLong = setTimeout(abort, within);
  });
}

const collector = (done: (page: Buffer<ArrayBuffer>) => void): Writable => {
  const chunks: Buffer[] = [];
  return new Writable({
    highWaterMark: Number.MAX_SAFE_INTEGER,
    write(chunk: Buffer, _encoding, next) {
      chunks.push(chunk);
      next();
    },
    final(next) {
      done(withoutZeroBytes(Buffer.concat(chunks)));
      next();
    },
  });
};

/**
 * No HTML has zero bytes. React 18 leaves some where a character of several bytes does
 * not fit the end of its buffer (its issue 24985), and a browser shows them as U+FFFD
 * within attributes and scripts.
 */
function withoutZeroBytes(page: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const parts: Buffer<ArrayBuffer>[] = [];
  let from = 0;
  for (let at = page.indexOf(0); at !== -1; at = page.indexOf(0, from)) {
    parts.push(page.subarray(from, at));
    from = at + 1;
  }
  return parts.length === 0 ? page : Buffer.concat([...parts, page.subarray(from)]);
}
