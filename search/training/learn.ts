import { gain } from "./measures.ts";

/** A graded pair as numbers: its features in a fixed order. */
export interface Example {
  grade: number;
  features: number[];
}

/** Graded from here on a pair counts as related: fairly strong or strong. */
export const relatedFrom = 3;

const penalty = 1e-3;
const sweeps = 200;
const enough = 1e-7;

/**
 * Weights under which the better of two results of one need tends to score
 * higher: logistic loss of score differences, each weighed by the difference of
 * gains, every need alike (RankNet, Burges et al. 2005, with a linear scorer).
 * Features are evidence, so no weight is negative. One weight a feature, for
 * features as given.
 */
export function learnOrder(lists: Example[][]): number[] {
  const width = lists[0]?.[0]?.features.length ?? 0;
  const spread = spreads(lists.flat(), width);
  const differences: { by: number[]; weight: number }[] = [];
  for (const list of lists) {
    const pairs = list.flatMap((better) =>
      list.flatMap((worse) => {
        const weight = gain(better.grade) - gain(worse.grade);
        return weight > 0 ? [{ better, worse, weight }] : [];
      }),
    );
    const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
    for (const { better, worse, weight } of pairs)
      differences.push({
        by: better.features.map(
          (value, at) => (value - (worse.features[at] ?? 0)) / (spread[at] ?? 1),
        ),
        weight: weight / total / lists.length,
      });
  }
  const weights = Array<number>(width).fill(0);
  const margins = differences.map(() => 0);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    let moved = 0;
    for (let at = 0; at < width; at += 1) {
      let slope = penalty * (weights[at] ?? 0);
      let curve = penalty;
      differences.forEach(({ by, weight }, index) => {
        const wrong = 1 / (1 + Math.exp(margins[index] ?? 0));
        const value = by[at] ?? 0;
        slope -= weight * wrong * value;
        curve += weight * wrong * (1 - wrong) * value * value;
      });
      const before = weights[at] ?? 0;
      const after = Math.max(0, before - slope / curve);
      if (after === before) continue;
      weights[at] = after;
      moved = Math.max(moved, Math.abs(after - before));
      differences.forEach(({ by }, index) => {
        margins[index] = (margins[index] ?? 0) + (after - before) * (by[at] ?? 0);
      });
    }
    if (moved < enough) break;
  }
  return weights.map((weight, at) => weight / (spread[at] ?? 1));
}

function spreads(examples: Example[], width: number): number[] {
  return Array.from({ length: width }, (_, at) => {
    const values = examples.map(({ features }) => features[at] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return Math.sqrt(square / Math.max(1, values.length)) || 1;
  });
}

export const weighted = (weights: number[], features: number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (features[at] ?? 0), 0);

/** Turns a score into the logarithm of odds: slope * score + intercept. */
export interface Calibration {
  slope: number;
  intercept: number;
}

/**
 * The line from scores to log-odds under which the observed answers are likeliest
 * (Platt 1999), found by Newton's method with the two targets smoothed as there.
 */
export function calibrate(answers: { score: number; related: boolean }[]): Calibration {
  const positive = answers.filter(({ related }) => related).length;
  const negative = answers.length - positive;
  const target = { yes: (positive + 1) / (positive + 2), no: 1 / (negative + 2) };
  let slope = 0;
  let intercept = Math.log((positive + 1) / (negative + 1));
  for (let step = 0; step < 100; step += 1) {
    let [g1, g0, h11, h10, h00] = [0, 0, 1e-9, 0, 1e-9];
    for (const { score, related } of answers) {
      const chance = sigmoid(slope * score + intercept);
      const error = chance - (related ? target.yes : target.no);
      const certainty = chance * (1 - chance);
      g1 += error * score;
      g0 += error;
      h11 += certainty * score * score;
      h10 += certainty * score;
      h00 += certainty;
    }
    const determinant = h11 * h00 - h10 * h10;
    const bySlope = (g1 * h00 - g0 * h10) / determinant;
    const byIntercept = (g0 * h11 - g1 * h10) / determinant;
    slope -= bySlope;
    intercept -= byIntercept;
    if (Math.abs(bySlope) + Math.abs(byIntercept) < enough) break;
  }
  return { slope, intercept };
}

export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** Splits lists into folds by a repeatable shuffle, so that no need stands on both sides. */
export function foldsOf(count: number, folds: number, chance: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => ({ index, at: chance() })).sort(
    (a, b) => a.at - b.at,
  );
  const fold = Array<number>(count).fill(0);
  order.forEach(({ index }, place) => {
    fold[index] = place % folds;
  });
  return fold;
}
