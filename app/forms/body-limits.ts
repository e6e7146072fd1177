import { maximumSize, maximumSynonyms } from "#app/files/limits.ts";

/** Bytes that the fields beside a file, and the lines between the parts, may take together. */
const fieldBytes = 64 * 1024;

/** Where a file can be sent to. `id` stands for one segment of the path. */
const places: [path: string, fileBytes: number][] = [
  ["/id/new/file", maximumSize],
  ["/posts/id/attachments", maximumSize],
  ["/challenges/id/files", maximumSize],
  ["/deals/id/documents", maximumSize],
  ["/organisation/verification/documents", maximumSize],
  ["/sessions/id/cover", maximumSize],
  ["/sessions/id/documents/file", maximumSize],
  ["/sessions/id/registrations/import/file", maximumSize],
  ["/stories/id/picture", maximumSize],
  ["/admin/synonyms/import", maximumSynonyms],
  ["/admin/synonyms/import/file", maximumSynonyms],
];

export interface UploadLimit {
  /** Of the path without its query; also as pages fetch it, with ".data" at the end. */
  path: RegExp;
  /** Bytes of the whole body: the file and the fields beside it. */
  bytes: number;
}

/** The addresses that take a file as multipart/form-data, each with how much it takes. */
export const uploadLimits: UploadLimit[] = places.map(([path, fileBytes]) => ({
  path: new RegExp(`^${path.replace("/id/", "/[^/]+/")}(?:\\.data|/)?$`, "i"),
  bytes: fileBytes + fieldBytes,
}));

/** How much an address takes; null where no file can be sent to. */
export const uploadLimitOf = (pathname: string): UploadLimit | null =>
  uploadLimits.find(({ path }) => path.test(pathname)) ?? null;
