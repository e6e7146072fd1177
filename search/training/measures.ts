/** One graded pair with the score that an engine gave it. */
export interface Judged {
  /** 1 unrelated, 2 weak, 3 fairly strong, 4 strong. */
  grade: number;
  score: number;
}

/** What a result of this grade is worth in a ranking: 0, 1, 3, 7. */
export const gain = (grade: number): number => 2 ** (grade - 1) - 1;

function discounted(grades: number[], depth: number): number {
  return grades
    .slice(0, depth)
    .reduce((sum, grade, rank) => sum + gain(grade) / Math.log2(rank + 2), 0);
}

/** Mean nDCG at a depth over the lists that have any gain (Järvelin and Kekäläinen 2002). */
export function meanNdcg(lists: Judged[][], depth: number): { mean: number; needs: number } {
  const values = lists.flatMap((list) => {
    const ideal = discounted(
      list.map(({ grade }) => grade).sort((a, b) => b - a),
      depth,
    );
    if (ideal === 0) return [];
    const ranked = [...list].sort((a, b) => b.score - a.score).map(({ grade }) => grade);
    return [discounted(ranked, depth) / ideal];
  });
  return { mean: mean(values), needs: values.length };
}

/** Mean over the lists of the chance that a pair graded 3 or 4 scores above one graded 1. */
export function meanAuc(lists: Judged[][]): { mean: number; needs: number } {
  const values = lists.flatMap((list) => {
    const good = list.filter(({ grade }) => grade >= 3);
    const bad = list.filter(({ grade }) => grade === 1);
    if (good.length === 0 || bad.length === 0) return [];
    let above = 0;
    for (const one of good)
      for (const other of bad)
        above += one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0;
    return [above / (good.length * bad.length)];
  });
  return { mean: mean(values), needs: values.length };
}

const mean = (values: number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
