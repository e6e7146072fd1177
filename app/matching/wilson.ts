/** The quantile of the normal distribution for an interval of 95 %. */
const z = 1.959964;

export interface ScoreInterval {
  /** 0 to 1. */
  low: number;
  high: number;
}

/**
 * The Wilson score interval of 95 % for a share of `successes` among `trials`:
 * where the true share may lie, however few were asked. E. B. Wilson, "Probable
 * Inference, the Law of Succession, and Statistical Inference", Journal of the
 * American Statistical Association 22 (1927), 209-212; recommended for small
 * numbers by Brown, Cai and DasGupta, Statistical Science 16 (2001), 101-133.
 * Null when nobody was asked.
 */
export function wilsonInterval(successes: number, trials: number): ScoreInterval | null {
  if (trials === 0) return null;
  const share = successes / trials;
  const spread = z * z;
  const middle = (share + spread / (2 * trials)) / (1 + spread / trials);
  const half =
    (z / (1 + spread / trials)) *
    Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials * trials));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
