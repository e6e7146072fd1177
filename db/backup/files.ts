import fs from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { BackupError, placeOf, type StoredFile } from "./manifest.ts";
import { measuredStream } from "./streams.ts";

/** What a backup needs of the file store. */
export interface BytesByKey {
  /** Stores the whole stream under the key; nothing is left when the stream fails. */
  put(key: string, content: Readable, mediaType: string): Promise<void>;
  /** Fails with the code fileGone where the store has no such file. */
  open(key: string): Promise<Readable>;
  remove(key: string): Promise<void>;
}

export const filesAtOnce = 4;

/** Tries of one file before a backup is given up, and the pause between them in milliseconds. */
const tries = 3;
const pause = 1_000;

/**
 * Copies a file of the store into a backup. Answers its size and checksum, or null when
 * the store does not have it.
 */
export async function copyOut(
  store: BytesByKey,
  folder: string,
  { key, mediaType }: { key: string; mediaType: string },
  signal: AbortSignal | undefined,
): Promise<StoredFile | null> {
  const place = placeOf.file(folder, key);
  await fs.promises.mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
  for (let turn = 1; ; turn++) {
    signal?.throwIfAborted();
    try {
      const source = await openIfThere(store, key);
      if (!source) return null;
      const bytes = measuredStream();
      const target = fs.createWriteStream(place, { mode: 0o600, flush: true });
      await pipeline(source, bytes.stream, target, { signal });
      return { key, mediaType, ...bytes.result() };
    } catch (error) {
      signal?.throwIfAborted();
      if (turn === tries)
        throw new BackupError(`file ${key} cannot be copied (${reasonOf(error)})`);
      await wait(pause, undefined, { signal });
    }
  }
}

/**
 * Copies a file of a backup into the store; answers whether the store had none under its key.
 *
 * @throws BackupError
 */
export async function copyIn(
  store: BytesByKey,
  folder: string,
  { key, mediaType }: { key: string; mediaType: string },
): Promise<boolean> {
  try {
    const before = await openIfThere(store, key);
    before?.on("error", () => {}).destroy();
    await store.put(key, fs.createReadStream(placeOf.file(folder, key)), mediaType);
    return before === null;
  } catch (error) {
    throw new BackupError(`file ${key} cannot be stored (${reasonOf(error)})`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}

/** Null where the store has no such file. */
const openIfThere = (store: BytesByKey, key: string): Promise<Readable | null> =>
  store.open(key).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "fileGone") return null;
    throw error;
  });
