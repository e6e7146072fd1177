import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { fileTypeFromBuffer } from "file-type";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { extensionOf } from "./extension.ts";
import { cleanFileName } from "./file-name.server.ts";
import { allowedTypes, maximumSize } from "./limits.ts";
import { claimFile, discardFile, expectFile } from "./removal.server.ts";

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

/** Bytes at the beginning that tell what a file is. */
const telling = 64 * 1024;

/**
 * Puts a file into the store as it comes in, then records it in one transaction.
 * What it is is read from its content, not from its name. The key is one that no
 * file ever had. A file that is not recorded in the end is taken out again, by a
 * job when the store, the database or this server fails in between.
 *
 * @throws Refusal fileType, fileEmpty, fileTooLarge or filesAway, what the stream
 *   fails with, and what the record refuses; nothing is kept then
 */
export async function keepFile<T>(
  services: Services,
  storageKey: string,
  file: IncomingFile,
  record: (transaction: Transaction, kept: KeptFile) => Promise<T>,
  types: Record<string, string[]> = allowedTypes,
): Promise<T> {
  const read = await examine(file, types);
  await expectFile(services, storageKey);
  try {
    await services.files.put(storageKey, read.content, read.mediaType);
    return await inTransaction(services.database, async (transaction) => {
      await claimFile(transaction, storageKey);
      return record(transaction, { ...read.measured(), storageKey });
    });
  } catch (error) {
    await inTransaction(services.database, (transaction) =>
      discardFile(transaction, storageKey),
    ).catch((reason: unknown) =>
      services.log.warn(
        { error: reason },
        "a file that is not recorded is removed within the hour",
      ),
    );
    throw error;
  }
}

/** Reads what a file is from its first bytes; its whole content counts and hashes what passes. */
async function examine(file: IncomingFile, types: Record<string, string[]>) {
  const chunks = file.content[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  const first: Buffer[] = [];
  for (let bytes = 0; bytes < telling;) {
    const { value } = await chunks.next();
    if (value === undefined) break;
    first.push(value);
    bytes += value.length;
  }
  const beginning = Buffer.concat(first);
  if (beginning.length === 0) throw new Refusal("fileEmpty");
  const name = cleanFileName(file.name);
  // The mark of a text in UTF-16 is taken for the beginning of a sound recording.
  const isText = [0xfffe, 0xfeff].includes(beginning.length > 1 ? beginning.readUInt16BE() : 0);
  const mediaType = isText ? "" : ((await fileTypeFromBuffer(beginning))?.mime ?? "");
  if (!types[mediaType]?.includes(extensionOf(name).slice(1).toLowerCase()))
    throw new Refusal("fileType");

  const hash = createHash("sha256");
  let size = 0;
  const count = (chunk: Buffer): Buffer => {
    size += chunk.length;
    if (size > maximumSize) throw new Refusal("fileTooLarge");
    hash.update(chunk);
    return chunk;
  };
  async function* all() {
    yield count(beginning);
    for (let { value } = await chunks.next(); value; { value } = await chunks.next())
      yield count(value);
  }
  return {
    mediaType,
    content: Readable.from(all(), { objectMode: false }),
    measured: () => ({ name, mediaType, size, sha256: hash.digest("hex") }),
  };
}
