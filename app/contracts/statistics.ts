import Decimal from "decimal.js";

export const statisticsTables = [
  "kind",
  "cluster",
  "buyerRegion",
  "sellerRegion",
  "year",
  "half",
] as const;
export type StatisticsTable = (typeof statisticsTables)[number];

/**
 * What others than organizers see: no half-years, as a year less one half would
 * tell of the other.
 */
export const openTables: readonly StatisticsTable[] = [
  "kind",
  "cluster",
  "buyerRegion",
  "sellerRegion",
  "year",
];

/** Number and amounts, in yuan with two places. */
export interface ContractFigures {
  count: number;
  contractAmount: string;
  technologyAmount: string;
}

export interface StatisticsRow {
  /** A code, a year, a half-year such as 2026-H1; null where nothing was said. */
  key: string | null;
  registered: ContractFigures;
  /** Signed, and not registered (yet). */
  signed: ContractFigures;
}

export interface Statistics {
  table: StatisticsTable;
  rows: StatisticsRow[];
  total: StatisticsRow;
}

/** Fewer contracts than this in a cell are not shown to others than organizers. */
export const smallestCell = 3;

/** The same with small cells taken out: null figures stand for some, but too few to show. */
export interface ShownRow {
  key: string | null;
  registered: ContractFigures | null;
  signed: ContractFigures | null;
}
export interface ShownStatistics {
  table: StatisticsTable;
  rows: ShownRow[];
  total: ShownRow;
  suppressed: boolean;
}

type Column = "registered" | "signed";

/**
 * Takes out of a table what tells of single contracts: a cell of fewer than
 * `smallestCell` contracts, and, where only one cell of a column is taken out,
 * the next smallest too, so that no subtraction from the total gives it back.
 * A total that small goes as well. Cells without contracts stay.
 */
export function withoutSmallCells({ table, rows, total }: Statistics): ShownStatistics {
  const hidden: Record<Column, Set<number>> = {
    registered: smallCells(rows.map((row) => row.registered.count)),
    signed: smallCells(rows.map((row) => row.signed.count)),
  };
  const shown = (row: StatisticsRow, index: number): ShownRow => ({
    key: row.key,
    registered: hidden.registered.has(index) ? null : row.registered,
    signed: hidden.signed.has(index) ? null : row.signed,
  });
  const whole = (column: Column): ContractFigures | null => {
    const figures = total[column];
    return figures.count > 0 && figures.count < smallestCell ? null : figures;
  };
  return {
    table,
    rows: rows.map(shown),
    total: { key: null, registered: whole("registered"), signed: whole("signed") },
    suppressed: hidden.registered.size + hidden.signed.size > 0,
  };
}

function smallCells(counts: readonly number[]): Set<number> {
  const filled = [...counts.entries()].filter(([, count]) => count > 0);
  const small = filled.filter(([, count]) => count < smallestCell);
  const hidden = new Set(small.map(([index]) => index));
  const sum = small.reduce((all, [, count]) => all + count, 0);
  if (small.length === 0 || (small.length > 1 && sum >= smallestCell)) return hidden;
  /** What the hidden ones make together would still be few: the next smallest goes with them. */
  const next = filled
    .filter(([index]) => !hidden.has(index))
    .reduce<[number, number] | null>(
      (least, one) => (least === null || one[1] < least[1] ? one : least),
      null,
    );
  if (next) hidden.add(next[0]);
  return hidden;
}

/** How long the bar of an amount is beside the greatest one, in twentieths. */
export function barOf(amount: string, greatest: string): number {
  const most = new Decimal(greatest);
  if (most.lte(0)) return 0;
  const share = new Decimal(amount).div(most).times(20);
  return share.gt(0) ? Math.max(1, share.round().toNumber()) : 0;
}
