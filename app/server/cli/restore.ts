/**
 * npm run restore -- DIR [--replace]: brings a market back from a backup, while no server
 * runs. npm run restore -- --release-mail: lets the restored market send mail and follow
 * the clock. docs/backups.md tells the rest.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { releaseByCommand } from "#app/restoration/held.server.ts";
import { restoreBackup } from "#db/backup/restore.ts";
import { createFileStore } from "#app/server/file-store.ts";
import { commonOptions, endingSignal, progressLines, runBareCommand } from "./bare-command.ts";
import { runCommand } from "./run.ts";

const usage = "usage: npm run restore -- DIR [--replace] | npm run restore -- --release-mail";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    replace: { type: "boolean", default: false },
    "release-mail": { type: "boolean", default: false },
    ...commonOptions,
  },
});
const [given] = positionals;
if (positionals.length !== (values["release-mail"] ? 0 : 1)) {
  console.error(usage);
  process.exit(1);
}

if (given === undefined)
  await runCommand(values, async ({ services }) => {
    const released = await releaseByCommand(services);
    console.log(released ? "mail and the clock go on" : "nothing was held");
    return 0;
  });
else
  await runBareCommand({ ...values, database: "at rest" }, async ({ url }, environment) => {
    const manifest = await restoreBackup({
      url,
      store: createFileStore(environment),
      folder: path.resolve(given),
      replace: values.replace,
      progress: progressLines(),
      signal: endingSignal(),
    });
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(
      `${rows} rows and ${manifest.files.length} files as of ${manifest.takenAt}; no mail goes out and the clock takes no step until npm run restore -- --release-mail`,
    );
    return 0;
  });
