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

\`npm run data:load -- FILE [--organisation SLUG] [--source NAME] [--sheet NAME] [--heading-row N]\`

Printed from the declarations of needs and results by \`npm run docs:columns\`.

Formats: tables (XLSX, XLS, ODS, or text with any separator in UTF-8, UTF-16 or GB 18030; told by
the content, up to 400 MB of text), and JSONL (one object a line). Of a table the sheet and the row
of the headings are found, below titles and notes, and printed; \`--sheet\` and \`--heading-row\` name
others (decision 32). Headings are the columns below, their names in the forms of either language,
or what offices usually write, such as 需求名称. A file with a column \`content\` holds needs, one with
\`abstract\` holds results. Lists are separated by \`;\` or 、 in tables and are arrays in JSONL. Where
a heading says 万元, its bare numbers are so many 10,000 yuan. A cell with an error value is refused,
and so is a number of more than 15 digits, whose last ones are gone. Other columns are ignored.

${table([["column", "needs", "results", "what"], ...rows()])}

Rows become published posts of the organisation with the slug given by
\`--organisation\` (default: an organisation "imported" made for it). \`--source\`
names where they come from (default: the file's name). Exit code 0 when all rows
are in, 2 when some are wrong, 1 when nothing could be done.
`;
