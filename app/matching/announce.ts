/** When and of what an organisation is told; all in one place. */
export const announcementRules = {
  /** A match below this is listed but announced to nobody. */
  from: 0.5,
  /** A side is told of a pair while it is among so many best of its own post. */
  top: 3,
  /** So many matches a day an organisation hears of one by one; the others wait for the digest. */
  dailyCap: 20,
  /** A pair is told again when a change raised its score by so much. */
  rise: 0.15,
  /** So many of the waiting matches the digest names. */
  digestNames: 3,
} as const;

/** What the rules need to know of a pair, for one of its two sides. */
export interface PairForSide {
  /** 0 to 1. */
  score: number;
  /** How many pairs of the side's own post stand before it. */
  ahead: number;
  /** Whether the side may see the other post. */
  sees: boolean;
  /** Whether the side said that it does not want the pair. */
  hidden: boolean;
  /** The score it was told at last; null when it never was. */
  toldScore: number | null;
  /** Whether one of the two posts changed since the pair was scored last. */
  changed: boolean;
}

/** Whether the side may hear of the pair at all. */
export const isWorthTelling = ({ score, ahead, sees, hidden }: PairForSide): boolean =>
  sees && !hidden && score >= announcementRules.from && ahead < announcementRules.top;

/** Whether the pair is worth telling and is news: untold, or risen enough by a change. */
export function isNews(pair: PairForSide): boolean {
  if (!isWorthTelling(pair)) return false;
  const { score, toldScore, changed } = pair;
  return toldScore === null || (changed && score >= toldScore + announcementRules.rise);
}

/**
 * What one side hears of a post that was just matched. The post's own
 * organisation hears of each pair that is news; another one of the best of its
 * posts only, and of nothing when it knows of that already.
 */
export function newsFor<T extends PairForSide>(pairs: readonly T[], ownsSubject: boolean): T[] {
  const best = pairs.filter(isWorthTelling).sort((a, b) => b.score - a.score);
  return (ownsSubject ? best : best.slice(0, 1)).filter(isNews);
}

/** Divides news, best first, into what is told now and what waits for the digest. */
export function withinCap<T extends { score: number }>(
  news: readonly T[],
  toldToday: number,
): { now: T[]; later: T[] } {
  const left = Math.max(0, announcementRules.dailyCap - toldToday);
  const best = [...news].sort((a, b) => b.score - a.score);
  return { now: best.slice(0, left), later: best.slice(left) };
}
