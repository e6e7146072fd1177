import type { Cell, RawRow } from "./table.ts";

/** Columns with all the names that people give them, the usual one first. */
export type ColumnNames<Column extends string> = Readonly<Record<Column, readonly string[]>>;

/** A column of the file: its place, beginning with 0, and what stands over it. */
export interface Heading {
  place: number;
  text: string;
}

/** Where the headings stand, and which column means what. */
export interface HeadingPlace<Column extends string> {
  /** The first row of headings, and how many rows they take. */
  line: number;
  rows: number;
  columns: Partial<Record<Column, Heading>>;
  /** All columns that have a heading. */
  all: Heading[];
}

/** Rows at the beginning of a sheet among which headings are looked for: titles and notes come before. */
export const headingsWithin = 60;
/** Headings take so many rows at most: "参会人员" over "姓名" and "手机". */
const deepest = 3;

/** What a heading says without what people write one way or the other: width, spaces, hyphens ("E-mail"), marks. */
export const keyOfHeading = (heading: string): string =>
  heading
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_*:.·\p{Pd}\u200b\ufeff]/gu, "");

const withoutBrackets = (heading: string): string =>
  heading.normalize("NFKC").replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, "");

/** The ways in which one heading may be read: whole, without its notes in brackets, and each part of "职务/职称". */
function keysOf(heading: string): string[] {
  const bare = withoutBrackets(heading);
  const parts = bare.split(/[/、\\]|或/);
  return [...new Set([heading, bare, ...parts].map(keyOfHeading))].filter((key) => key !== "");
}

type Known<Column extends string> = Map<string, { column: Column; rank: number }>;

function knownOf<Column extends string>(names: ColumnNames<Column>): Known<Column> {
  const known: Known<Column> = new Map();
  for (const [column, all] of Object.entries(names) as [Column, readonly string[]][])
    all.forEach((name, rank) => {
      const before = known.get(keyOfHeading(name));
      if (!before || rank < before.rank) known.set(keyOfHeading(name), { column, rank });
    });
  return known;
}

const said = (cell: Cell | undefined): string => cell?.text.trim() ?? "";

/** What stands over a column in these rows, from above; a merged cell says it once. */
function stacked(rows: readonly RawRow[], place: number): string[] {
  const texts = rows.map(({ cells }) => said(cells[place])).filter((text) => text !== "");
  return texts.filter((text, at) => text !== texts[at - 1]);
}

/** Reads rows as headings. */
function readHeadings<Column extends string>(
  rows: readonly RawRow[],
  known: Known<Column>,
): HeadingPlace<Column> {
  const all: Heading[] = [];
  const best = new Map<Column, { heading: Heading; rank: number }>();
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  for (let place = 0; place < width; place += 1) {
    const texts = stacked(rows, place);
    if (texts.length === 0) continue;
    const heading = { place, text: texts.join(" ") };
    all.push(heading);
    const ways = [...texts.slice(-1), texts.join(""), ...texts.slice(0, -1)].flatMap(keysOf);
    const found = ways.map((key) => known.get(key)).find((entry) => entry !== undefined);
    if (!found) continue;
    const before = best.get(found.column);
    if (!before || found.rank < before.rank) best.set(found.column, { heading, rank: found.rank });
  }
  const columns = Object.fromEntries(
    [...best].map(([column, { heading }]) => [column, heading]),
  ) as Partial<Record<Column, Heading>>;
  return { line: rows[0]?.line ?? 1, rows: rows.length, columns, all };
}

const count = (place: HeadingPlace<string> | null): number =>
  place === null ? 0 : Object.keys(place.columns).length;

/**
 * Finds the headings among the first rows of a sheet: the rows, at most three together, in
 * which the most columns are known; the fewest rows of those, and the first.
 *
 * @param line where the person says that they begin
 * @returns null where nothing is known, and no row was named
 */
export function findHeadings<Column extends string>(
  rows: readonly RawRow[],
  names: ColumnNames<Column>,
  line: number | null = null,
): HeadingPlace<Column> | null {
  const known = knownOf(names);
  let best: HeadingPlace<Column> | null = null;
  const begins = rows.flatMap((row, at) => (line === null || row.line === line ? [at] : []));
  for (const at of begins)
    for (let depth = 1; depth <= deepest && at + depth <= rows.length; depth += 1) {
      const read = readHeadings(rows.slice(at, at + depth), known);
      if (best ? isClearer(read, best) : count(read) > 0 || line !== null) best = read;
    }
  return best;
}

/** More columns are known, or as many in fewer rows. */
const isClearer = (one: HeadingPlace<string>, other: HeadingPlace<string>): boolean =>
  count(one) > count(other) || (count(one) === count(other) && one.rows < other.rows);

/** How much of the known columns a sheet has, to compare sheets by. */
export const knownColumns = count;
