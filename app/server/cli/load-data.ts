/**
 * npm run data:load -- FILE [--organisation SLUG] [--source NAME]: loads needs
 * or results from a table or JSON lines as published posts. docs/data-load.md
 * lists the columns.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { importerSlug, importingOrganisation } from "#app/imports/organisation.server.ts";
import { loadRows, type LoadReport } from "#app/imports/load.server.ts";
import { readRows } from "#app/imports/read-rows.server.ts";
import { translatorFor } from "#app/i18n/i18n.server.ts";
import { readingText } from "#app/office/reading-text.ts";
import { UnreadableFile } from "#app/office/table.ts";
import { prepareIndex, collectSuggestionsOnce } from "#app/search/rebuild.server.ts";
import { commonOptions, runCommand } from "./run.ts";

const usage =
  "usage: npm run data:load -- FILE [--organisation SLUG] [--source NAME] [--sheet NAME] [--heading-row N] [--yes]";

function print({ kind, added, changed, unchanged, wrong }: LoadReport): void {
  for (const { line, column, reason } of wrong)
    console.log(`line ${line}${column === "" ? "" : `, column ${column}`}: ${reason}`);
  const lines = new Set(wrong.map(({ line }) => line)).size;
  console.log(
    `${kind ?? "row"}s: ${added} added, ${changed} changed, ${unchanged} unchanged, ${lines} wrong`,
  );
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    organisation: { type: "string", default: importerSlug },
    source: { type: "string" },
    /** Of a table, where the reader would choose another. */
    sheet: { type: "string" },
    "heading-row": { type: "string" },
    /** In production, that its posts are really to be published there. */
    yes: { type: "boolean", default: false },
    ...commonOptions,
  },
});
const [file] = positionals;
const headingRow = values["heading-row"];
const isRow = headingRow === undefined || /^[1-9]\d{0,6}$/.test(headingRow);
if (file === undefined || positionals.length !== 1 || !isRow) {
  console.error(usage);
  process.exit(1);
}

await runCommand(values, async ({ services }, environment) => {
  if (environment.DUIJIE_ENV === "production" && !values.yes) {
    console.error(
      "this publishes posts in production; give --yes when the database is the right one",
    );
    return 1;
  }
  const organisationId = await importingOrganisation(services, values.organisation);
  if (organisationId === null) {
    console.error(`--organisation: no organisation has the slug ${values.organisation}`);
    return 1;
  }
  await collectSuggestionsOnce(services);
  await prepareIndex(services, false);
  try {
    const source = values.source ?? path.basename(file);
    const headingLine = headingRow === undefined ? undefined : Number(headingRow);
    const { source: table, rows } = await readRows(file, { sheet: values.sheet, headingLine });
    const t = await translatorFor("en");
    if (table !== null) for (const sentence of readingText(t, table)) console.log(sentence);
    const report = await loadRows(services, rows, { organisationId, source });
    print(report);
    return report.wrong.length > 0 ? 2 : 0;
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    console.error(`${file}: ${error.message}`);
    return 1;
  }
});
