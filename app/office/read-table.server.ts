import fs from "node:fs/promises";
import { delimitedRows, separationOf } from "./delimited.server.ts";
import {
  findHeadings,
  headingsWithin,
  knownColumns,
  type ColumnNames,
  type Heading,
  type HeadingPlace,
} from "./headings.ts";
import { decodeText, encodingOf } from "./text-encoding.ts";
import {
  UnreadableFile,
  type Cell,
  type RawFile,
  type RawRow,
  type RawSheet,
  type TextForm,
} from "./table.ts";
import { workbookSheets } from "./workbook.server.ts";
import { isZip, tamedZip } from "./zip.server.ts";

/** Bytes of a table at most, however it comes; a text of more would be no string. */
const bytesMost = 400 * 1024 * 1024;

/** What a person chose where the reader chose wrongly. */
export interface TableChoice<Column extends string = string> {
  sheet?: string | undefined;
  /** The row in which the headings begin. */
  headingLine?: number | undefined;
  /** The place of a column, beginning with 0; null for one that the file does not have. */
  columns?: Partial<Record<Column, number | null>> | undefined;
}

/** How a file was read, to be said to the person. */
export interface TableSource<Column extends string = string> {
  format: RawFile["format"];
  text: TextForm | null;
  /** The sheet that was read, empty for a text, and all that there are. */
  sheet: string;
  sheets: string[];
  /** The first row of the headings, and how many there are. */
  headingLine: number;
  headingRows: number;
  columns: Partial<Record<Column, Heading>>;
  /** All columns with a heading. */
  headings: Heading[];
}

export interface TableRow<Column extends string> {
  line: number;
  cells: Partial<Record<Column, Cell>>;
}

export interface Table<Column extends string> {
  source: TableSource<Column>;
  rows: AsyncIterable<TableRow<Column>>;
}

/** A table of which no column is known; it says what was seen, to choose from. */
export class NoColumns extends UnreadableFile {
  constructor(readonly source: TableSource) {
    super("noColumns", "no column of it is known");
  }
}

/**
 * Reads a table as offices keep it: XLSX, XLS, ODS, or text with any separator in UTF-8,
 * UTF-16 or GB 18030; what it is is told by its content, not by its name. Sheet and headings
 * are found by the names of the columns, below titles and notes, unless the person chose.
 *
 * @throws UnreadableFile; NoColumns with what was seen
 */
export async function readTable<Column extends string>(
  file: string,
  names: ColumnNames<Column>,
  choice: TableChoice<Column> = {},
): Promise<Table<Column>> {
  return tableOf(await openTable(file, names), names, choice);
}

/** Opens a file as sheets of rows. @throws UnreadableFile */
async function openTable(file: string, names: ColumnNames<string>): Promise<RawFile> {
  const { size } = await fs.stat(file);
  if (size === 0) throw new UnreadableFile("empty", "is empty");
  if (size > bytesMost) throw new UnreadableFile("tooLarge", "is larger than 400 MB");
  return rawFileOf(await fs.readFile(file), names);
}

const oldOffice = Buffer.from("d0cf11e0a1b11ae1", "hex");

function rawFileOf(bytes: Buffer, names: ColumnNames<string>): RawFile {
  if (isZip(bytes)) {
    const { zip, parts } = tamedZip(bytes);
    if (!parts.some((name) => /^(xl\/|content\.xml$)/.test(name)))
      throw new UnreadableFile("notATable", "is a ZIP file, but no workbook");
    return { format: "workbook", text: null, sheets: workbookSheets(zip) };
  }
  if (bytes.subarray(0, oldOffice.length).equals(oldOffice))
    return { format: "workbook", text: null, sheets: workbookSheets(bytes) };
  const { encoding, markBytes } = encodingOf(bytes);
  const { text, strayBytes, strayLine } = decodeText(bytes, encoding, markBytes);
  if (text.trim() === "") throw new UnreadableFile("empty", "is empty");
  if (/^\s*<(!doctype|html|table|meta|\?xml)/i.test(text))
    return { format: "workbook", text: null, sheets: workbookSheets(text) };
  if (text.startsWith("%PDF-") || !isProse(text))
    throw new UnreadableFile("notATable", "is neither a workbook nor text");
  const separation = separationOf(text, names);
  return {
    format: "text",
    text: { encoding, separator: separation.separator, strayBytes, strayLine },
    sheets: [{ name: "", hidden: false, rows: delimitedRows(text, separation) }],
  };
}

/** Whether nearly all of it are characters that people write. */
function isProse(text: string): boolean {
  const odd = text.match(/[\u0001-\u0008\u000e-\u001f\u007f-\u009f\ufffd]/g)?.length ?? 0;
  return odd <= text.length / 100 + 2;
}

interface Candidate<Column extends string> {
  sheet: RawSheet;
  /** The first rows, which were taken from the others. */
  first: RawRow[];
  rest: AsyncIterator<RawRow> | Iterator<RawRow>;
  place: HeadingPlace<Column> | null;
}

async function tableOf<Column extends string>(
  { format, text, sheets }: RawFile,
  names: ColumnNames<Column>,
  choice: TableChoice<Column>,
): Promise<Table<Column>> {
  const chosen = sheets.filter(({ name }) => choice.sheet === undefined || name === choice.sheet);
  const candidates: Candidate<Column>[] = [];
  for (const sheet of chosen) candidates.push(await candidateOf(sheet, names, choice));
  const best = bestOf(candidates);
  if (!best || candidates.every(({ first }) => first.length === 0))
    throw new UnreadableFile("empty", "has no rows");
  const source: TableSource<Column> = {
    ...{ format, text },
    sheet: best.sheet.name,
    sheets: sheets.filter(({ hidden }) => !hidden).map(({ name }) => name),
    headingLine: best.place?.line ?? best.first[0]?.line ?? 1,
    headingRows: best.place?.rows ?? 1,
    columns: columnsOf(best.place, choice),
    headings: best.place?.all ?? headingsOf(best.first[0]),
  };
  if (Object.keys(source.columns).length === 0) throw new NoColumns(source);
  return { source, rows: rowsBelow(best, source) };
}

async function candidateOf<Column extends string>(
  sheet: RawSheet,
  names: ColumnNames<Column>,
  { headingLine = null }: { headingLine?: number | null | undefined },
): Promise<Candidate<Column>> {
  const rest =
    Symbol.asyncIterator in sheet.rows
      ? sheet.rows[Symbol.asyncIterator]()
      : sheet.rows[Symbol.iterator]();
  const first: RawRow[] = [];
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    first.push(next.value);
    const enough =
      headingLine === null ? first.length >= headingsWithin : next.value.line > headingLine + 3;
    if (enough) break;
  }
  return { sheet, first, rest, place: findHeadings(first, names, headingLine) };
}

/** The sheet with the most known columns; of those the first that is not hidden. */
function bestOf<Column extends string>(
  candidates: Candidate<Column>[],
): Candidate<Column> | undefined {
  const rank = ({ place, first, sheet }: Candidate<Column>): number =>
    knownColumns(place) * 4 + (sheet.hidden ? 0 : 2) + (first.length > 0 ? 1 : 0);
  return candidates.reduce<Candidate<Column> | undefined>(
    (best, other) => (best && rank(best) >= rank(other) ? best : other),
    undefined,
  );
}

const headingsOf = (row: RawRow | undefined): Heading[] =>
  (row?.cells ?? []).flatMap((cell, place) =>
    cell && cell.text.trim() !== "" ? [{ place, text: cell.text.trim() }] : [],
  );

function columnsOf<Column extends string>(
  place: HeadingPlace<Column> | null,
  { columns: chosen = {} }: TableChoice<Column>,
): Partial<Record<Column, Heading>> {
  const columns: Partial<Record<Column, Heading>> = { ...place?.columns };
  for (const [column, at] of Object.entries(chosen) as [Column, number | null][]) {
    const heading = place?.all.find((one) => one.place === at);
    if (at === null) delete columns[column];
    else columns[column] = heading ?? { place: at, text: "" };
  }
  return columns;
}

async function* rowsBelow<Column extends string>(
  { first, rest }: Candidate<Column>,
  { headingLine, headingRows, columns }: TableSource<Column>,
): AsyncGenerator<TableRow<Column>> {
  const begin = first.findIndex(({ line }) => line === headingLine) + headingRows;
  const places = Object.entries(columns) as [Column, Heading][];
  const cut = ({ line, cells }: RawRow): TableRow<Column> => ({
    line,
    cells: Object.fromEntries(
      places.flatMap(([column, { place }]) => (cells[place] ? [[column, cells[place]]] : [])),
    ) as TableRow<Column>["cells"],
  });
  for (const row of first.slice(begin)) yield cut(row);
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield cut(next.value);
}
