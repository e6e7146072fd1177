import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { FileStore } from "#app/kernel/file-store.ts";
import { Refusal } from "#app/kernel/refusals.ts";

/** Keeps files in memory, for a test that looks at what is kept. */
export function memoryStore(): FileStore & { kept: Map<string, Buffer> } {
  const kept = new Map<string, Buffer>();
  const found = (key: string): Buffer => {
    const bytes = kept.get(key);
    if (!bytes) throw new Refusal("fileGone");
    return bytes;
  };
  return {
    kept,
    put: async (key, content) => void kept.set(key, await buffer(content)),
    size: async (key) => found(key).length,
    open: async (key, range) =>
      Readable.from(inChunks(range ? found(key).subarray(range.start, range.end + 1) : found(key))),
    remove: async (key) => void kept.delete(key),
    check: () => Promise.resolve(),
  };
}

/** A kibibyte each, so that a download takes many. */
function* inChunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1024) yield bytes.subarray(at, at + 1024);
}

/** The smallest picture, as a browser sends it. */
export const smallPicture = (name = "licence.png", tail = "") => ({
  name,
  content: Readable.from([
    Buffer.concat([
      Buffer.from(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        "base64",
      ),
      Buffer.from(tail),
    ]),
  ]),
});
