/** Saturation and length normalisation (Robertson and Zaragoza 2009). */
const k1 = 1.2;
const b = 0.75;

/**
 * Plain BM25 over documents given as terms, as a yardstick. Answers how well a
 * list of query terms meets one document.
 */
export function bm25Scorer(
  documents: ReadonlyMap<string, string[]>,
): (documentId: string, query: string[]) => number {
  const frequencies = new Map<string, Map<string, number>>();
  const containing = new Map<string, number>();
  let total = 0;
  for (const [id, terms] of documents) {
    const counted = new Map<string, number>();
    for (const term of terms) counted.set(term, (counted.get(term) ?? 0) + 1);
    for (const term of counted.keys()) containing.set(term, (containing.get(term) ?? 0) + 1);
    frequencies.set(id, counted);
    total += terms.length;
  }
  const mean = total / Math.max(1, documents.size);
  return (documentId, query) => {
    const counted = frequencies.get(documentId);
    const length = documents.get(documentId)?.length ?? 0;
    if (!counted) return 0;
    let score = 0;
    for (const term of new Set(query)) {
      const frequency = counted.get(term);
      if (frequency === undefined) continue;
      const within = containing.get(term) ?? 0;
      const idf = Math.log(1 + (documents.size - within + 0.5) / (within + 0.5));
      const norm = k1 * (1 - b + (b * length) / mean);
      score += (idf * frequency * (k1 + 1)) / (frequency + norm);
    }
    return score;
  };
}
