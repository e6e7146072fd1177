import fs from "node:fs";
import { gramsOf, meaningDimensions } from "./grams.ts";

/** What a name is about, as a direction of length 1 in the space of meaning. */
export type Meaning = Float32Array;

interface Space {
  grams: ReadonlyMap<string, number>;
  /** A gram's scale, then its parts, one gram after the other. */
  vectors: Float32Array;
}

let loaded: Space | undefined;

/** The space that `npm run train:meaning` made of the thesaurus; read on first use. */
function space(): Space {
  if (loaded) return loaded;
  const read = (name: string) => fs.readFileSync(new URL(name, import.meta.url));
  const grams = read("./meaning-grams.txt").toString("utf8").trimEnd().split("\n");
  const bytes = read("./meaning.bin");
  const width = 4 + meaningDimensions;
  const vectors = new Float32Array(grams.length * meaningDimensions);
  grams.forEach((_, gram) => {
    const scale = bytes.readFloatLE(gram * width);
    for (let part = 0; part < meaningDimensions; part += 1)
      vectors[gram * meaningDimensions + part] = scale * bytes.readInt8(gram * width + 4 + part);
  });
  loaded = { grams: new Map(grams.map((gram, index) => [gram, index])), vectors };
  return loaded;
}

const known = new Map<string, Float32Array | null>();
/** So many words are remembered; then all are forgotten, which costs little. */
const mostKnown = 20_000;

/** The mean of a word's grams; null when none of them is known. */
function vectorOf(word: string): Float32Array | null {
  const kept = known.get(word);
  if (kept !== undefined) return kept;
  const { grams, vectors } = space();
  const numbers = gramsOf(word).flatMap((gram) => grams.get(gram) ?? []);
  const vector = numbers.length === 0 ? null : new Float32Array(meaningDimensions);
  if (vector)
    for (const gram of numbers) {
      const at = gram * meaningDimensions;
      addTo(vector, vectors.subarray(at, at + meaningDimensions), 1 / numbers.length);
    }
  if (known.size >= mostKnown) known.clear();
  known.set(word, vector);
  return vector;
}

function addTo(sum: Float32Array, vector: Float32Array, weight: number): void {
  for (let part = 0; part < meaningDimensions; part += 1)
    sum[part] = (sum[part] ?? 0) + weight * (vector[part] ?? 0);
}

/** What words are about together, each by its weight, as a direction of length 1; null when none of them is known. */
export function meaningOf(words: Iterable<[word: string, weight: number]>): Meaning | null {
  const sum = new Float32Array(meaningDimensions);
  for (const [word, weight] of words) {
    const vector = vectorOf(word);
    if (vector) addTo(sum, vector, weight);
  }
  const length = Math.sqrt(product(sum, sum));
  return length === 0 ? null : sum.map((part) => part / length);
}

/** A meaning in a byte a part, 127 for 1. */
export const packMeaning = (meaning: Meaning): Int8Array =>
  Int8Array.from(meaning, (part) => Math.round(127 * part));

/** The cosine of two meanings, 0 when they are apart or one is unknown, to 1. */
export const meaningLikeness = (one: Meaning | null, other: Meaning | null): number =>
  one && other ? Math.max(0, product(one, other)) : 0;

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let part = 0; part < meaningDimensions; part += 1)
    sum += (one[part] ?? 0) * (other[part] ?? 0);
  return sum;
}
