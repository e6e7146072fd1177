import { randomOf } from "#app/scheduling/random.ts";

/** Choices that are the same for the same seed. */
export interface Random {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  between(from: number, to: number): number;
  /** One of a list; undefined where it is empty. */
  pick<T>(list: readonly T[]): T | undefined;
  chance(share: number): boolean;
  bytes(length: number): Buffer;
  /** One that goes its own way from here. */
  apart(): Random;
}

export function createRandom(seed: number): Random {
  const next = randomOf(seed);
  const below = (end: number) => Math.floor(next() * end);
  return {
    below,
    between: (from, to) => from + next() * (to - from),
    pick: (list) => list[below(list.length)],
    chance: (share) => next() < share,
    bytes: (length) => Buffer.from(Uint8Array.from({ length }, () => below(256))),
    apart: () => createRandom(below(0x7fffffff)),
  };
}
