import type { Readable } from "node:stream";
import type { ByteRange } from "#app/kernel/file-store.ts";

/** A file that a person may have; nothing of it is read before it is opened. */
export interface FileToSend {
  /** What it is saved as; null for a picture that pages show. */
  name: string | null;
  mediaType: string;
  /** Bytes. @throws Refusal fileGone or filesAway */
  size: () => Promise<number>;
  /** Differs when the content does: a checksum, or the place of a file that is never written twice. */
  version: string;
  /** @throws Refusal fileGone, filesAway, or notFound when it may no longer be had */
  open: (range?: ByteRange) => Promise<Readable>;
}
