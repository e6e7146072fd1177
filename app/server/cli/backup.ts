/**
 * npm run backup -- DIR: writes the whole market, rows and files, into a new folder
 * while it runs. npm run backup -- --verify DIR: checks such a folder, without a
 * database. docs/backups.md tells the rest.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { BackupError } from "#db/backup/manifest.ts";
import { takeBackup } from "#db/backup/take.ts";
import { verifyBackup } from "#db/backup/verify.ts";
import { createFileStore } from "#app/server/file-store.ts";
import { commonOptions, endingSignal, progressLines, runBareCommand } from "./bare-command.ts";

const usage = "usage: npm run backup -- DIR | npm run backup -- --verify DIR";

async function verify(folder: string): Promise<number> {
  const { manifest, wrong } = await verifyBackup(folder, endingSignal());
  for (const line of wrong) console.error(line);
  const { tables, files, takenAt } = manifest;
  const size = `${tables.length} tables and ${files.length} files as of ${takenAt}`;
  console.log(wrong.length === 0 ? `whole: ${size}` : `damaged: ${wrong.length} of ${size}`);
  return wrong.length === 0 ? 0 : 2;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { verify: { type: "boolean", default: false }, ...commonOptions },
});
const [given] = positionals;
if (given === undefined || positionals.length !== 1) {
  console.error(usage);
  process.exit(1);
}
const folder = path.resolve(given);

if (values.verify)
  try {
    process.exitCode = await verify(folder);
  } catch (error) {
    console.error(error instanceof BackupError ? error.message : error);
    process.exitCode = 2;
  }
else
  await runBareCommand({ ...values, database: "in use" }, async ({ url }, environment) => {
    const manifest = await takeBackup({
      url,
      store: createFileStore(environment),
      folder,
      progress: progressLines(),
      signal: endingSignal(),
    });
    const { tables, files, missingFiles, takenAt } = manifest;
    for (const { table, key } of missingFiles)
      console.error(`file ${key}, which a row of ${table} names, is not in the file store`);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(`${folder}: ${rows} rows and ${files.length} files as of ${takenAt}`);
    return missingFiles.length === 0 ? 0 : 3;
  });
