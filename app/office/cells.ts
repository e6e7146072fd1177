import { written } from "#app/text/characters.ts";
import type { Cell, CellProblem } from "./table.ts";

/** Numbers of so many digits are kept whole by spreadsheets. */
const wholeDigits = 15;

/** What spreadsheets show in the place of a value: a failed formula, or a column too narrow for a day. */
const errorText = /^#(N\/A|NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|GETTING_DATA|SPILL!|CALC!|#+)$/i;
/** A number as spreadsheets write it into a text once it was too long for its column. */
const shortened = /^[+-]?\d(\.\d+)?E\+\d{2,3}$/i;

/** A cell of text, as a CSV file has it or a workbook. */
export function textCell(typed: string): Cell {
  const text = written(typed);
  return { text, isNumber: false, problem: errorText.test(text.trim()) ? "cellError" : null };
}

/** A cell that shows an error value, such as #N/A. */
export const errorCell = (text: string): Cell => ({ text, isNumber: false, problem: "cellError" });

/** A cell that holds a number, written in full and as exactly as spreadsheets keep it. */
export function numberCell(value: number): Cell {
  const text = plain(Number(value.toPrecision(wholeDigits)));
  const long = Number.isInteger(value) && Math.abs(value) >= 10 ** wholeDigits;
  return { text, isNumber: true, problem: long ? "cellLongNumber" : null };
}

/** Without an exponent, as people write numbers. */
function plain(value: number): string {
  const short = String(value);
  if (!short.includes("e")) return short;
  return value.toLocaleString("en-GB", {
    useGrouping: false,
    maximumFractionDigits: 20,
    maximumSignificantDigits: wholeDigits,
  });
}

/** A share as its author sees it, "95%". */
export const percentCell = (value: number): Cell => ({
  ...numberCell(Number((value * 100).toPrecision(wholeDigits))),
  text: `${plain(Number((value * 100).toPrecision(wholeDigits)))}%`,
});

const dayMilliseconds = 86_400_000;
const two = (part: number): string => String(part).padStart(2, "0");

/**
 * A day, a time of day or both from the number by which spreadsheets count days, to the
 * minute. Null for what no calendar of theirs has.
 */
export function clockOfSerial(serial: number, since1904 = false): string | null {
  const days = serial + (since1904 ? 1_462 : 0);
  if (!(days >= 0 && days < 2_958_466)) return null;
  const minutes = Math.round(days * 1_440);
  const [day, minute] = [Math.floor(minutes / 1_440), minutes % 1_440];
  const clock = `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
  if (day === 0) return clock;
  // Spreadsheets count a 29 February 1900 that never was.
  const date = new Date(Date.UTC(1899, 11, day < 60 ? 31 : 30) + day * dayMilliseconds);
  const calendarDay = date.toISOString().slice(0, 10);
  return minute === 0 ? calendarDay : `${calendarDay} ${clock}`;
}

/** A cell that holds a day or a time. */
export function clockCell(serial: number, since1904: boolean): Cell {
  const text = clockOfSerial(serial, since1904);
  return text === null ? errorCell("########") : { text, isNumber: false, problem: null };
}

/** Why what a cell says is not to be taken; `identifier` for codes and telephone numbers. */
export function problemOfCell(cell: Cell, identifier: boolean): CellProblem | null {
  if (cell.problem) return cell.problem;
  if (!identifier) return null;
  if (shortened.test(cell.text.trim())) return "cellLongNumber";
  return cell.isNumber ? "cellNumber" : null;
}
