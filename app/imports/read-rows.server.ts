import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { parse } from "csv-parse";
import ExcelJS from "exceljs";
import { writtenLine } from "#app/text/characters.ts";

/** One row as the file has it, with the number of its line, or of its row in a sheet. */
export interface RawRow {
  line: number;
  fields: Record<string, unknown>;
  /** Set when the row could not be read at all. */
  unreadable?: string;
}

/** The file cannot be imported; the message says why. */
export class UnreadableFile extends Error {
  override name = "UnreadableFile";
}

/**
 * Reads a CSV (UTF-8, with or without BOM), XLSX or JSONL file row by row.
 *
 * @throws UnreadableFile for another kind of file or a broken one
 */
export function readRows(file: string): AsyncGenerator<RawRow> {
  if (!fs.existsSync(file)) throw new UnreadableFile(`${file}: no such file`);
  switch (path.extname(file).toLowerCase()) {
    case ".csv":
      return csvRows(file);
    case ".jsonl":
      return jsonRows(file);
    case ".xlsx":
      return sheetRows(file);
    default:
      throw new UnreadableFile(`${file}: must end in .csv, .xlsx or .jsonl`);
  }
}

/**
 * Lines are counted here: csv-parse takes CR and LF inside quotes for two.
 */
async function* csvRows(file: string): AsyncGenerator<RawRow> {
  let line = 1;
  const columns = (names: string[]): string[] => {
    line += 1 + breaksIn(names.join(" "));
    return names.map(writtenLine);
  };
  const parser = fs
    .createReadStream(file)
    .pipe(parse({ columns, bom: true, raw: true, relax_column_count: true }));
  try {
    for await (const { record, raw } of parser as AsyncIterable<CsvRecord>) {
      yield { line, fields: record };
      line += breaksIn(raw);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableFile(`${file}: ${reason}`, { cause: error });
  }
}

interface CsvRecord {
  record: Record<string, unknown>;
  /** As the file has it, with its end. */
  raw: string;
}

const breaksIn = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;

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

async function* sheetRows(file: string): AsyncGenerator<RawRow> {
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.readFile(file);
  } catch (error) {
    throw new UnreadableFile(`${file}: is not a readable XLSX file`, { cause: error });
  }
  const sheet = workbook.worksheets[0];
  if (!sheet) throw new UnreadableFile(`${file}: has no sheet`);
  const columns: (string | undefined)[] = [];
  sheet.getRow(1).eachCell((cell, column) => (columns[column] = writtenLine(cell.text)));
  for (let number = 2; number <= sheet.rowCount; number += 1) {
    const fields: Record<string, unknown> = {};
    sheet.getRow(number).eachCell((cell, column) => {
      const name = columns[column];
      if (name)
        fields[name] =
          cell.value instanceof Date ? cell.value.toISOString().slice(0, 10) : cell.text;
    });
    if (Object.keys(fields).length > 0) yield { line: number, fields };
  }
}
