import { meaningDimensions } from "../matching/grams.ts";

/** Meanings one after the other, in memory that threads share, each with the number of its kind. */
export interface SharedMeanings {
  parts: SharedArrayBuffer;
  kinds: SharedArrayBuffer;
  count: number;
}

export interface NearestTask extends SharedMeanings {
  asked: Int8Array;
  /** Null for any. */
  kind: number | null;
  most: number;
  /** The least cosine of what is about the same. */
  least: number;
}

/** Places of meanings, those most alike first, with their cosines. */
export interface Nearest {
  places: number[];
  cosines: number[];
}

/** Of a packed part that is 1. */
const whole = 127;

/**
 * The meanings of a kind that are most like the asked one, by comparing with each: for
 * 100,000 of them that is some 10 ms, and none is missed.
 */
export function nearestOf({ parts, kinds, count, asked, kind, most, least }: NearestTask): Nearest {
  const [all, kindOf] = [new Int8Array(parts), new Uint8Array(kinds)];
  const products = new Int32Array(count);
  const query = Int32Array.from(asked);
  for (let place = 0, at = 0; place < count; place += 1, at += meaningDimensions) {
    if (kind !== null && kindOf[place] !== kind) continue;
    let sum = 0;
    for (let part = 0; part < meaningDimensions; part += 4)
      sum +=
        (query[part] as number) * (all[at + part] as number) +
        (query[part + 1] as number) * (all[at + part + 1] as number) +
        (query[part + 2] as number) * (all[at + part + 2] as number) +
        (query[part + 3] as number) * (all[at + part + 3] as number);
    products[place] = sum;
  }
  const leastProduct = leastOf(products, most, Math.ceil(least * whole ** 2));
  const places: number[] = [];
  for (let place = 0; place < count; place += 1)
    if ((products[place] as number) >= leastProduct) places.push(place);
  places.sort((one, other) => (products[other] ?? 0) - (products[one] ?? 0) || one - other);
  places.length = Math.min(places.length, most);
  return { places, cosines: places.map((place) => (products[place] ?? 0) / whole ** 2) };
}

/** The product that the first so many have at least, by counting. */
function leastOf(products: Int32Array, most: number, least: number): number {
  const step = 64;
  const counts = new Int32Array(Math.ceil(whole ** 2 / step) + 2);
  for (const product of products)
    if (product >= least) {
      const slot = Math.min(counts.length - 1, Math.floor(product / step));
      counts[slot] = (counts[slot] ?? 0) + 1;
    }
  let above = 0;
  for (let slot = counts.length - 1; slot >= 0; slot -= 1) {
    above += counts[slot] ?? 0;
    if (above >= most) return Math.max(least, slot * step);
  }
  return least;
}
