import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** A backup cannot be taken, trusted or restored. The message is one line for the person at the console. */
export class BackupError extends Error {
  override name = "BackupError";
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const stored = { size: z.number().int().nonnegative(), sha256 };
/** Must stay inside the folder it is read from or written to. */
const fileKey = z
  .string()
  .min(1)
  .refine(
    (key) =>
      key.split("/").every((part) => part !== "" && !/^\.+$/.test(part)) && !key.includes("\0"),
  );
const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);

const manifestSchema = z.object({
  format: z.literal(1),
  /** The moment whose state it holds, by the database's clock. */
  takenAt: z.iso.datetime(),
  /** The version of the schema: see db/migrate.ts. */
  schemaVersion: z.number().int(),
  /** The version of the job queue's own tables. */
  jobsVersion: z.number().int(),
  /** Queues by name with their policy. */
  queues: z.array(z.object({ name: z.string(), policy: z.string() })),
  /** Size and checksum of each table are those of its packed file. */
  tables: z.array(
    z.object({
      schema: z.enum(["public", "pgboss"]),
      name: identifier,
      columns: z.array(identifier).min(1),
      rows: z.number().int().nonnegative(),
      ...stored,
    }),
  ),
  files: z.array(z.object({ key: fileKey, mediaType: z.string(), ...stored })),
  /** Files that rows name and the file store did not have. */
  missingFiles: z.array(z.object({ table: z.string(), key: z.string() })),
  leftOut: z.record(z.string(), z.string()),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type StoredTable = Manifest["tables"][number];
export type StoredFile = Manifest["files"][number];

const manifestName = "manifest.json";
const checksumName = "manifest.sha256";

/** Where a backup keeps the rows of a table and the bytes of a file. */
export const placeOf = {
  table: (folder: string, { schema, name }: { schema: string; name: string }) =>
    path.join(folder, "tables", `${schema}.${name}.copy.gz`),
  file: (folder: string, key: string) => path.join(folder, "files", key),
};

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

/** Writes the manifest, and its checksum as `sha256sum --check` reads it. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = JSON.stringify(manifest, null, 1);
  const options = { mode: 0o600, flush: true };
  await fs.writeFile(path.join(folder, manifestName), text, options);
  await fs.writeFile(
    path.join(folder, checksumName),
    `${hashOf(text)}  ${manifestName}\n`,
    options,
  );
}

/** @throws BackupError when there is none, or it is not what was written */
export async function readManifest(folder: string): Promise<Manifest> {
  const read = (name: string) =>
    fs.readFile(path.join(folder, name), "utf8").catch((error: NodeJS.ErrnoException) => {
      throw new BackupError(`${folder} is no backup: ${name} cannot be read (${error.code})`);
    });
  const text = await read(manifestName);
  if ((await read(checksumName)).split(" ")[0] !== hashOf(text))
    throw new BackupError(
      `${manifestName} is damaged: its checksum is not that of ${checksumName}`,
    );
  const format = z.object({ format: z.number() }).safeParse(JSON.parse(text));
  if (format.success && format.data.format > 1)
    throw new BackupError(
      `${folder} was written by a newer version (format ${format.data.format})`,
    );
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new BackupError(
      `${manifestName} is not one of this product: ${parsed.error.issues[0]?.path.join(".")}`,
    );
  return parsed.data;
}
