import type { Weights } from "#search/matching/weights.ts";

/** A chance is never certainty, also where it rounds to it. */
const mostSure = 0.99;

/** A pair's chance as it is shown, wherever it is: in lists, on cards, in notifications and mail. */
export const shownChance = (chance: number): number => Math.min(chance, mostSure);

/** Of so many judged pairs with about this chance, so many were related. */
export interface Certainty {
  /** The chances of the pairs looked at, 0 to 1. */
  from: number;
  to: number;
  pairs: number;
  related: number;
  /** Whether the chance itself is among them; above them nothing was judged yet. */
  covers: boolean;
}

/** A share of fewer pairs says little, so neighbouring bins are taken in. */
const enoughPairs = 30;

/**
 * What people judged of pairs with about this chance: its bin, widened to the
 * nearer neighbours until at least thirty pairs stand in it or none are left.
 * Null when nothing was judged.
 */
export function certaintyOf(chance: number, bins: Weights["reliability"]): Certainty | null {
  const judged = bins.filter(({ pairs }) => pairs > 0).sort((a, b) => a.from - b.from);
  const distance = ({ from, to }: { from: number; to: number }) =>
    chance < from ? from - chance : chance > to ? chance - to : 0;
  const own = judged.reduce<number>(
    (best, bin, index) =>
      best < 0 || distance(bin) < distance(judged[best] ?? bin) || chance === bin.from
        ? index
        : best,
    -1,
  );
  const first = judged[own];
  if (!first) return null;
  let [low, high] = [own, own];
  const sum = (of: "pairs" | "related") =>
    judged.slice(low, high + 1).reduce((total, bin) => total + bin[of], 0);
  while (sum("pairs") < enoughPairs && (low > 0 || high < judged.length - 1)) {
    const below = judged[low - 1];
    const above = judged[high + 1];
    if (below && (!above || distance(below) <= distance(above))) low -= 1;
    else high += 1;
  }
  const from = judged[low]?.from ?? first.from;
  const to = judged[high]?.to ?? first.to;
  return {
    from,
    to,
    pairs: sum("pairs"),
    related: sum("related"),
    covers: chance >= from && chance <= to,
  };
}

/** How much a feature moves the odds, in words. */
export type Size = "strong" | "medium" | "weak";

/** Logarithms of odds: a strong feature doubles the odds, a weak one moves them by less than a third. */
const strongFrom = Math.log(2);
const mediumFrom = Math.log(4 / 3);
/** Less than this is not worth a line. */
const shownFrom = 0.02;

export interface Contribution {
  name: string;
  /** Above 0 it speaks for, below against. */
  logOdds: number;
  size: Size;
}

/** What speaks for and what against, the strongest first; what moves nothing is left out. */
export function weighed(contributions: readonly { name: string; logOdds: number }[]): {
  fors: Contribution[];
  againsts: Contribution[];
} {
  const shown = contributions
    .filter(({ logOdds }) => Math.abs(logOdds) >= shownFrom)
    .map(({ name, logOdds }) => ({ name, logOdds, size: sizeOf(Math.abs(logOdds)) }))
    .sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds));
  return {
    fors: shown.filter(({ logOdds }) => logOdds > 0),
    againsts: shown.filter(({ logOdds }) => logOdds < 0),
  };
}

const sizeOf = (strength: number): Size =>
  strength >= strongFrom ? "strong" : strength >= mediumFrom ? "medium" : "weak";
