import { createHash } from "node:crypto";
import path from "node:path";
import { Transform, type Readable } from "node:stream";
import { fileTypeStream } from "file-type";
import { Refusal } from "#app/domain/errors.ts";
import type { Services } from "#app/domain/services.ts";
import { allowedTypes, maximumSize } from "./limits.ts";

/** A file as a browser sends it. */
export interface IncomingFile {
  name: string;
  content: Readable;
}

/** What a row keeps of a file beside its place in the store. */
export interface KeptFile {
  name: string;
  mediaType: string;
  /** Bytes. */
  size: number;
  sha256: string;
  storageKey: string;
}

/**
 * Puts a file into the store as it comes in. What it is is read from its
 * content, not from its name. What records it, or takes it out again, is the
 * caller's.
 *
 * @throws Refusal fileType or fileTooLarge; nothing is kept then
 */
export async function storeFile(
  { files }: Services,
  storageKey: string,
  file: IncomingFile,
  types: Record<string, string[]> = allowedTypes,
): Promise<KeptFile> {
  const typed = await fileTypeStream(file.content);
  const mediaType = typed.fileType?.mime ?? "";
  const extension = path.extname(file.name).slice(1).toLowerCase();
  if (!types[mediaType]?.includes(extension)) {
    file.content.resume();
    throw new Refusal("fileType");
  }
  const measured = measure();
  typed.once("error", (error) => measured.stream.destroy(error));
  /** It may fail before the store has begun to read it; the store's own error then says less. */
  measured.stream.on("error", () => typed.resume());
  await files.put(storageKey, typed.pipe(measured.stream), mediaType).catch((error: unknown) => {
    throw measured.stream.errored ?? error;
  });
  const name = path.basename(file.name).slice(-120);
  return { name, mediaType, size: measured.size(), sha256: measured.sha256(), storageKey };
}

/**
 * Stores a file, then does the work that records it; when that fails the file is
 * taken out again.
 *
 * @throws Refusal as `storeFile`, and as the work does
 */
export async function keepFile<T>(
  services: Services,
  storageKey: string,
  file: IncomingFile,
  record: (kept: KeptFile) => Promise<T>,
  types: Record<string, string[]> = allowedTypes,
): Promise<T> {
  const kept = await storeFile(services, storageKey, file, types);
  try {
    return await record(kept);
  } catch (error) {
    await services.files.remove(storageKey);
    throw error;
  }
}

/** Counts and hashes what passes, and stops it when it is too much. */
function measure() {
  const hash = createHash("sha256");
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      if (size > maximumSize) done(new Refusal("fileTooLarge"));
      else done(null, chunk);
    },
  });
  return { stream, size: () => size, sha256: () => hash.digest("hex") };
}
