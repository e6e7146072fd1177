import { listings } from "#app/posts/content.ts";
import { columnsOf, type Column } from "./columns.ts";

const said = (column: Column | undefined): string =>
  column === undefined ? "" : column.required ? "required" : "optional";

function rows(): string[][] {
  const kinds = Object.values(listings).map(({ kind }) => columnsOf(kind));
  const names = [...new Set(kinds.flatMap((columns) => columns.map(({ name }) => name)))];
  return names.map((name) => {
    const columns = kinds.map((all) => all.find((column) => column.name === name));
    const what = columns.find((column) => column !== undefined)?.what ?? "";
    return [`\`${name}\``, ...columns.map(said), what];
  });
}

function table(lines: string[][]): string {
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const [head = "", ...body] = lines.map(
    (line) => `| ${line.map((cell, at) => cell.padEnd(widths?.[at] ?? 0)).join(" | ")} |`,
  );
  const rule = `| ${(widths ?? []).map((width) => "-".repeat(width)).join(" | ")} |`;
  return [head, rule, ...body].join("\n");
}

/** The text of docs/data-load.md. */
export const columnsDocument = (): string => `# Columns of an import file

\`npm run data:load -- FILE [--organisation SLUG] [--source NAME]\`

Printed from the declarations of needs and results by \`npm run docs:columns\`.

Formats: CSV (UTF-8, with or without BOM), XLSX (first sheet, first row names the
columns), JSONL (one object a line). A file with a column \`content\` holds needs,
one with \`abstract\` holds results. Lists are separated by \`;\` in CSV and XLSX and
are arrays in JSONL. Other columns are ignored.

${table([["column", "needs", "results", "what"], ...rows()])}

Rows become published posts of the organisation with the slug given by
\`--organisation\` (default: an organisation "imported" made for it). \`--source\`
names where they come from (default: the file's name). Exit code 0 when all rows
are in, 2 when some are wrong, 1 when nothing could be done.
`;
