import path from "node:path";
import type { Services } from "#app/kernel/services.ts";
import type { FileToSend } from "./file-to-send.ts";
import type { KeptFile } from "./keep.server.ts";

/** A file by what its row keeps of it. */
export const storedFile = (
  { files }: Services,
  { name, mediaType, size, sha256, storageKey }: KeptFile,
): FileToSend => ({
  name,
  mediaType,
  size: () => Promise.resolve(size),
  version: sha256,
  open: (range) => files.open(storageKey, range),
});

/** A picture of a page, of which a row keeps only the place and the kind. */
export const storedPicture = (
  { files }: Services,
  { storageKey, mediaType }: Pick<KeptFile, "storageKey" | "mediaType">,
): FileToSend => ({
  name: null,
  mediaType,
  size: () => files.size(storageKey),
  version: path.posix.basename(storageKey),
  open: (range) => files.open(storageKey, range),
});
