import { EigenvalueDecomposition, Matrix, QrDecomposition } from "ml-matrix";
import { gramsOf } from "../matching/grams.ts";
import { chance } from "./chance.ts";

/** A gram must stand in so many lines to say anything of them. */
const fewestLines = 3;
/** BM25's saturation and length normalisation (Robertson and Zaragoza 2009). */
const [k1, b] = [1.2, 0.75];
/** Directions tried beyond those kept, and rounds of refinement (Halko, Martinsson and Tropp 2011, algorithm 4.4). */
const oversampling = 16;
const rounds = 5;
/** Scales rarity to about 1, so that the sums stay small. */
const usualRarity = 8;

/** One line's weights by gram. */
type Row = [gram: number, weight: number][];

export interface MeaningSpace {
  grams: string[];
  /** A vector for each gram. */
  vectors: number[][];
}

/**
 * Latent semantic analysis of the thesaurus: lines weighed by BM25 over grams, of
 * equal length, their strongest directions found by a randomised singular value
 * decomposition; a gram's vector is its place in these directions, all alike
 * (whitened), times its rarity. Grams of the same lines point the same way.
 */
export function learnMeaning(lines: string[][], dimensions: number, seed: number): MeaningSpace {
  const counted = lines.map((terms) => {
    const counts = new Map<string, number>();
    for (const gram of terms.flatMap(gramsOf)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
    return counts;
  });
  const having = new Map<string, number>();
  for (const counts of counted)
    for (const gram of counts.keys()) having.set(gram, (having.get(gram) ?? 0) + 1);
  const grams = [...having].flatMap(([gram, count]) => (count >= fewestLines ? [gram] : [])).sort();
  const number = new Map(grams.map((gram, index) => [gram, index]));
  const rarity = (gram: string): number => {
    const count = having.get(gram) ?? 0;
    return Math.log(1 + (lines.length - count + 0.5) / (count + 0.5));
  };
  const lengths = counted.map((counts) => [...counts.values()].reduce((sum, n) => sum + n, 0));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lines.length;
  const rows = counted.map((counts, line): Row => {
    const norm = k1 * (1 - b + (b * (lengths[line] ?? 0)) / mean);
    const row = [...counts].flatMap(([gram, count]): Row => {
      const index = number.get(gram);
      return index === undefined
        ? []
        : [[index, (rarity(gram) * count * (k1 + 1)) / (count + norm)]];
    });
    const length = Math.hypot(...row.map(([, weight]) => weight)) || 1;
    return row.map(([gram, weight]) => [gram, weight / length]);
  });
  const directions = strongestDirections(rows, grams.length, dimensions, chance(seed));
  const vectors = grams.map((gram, index) =>
    directions.getRow(index).map((part) => (part * rarity(gram)) / usualRarity),
  );
  return { grams, vectors };
}

/** The right singular vectors of the strongest singular values, a column each. */
function strongestDirections(
  rows: Row[],
  width: number,
  count: number,
  random: () => number,
): Matrix {
  const tried = count + oversampling;
  let basis = new Matrix(
    Array.from({ length: width }, () => Array.from({ length: tried }, () => random() - 0.5)),
  );
  for (let round = 0; round < rounds; round += 1)
    basis = new QrDecomposition(transposedTimes(rows, times(rows, basis), width)).orthogonalMatrix;
  const image = times(rows, basis);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    image.transpose().mmul(image),
    { assumeSymmetric: true },
  );
  const strongest = realEigenvalues
    .map((value, index) => ({ value, index }))
    .sort((one, other) => other.value - one.value)
    .slice(0, count)
    .map(({ index }) => index);
  return basis.mmul(eigenvectorMatrix).subMatrixColumn(strongest);
}

function times(rows: Row[], matrix: Matrix): Matrix {
  const product = Matrix.zeros(rows.length, matrix.columns);
  rows.forEach((row, line) => {
    for (const [gram, weight] of row)
      for (let at = 0; at < matrix.columns; at += 1)
        product.set(line, at, product.get(line, at) + weight * matrix.get(gram, at));
  });
  return product;
}

function transposedTimes(rows: Row[], matrix: Matrix, width: number): Matrix {
  const product = Matrix.zeros(width, matrix.columns);
  rows.forEach((row, line) => {
    for (const [gram, weight] of row)
      for (let at = 0; at < matrix.columns; at += 1)
        product.set(gram, at, product.get(gram, at) + weight * matrix.get(line, at));
  });
  return product;
}
