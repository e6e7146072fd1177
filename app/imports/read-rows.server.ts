import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { problemOfCell } from "#app/office/cells.ts";
import { readTable, type TableChoice, type TableSource } from "#app/office/read-table.server.ts";
import { UnreadableFile, type CellProblem } from "#app/office/table.ts";
import { columnHeadings } from "./columns.ts";

/** One row as the file has it, with the number of its line, or of its row in a sheet. */
export interface RawRow {
  line: number;
  fields: Record<string, unknown>;
  /** Cells that must not be believed. */
  wrong?: { column: string; reason: CellProblem; value: string }[];
  /** Set when the row could not be read at all. */
  unreadable?: string;
}

export interface RowsOfFile {
  /** How a table was read; null for JSON lines. */
  source: TableSource | null;
  rows: AsyncIterable<RawRow>;
}

/**
 * Opens a table (XLSX, XLS, ODS, CSV or other text) or a file of JSON lines to be read row by row.
 *
 * @throws UnreadableFile, also while rows are read
 */
export async function readRows(file: string, choice: TableChoice = {}): Promise<RowsOfFile> {
  if (!fs.existsSync(file)) throw new UnreadableFile("unreadable", "no such file");
  if (/^\.(jsonl|ndjson)$/i.test(path.extname(file))) return { source: null, rows: jsonRows(file) };
  const { source, rows } = await readTable(file, columnHeadings, choice);
  return { source, rows: tableRows(rows, source) };
}

type TableRows = Awaited<ReturnType<typeof readTable<string>>>["rows"];

/** Every column of the file has a value in every row, if an empty one. */
async function* tableRows(rows: TableRows, { columns }: TableSource): AsyncGenerator<RawRow> {
  for await (const { line, cells } of rows) {
    const entries = Object.keys(columns).map((column) => [column, cells[column]] as const);
    yield {
      line,
      fields: Object.fromEntries(
        entries.map(([column, cell]) => [
          column,
          withUnitOf(columns[column]?.text ?? "", column, cell?.text ?? ""),
        ]),
      ),
      wrong: entries.flatMap(([column, cell]) => {
        const reason = cell ? problemOfCell(cell, false) : null;
        return cell && reason ? [{ column, reason, value: cell.text }] : [];
      }),
    };
  }
}

/** An amount whose unit stands in the heading: 50 under "预算（万元）" is 50万元. */
function withUnitOf(heading: string, column: string, text: string): string {
  const [unit] = /[万亿]元/.exec(heading) ?? [];
  const isBare = /^[\d.,，\s]+$/.test(text) && text.trim() !== "";
  return unit !== undefined && isBare && column.startsWith("amount_") ? `${text}${unit}` : text;
}

async function* jsonRows(file: string): AsyncGenerator<RawRow> {
  let line = 0;
  for await (const text of readline.createInterface({ input: fs.createReadStream(file) })) {
    line += 1;
    if (text.trim() === "") continue;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text.replace(/^\uFEFF/, ""));
    } catch {
      yield { line, fields: {}, unreadable: "is not JSON" };
      continue;
    }
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    if (isObject) yield { line, fields: parsed as Record<string, unknown> };
    else yield { line, fields: {}, unreadable: "is not a JSON object" };
  }
}
