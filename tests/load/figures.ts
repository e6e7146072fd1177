/** Answers of a stretch of load: how many, how quick, how many went wrong. */
export interface Figures {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
  /** Answers that were not what the page should say, and requests without one. */
  errors: number;
}

/** Collects how long answers took, in milliseconds. */
export function createCount() {
  const times: number[] = [];
  let errors = 0;
  return {
    answered: (milliseconds: number, good: boolean) => {
      times.push(milliseconds);
      if (!good) errors += 1;
    },
    failed: () => void (errors += 1),
    figures: (seconds: number): Figures => {
      const sorted = [...times].sort((a, b) => a - b);
      const at = (share: number) =>
        sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
      return {
        perSecond: times.length / seconds,
        p50: at(0.5),
        p95: at(0.95),
        p99: at(0.99),
        errors,
      };
    },
  };
}

export const median = (numbers: number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Rows as text, columns under each other, the first one to the left. */
export function table(rows: (string | number)[][]): string {
  const cells = rows.map((row) => row.map(String));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}

export const round = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
