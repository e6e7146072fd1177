import { parse } from "csv-parse";
import { parse as parseAtOnce } from "csv-parse/sync";
import { Readable } from "node:stream";
import { textCell } from "./cells.ts";
import { findHeadings, headingsWithin, knownColumns, type ColumnNames } from "./headings.ts";
import { UnreadableFile, widest, type RawRow } from "./table.ts";

/** What separates columns, the commonest first. */
export const separators = [",", ";", "\t", "|", "，", "；", "^", "~", ":"] as const;

/** Characters at the beginning by which the separator is told. */
const telling = 64 * 1024;

/** The line by which spreadsheets name the separator. */
const namedSeparator = /^sep=(.)\s*?(\r\n|\n|\r)/i;

const options = { relax_column_count: true, relax_quotes: true } as const;

/** The separator of a text, and where its rows begin. */
export interface Separation {
  separator: string;
  /** Characters before the first row. */
  from: number;
  /** The line of the first row. */
  line: number;
}

/**
 * Tells what separates the columns: what the file names, else what makes the most known
 * headings, else what divides the most rows as it divides those.
 */
export function separationOf(text: string, names: ColumnNames<string>): Separation {
  const named = namedSeparator.exec(text);
  if (named?.[1]) return { separator: named[1], from: named[0].length, line: 2 };
  const beginning = beginningOf(text);
  const judged = separators.map((separator) => {
    const rows = rowsAtOnce(beginning, separator);
    const place = findHeadings(rows, names);
    const width = rows.find(({ line }) => line === place?.line)?.cells.length ?? null;
    return { separator, score: [knownColumns(place), alike(rows, width)] as const };
  });
  const best = judged.reduce((one, other) =>
    other.score[0] > one.score[0] ||
    (other.score[0] === one.score[0] && other.score[1] > one.score[1])
      ? other
      : one,
  );
  return { separator: best.separator, from: 0, line: 1 };
}

/** Whole lines only, or a quotation mark that is not closed yet would be taken for a mistake. */
function beginningOf(text: string): string {
  if (text.length <= telling) return text;
  const cut = text.slice(0, telling);
  return cut.slice(0, Math.max(cut.lastIndexOf("\n"), cut.lastIndexOf("\r")) + 1) || cut;
}

function rowsAtOnce(text: string, delimiter: string): RawRow[] {
  const to = { to: headingsWithin, skip_empty_lines: true };
  try {
    const records: string[][] = parseAtOnce(text, { ...options, ...to, delimiter });
    return records.map((record, at) => ({
      line: at + 1,
      cells: record.slice(0, widest).map(textCell),
    }));
  } catch {
    return [];
  }
}

/** How many rows have as many columns as the headings; where there are none, as most rows have, if that is more than one. */
function alike(rows: RawRow[], width: number | null): number {
  const widths = new Map<number, number>();
  for (const { cells } of rows) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  if (width !== null) return widths.get(width) ?? 0;
  widths.delete(1);
  return Math.max(0, ...widths.values());
}

interface CsvRecord {
  record: string[];
  /** As the file has it, with its end. */
  raw: string;
}

const breaksIn = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;

/**
 * The rows of a text. Lines are counted here: csv-parse takes CR and LF inside quotes for two.
 *
 * @throws UnreadableFile when a quotation mark is never closed
 */
export async function* delimitedRows(
  text: string,
  { separator, from, line: first }: Separation,
): AsyncGenerator<RawRow> {
  let line = first;
  const parser = Readable.from(piecesOf(text, from), { objectMode: false }).pipe(
    parse({ ...options, delimiter: separator, raw: true }),
  );
  try {
    for await (const { record, raw } of parser as AsyncIterable<CsvRecord>) {
      const cells = record.slice(0, widest).map(textCell);
      if (cells.some((cell) => cell.text.trim() !== "")) yield { line, cells };
      line += breaksIn(raw);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableFile("unreadable", reason, { cause: error });
  }
}

const piece = 64 * 1024;

function* piecesOf(text: string, from: number): Generator<Buffer> {
  for (let at = from; at < text.length;) {
    let to = Math.min(at + piece, text.length);
    // Both halves of a character beyond the first plane stay together.
    if (to < text.length && (text.codePointAt(to - 1) ?? 0) > 0xffff) to += 1;
    yield Buffer.from(text.slice(at, to));
    at = to;
  }
}
