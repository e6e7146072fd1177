import fs from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { placeOf, type StoredFile } from "./manifest.ts";
import { measured } from "./streams.ts";

/** What a backup needs of the file store. */
export interface BytesByKey {
  /** Stores the whole stream under the key; nothing is left when the stream fails. */
  put(key: string, content: Readable, mediaType: string): Promise<void>;
  open(key: string): Promise<Readable>;
  /** Bytes. */
  size(key: string): Promise<number>;
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
      const bytes = measured();
      const target = fs.createWriteStream(place, { mode: 0o600, flush: true });
      await pipeline(await store.open(key), bytes.stream, target, { signal });
      return { key, mediaType, ...bytes.result() };
    } catch (error) {
      if (isMissing(error)) return null;
      if (turn === tries) throw error;
      await wait(pause, undefined, { signal });
    }
  }
}

/** Whether the store has a file. */
export async function has(store: BytesByKey, key: string): Promise<boolean> {
  try {
    await store.size(key);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** As the store of files says it. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "fileGone";
