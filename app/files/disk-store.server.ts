import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { isRefusal, Refusal } from "#app/kernel/refusals.ts";
import type { FileStore } from "#app/kernel/file-store.ts";
import { steady } from "./steady.server.ts";

/** Milliseconds that a disk, which may be on a network, can be silent. */
const idle = 15_000;

/** Keeps files in a folder; a file appears under its name only once it is whole. */
export function createDiskStore(folder: string): FileStore {
  const fileOf = (key: string) => path.join(folder, key);
  const unfinished = (key: string) => `${fileOf(key)}.part`;
  return {
    put: async (key, content, _mediaType) => {
      try {
        await fs.promises.mkdir(path.dirname(fileOf(key)), { recursive: true });
        await pipeline(content, fs.createWriteStream(unfinished(key), { mode: 0o600 }));
        await fs.promises.rename(unfinished(key), fileOf(key));
      } catch (error) {
        content.destroy();
        await fs.promises.rm(unfinished(key), { force: true }).catch(() => {});
        throw isRefusal(error) ? error : new Refusal("filesAway", { cause: error });
      }
    },
    size: async (key) => (await fs.promises.stat(fileOf(key)).catch(refuse)).size,
    open: async (key, range) => {
      const file = await fs.promises.open(fileOf(key)).catch(refuse);
      return steady(file.createReadStream(range), idle);
    },
    remove: async (key) => {
      for (const file of [fileOf(key), unfinished(key)])
        await fs.promises.rm(file, { force: true }).catch(refuse);
    },
    check: async () => {
      await fs.promises.mkdir(folder, { recursive: true });
      await fs.promises.access(folder, fs.constants.R_OK | fs.constants.W_OK);
    },
  };
}

function refuse(error: unknown): never {
  const gone = (error as NodeJS.ErrnoException).code === "ENOENT";
  throw new Refusal(gone ? "fileGone" : "filesAway", { cause: error });
}
