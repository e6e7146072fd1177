/** What every table file comes down to: sheets of rows of cells. Formats, threads and rooms share these words. */

/** Columns of a table that are looked at. */
export const widest = 300;

/** Why a cell's text is not what its author meant. */
export type CellProblem = "cellError" | "cellLongNumber" | "cellNumber";

/** One cell as a person sees it. */
export interface Cell {
  /**
   * What it says. A day is YYYY-MM-DD, with a time of day YYYY-MM-DD HH:MM, as the author of
   * the sheet saw them: spreadsheets know no zones, so whoever reads it says which is meant.
   */
  text: string;
  /** The spreadsheet holds a number: leading zeros and what follows the fifteenth digit are gone. */
  isNumber: boolean;
  /** Set when the text must not be believed. */
  problem: Exclude<CellProblem, "cellNumber"> | null;
}

export interface RawRow {
  /** The row of a sheet, or the line of a text on which the row begins. */
  line: number;
  /** By place, beginning with 0; what is empty is left out. */
  cells: readonly (Cell | undefined)[];
}

export interface RawSheet {
  /** Empty for a text, which has no sheets. */
  name: string;
  /** The author put it out of sight, as lists that cells choose from are. */
  hidden: boolean;
  rows: AsyncIterable<RawRow> | Iterable<RawRow>;
}

/** How a text was read. */
export interface TextForm {
  encoding: TextEncoding;
  separator: string;
  /** Bytes that are not of the encoding, and the line of the first of them. */
  strayBytes: number;
  strayLine: number | null;
}

export interface RawFile {
  format: "text" | "workbook";
  /** Null for a workbook. */
  text: TextForm | null;
  sheets: RawSheet[];
}

export const textEncodings = ["utf-8", "utf-16le", "utf-16be", "gb18030", "windows-1252"] as const;
export type TextEncoding = (typeof textEncodings)[number];

/** Why nothing of a file can be taken. */
export const fileFailures = [
  "unreadable",
  "notATable",
  "notADocument",
  "locked",
  "tooLarge",
  "noColumns",
  "empty",
] as const;
export type FileFailure = (typeof fileFailures)[number];

/** A file of which nothing can be taken; the message is for logs and commands. */
export class UnreadableFile extends Error {
  override name = "UnreadableFile";
  constructor(
    readonly failure: FileFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The letter or letters of a column as spreadsheets show them; the place begins with 0. */
export function columnLetters(place: number): string {
  const rest = place % 26;
  const last = String.fromCharCode(65 + rest);
  return place < 26 ? last : columnLetters((place - rest) / 26 - 1) + last;
}
