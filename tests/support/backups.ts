import { createHash } from "node:crypto";
import fs from "node:fs";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { BackupError, placeOf, type Manifest } from "#db/backup/manifest.ts";

/** The reason of a refusal, or "done". */
export const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof BackupError) return error.message;
      throw error;
    },
  );

/** A checksum of a table's rows in whatever order a backup holds them. */
export async function contentOf(
  backupFolder: string,
  table: Manifest["tables"][number],
): Promise<string> {
  const rows = await text(
    fs.createReadStream(placeOf.table(backupFolder, table)).pipe(createGunzip()),
  );
  return createHash("sha256").update(rows.split("\n").toSorted().join("\n")).digest("hex");
}

/** Changes one bit of a file, at a place that its size gives. */
export function flip(file: string, at: (size: number) => number): void {
  const bytes = fs.readFileSync(file);
  const where = at(bytes.length);
  bytes[where] = bytes[where]! ^ 1;
  fs.writeFileSync(file, bytes);
}
