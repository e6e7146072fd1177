import fs from "node:fs";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { placeOf, readManifest, type Manifest } from "./manifest.ts";
import { countedRows, eachAtOnce, measuredStream } from "./streams.ts";

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * Reads all of a backup and changes nothing. Answers what is wrong, a line for each
 * table and file, none when all is as it was written.
 *
 * @throws BackupError when the folder is no backup or its manifest is damaged
 */
export async function verifyBackup(
  folder: string,
  signal?: AbortSignal,
): Promise<{ manifest: Manifest; wrong: string[] }> {
  const manifest = await readManifest(folder);
  const wrong: string[] = [];
  const check = async (what: string, work: () => Promise<string | null>) => {
    signal?.throwIfAborted();
    const reason = await work().catch((error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? "is missing" : `cannot be read (${error.code ?? error.message})`,
    );
    if (reason) wrong.push(`${what} ${reason}`);
  };
  for (const table of manifest.tables)
    await check(`table ${table.schema}.${table.name}`, async () => {
      const bytes = measuredStream();
      const lines = countedRows();
      const source = fs.createReadStream(placeOf.table(folder, table));
      try {
        await pipeline(source, bytes.stream, createGunzip(), lines.stream, nowhere(), { signal });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") throw error;
        return "is damaged: it cannot be unpacked";
      }
      return (
        difference(bytes.result(), table) ??
        (lines.rows() === table.rows ? null : `has ${lines.rows()} rows, not ${table.rows}`)
      );
    });
  await eachAtOnce(manifest.files, 4, (file) =>
    check(`file ${file.key}`, async () => {
      const bytes = measuredStream();
      const source = fs.createReadStream(placeOf.file(folder, file.key));
      await pipeline(source, bytes.stream, nowhere(), { signal });
      return difference(bytes.result(), file);
    }),
  );
  signal?.throwIfAborted();
  return { manifest, wrong };
}

interface Measure {
  size: number;
  sha256: string;
}

function difference(found: Measure, written: Measure): string | null {
  if (found.size !== written.size) return `is damaged: ${found.size} bytes, not ${written.size}`;
  return found.sha256 === written.sha256 ? null : "is damaged: its checksum differs";
}
