import { once } from "node:events";
import type { Response as ExpressResponse } from "express";

/** Milliseconds that a browser can go without taking anything of an answer. */
const idle = 120_000;

/** Headers that several hands add to. */
const joined = new Set(["set-cookie", "vary"]);

/**
 * Writes an answer no faster than the browser takes it. When the browser leaves, or
 * takes nothing for two minutes, what the answer is read from is let go.
 *
 * @throws what the answer's body fails with; a browser that leaves is no error
 */
export async function sendAnswer(response: ExpressResponse, answer: Response): Promise<void> {
  response.status(answer.status);
  /** What an answer says of itself stands in place of what is said of all. */
  for (const [name, value] of answer.headers)
    if (joined.has(name)) response.append(name, value);
    else response.setHeader(name, value);
  /** A page is there whole, and is compressed as a whole. */
  if (answer.headers.get("Content-Type")?.startsWith("text/html")) {
    const page = Buffer.from(await answer.arrayBuffer());
    return void response.setTimeout(idle, () => response.destroy()).end(page);
  }
  const reader = (answer.body as ReadableStream<Uint8Array> | null)?.getReader();
  if (!reader) return void response.end();
  const leave = () => void reader.cancel().catch(() => {});
  response.once("close", leave);
  for (;;) {
    const { done, value } = await reader.read();
    if (response.destroyed) return leave();
    if (done) return void response.end();
    if (!response.write(value)) await taken(response);
    else if ("flush" in response) response.flush();
  }
}

/** Waits until the browser has taken what was written, or is gone. */
async function taken(response: ExpressResponse): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  const patience = setTimeout(() => response.destroy(), idle);
  try {
    await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
  } finally {
    clearTimeout(patience);
    over.abort();
  }
}
