import * as codepages from "@e965/xlsx/dist/cpexcel.full.mjs";
import { read, set_cptable, SSF, type CellObject, type WorkBook, type WorkSheet } from "@e965/xlsx";
import { clockCell, errorCell, numberCell, percentCell, textCell } from "./cells.ts";
import { UnreadableFile, widest, type Cell, type RawRow, type RawSheet } from "./table.ts";

// Workbooks from before 1997 have their characters in a code page of their country.
set_cptable(codepages);

/** Cells that merged ones are copied to, at most. */
const copiesMost = 500_000;

const options = {
  dense: true,
  cellNF: true,
  cellText: false,
  cellHTML: false,
  cellFormula: false,
} as const;

/**
 * The sheets of a workbook (XLSX, XLS, ODS), or of a table of a web page that was saved as one.
 *
 * @throws UnreadableFile unreadable, or locked for one that a password protects
 */
export function workbookSheets(content: Uint8Array | string): RawSheet[] {
  const book = readBook(content);
  const since1904 = book.Workbook?.WBProps?.date1904 === true;
  return book.SheetNames.flatMap((name, place) => {
    const sheet = book.Sheets[name];
    // A chart has no rows.
    if (!sheet?.["!data"]) return [];
    const hidden = (book.Workbook?.Sheets?.[place]?.Hidden ?? 0) !== 0;
    return [{ name, hidden, rows: rowsOf(sheet, since1904) }];
  });
}

function readBook(content: Uint8Array | string): WorkBook {
  try {
    return typeof content === "string"
      ? read(content, { ...options, type: "string", raw: true })
      : read(content, { ...options, type: "array" });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const failure = /password|encrypt/i.test(reason) ? "locked" : "unreadable";
    throw new UnreadableFile(failure, reason, { cause: error });
  }
}

function rowsOf(sheet: WorkSheet, since1904: boolean): RawRow[] {
  const rows = new Map<number, (Cell | undefined)[]>();
  (sheet["!data"] ?? []).forEach((cells, row) => {
    const read: (Cell | undefined)[] = [];
    cells.slice(0, widest).forEach((cell, place) => {
      const text = cellOf(cell, since1904);
      if (text && (text.problem || text.text.trim() !== "")) read[place] = text;
    });
    if (read.length > 0) rows.set(row, read);
  });
  const own = new Set(rows.keys());
  copyMerged(sheet, rows, own);
  return [...own]
    .sort((a, b) => a - b)
    .map((row) => ({ line: row + 1, cells: rows.get(row) ?? [] }));
}

/**
 * A merged cell says the same of all rows and columns that it covers: an organisation of its
 * three people, a heading of its two columns. Rows that have nothing beside it stay away.
 */
function copyMerged(
  sheet: WorkSheet,
  rows: Map<number, (Cell | undefined)[]>,
  own: ReadonlySet<number>,
): void {
  let copies = 0;
  const last = Math.max(-1, ...own);
  for (const { s: from, e: to } of sheet["!merges"] ?? []) {
    const said = rows.get(from.r)?.[from.c];
    if (!said) continue;
    for (let row = from.r; row <= Math.min(to.r, last); row += 1) {
      const cells = rows.get(row);
      for (let place = from.c; place <= Math.min(to.c, widest - 1); place += 1) {
        copies += 1;
        if (copies > copiesMost) return;
        if (cells && !cells[place]) cells[place] = said;
      }
    }
  }
}

/** Numbers of built-in formats of days and times, those of Chinese workbooks among them (27 to 36, 50 to 58). */
const isClockNumber = (id: number): boolean =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58);

function isClock(format: CellObject["z"]): boolean {
  if (typeof format === "number") return isClockNumber(format);
  if (format === undefined || format === "General") return false;
  return SSF.is_date(format) as boolean;
}

const errorTexts: Record<number, string> = {
  0x00: "#NULL!",
  0x07: "#DIV/0!",
  0x0f: "#VALUE!",
  0x17: "#REF!",
  0x1d: "#NAME?",
  0x24: "#NUM!",
  0x2a: "#N/A",
};

function cellOf({ t: type, v: value, z: format }: CellObject, since1904: boolean): Cell | null {
  if (value === undefined || type === "z") return null;
  if (type === "e") return errorCell(errorTexts[Number(value)] ?? "#VALUE!");
  if (typeof value === "boolean") return textCell(value ? "TRUE" : "FALSE");
  if (typeof value !== "number") return textCell(String(value));
  if (isClock(format)) return clockCell(value, since1904);
  if (typeof format === "string" && /^0+$/.test(format))
    return { ...numberCell(value), text: numberCell(value).text.padStart(format.length, "0") };
  return typeof format === "string" && format.includes("%")
    ? percentCell(value)
    : numberCell(value);
}
