import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { FileStore } from "#app/domain/attachments/file-store.ts";

/** Keeps files in memory, for a test that looks at what is kept. */
export function memoryStore(): FileStore & { kept: Map<string, Buffer> } {
  const kept = new Map<string, Buffer>();
  return {
    kept,
    put: async (key, content) => void kept.set(key, await buffer(content)),
    get: (key) => {
      const found = kept.get(key);
      return found
        ? Promise.resolve(Readable.from([found]))
        : Promise.reject(new Error("no such file"));
    },
    remove: async (key) => void kept.delete(key),
    check: () => Promise.resolve(),
  };
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
