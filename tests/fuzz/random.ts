import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Choices that are the same for the same seed, whatever runs beside them. */
export interface Random {
  /** A whole number from 0 to one less than `below`. */
  below(below: number): number;
  /** True in about one case of `of`. */
  one(of: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** One of the values, each as often as its weight says. */
  weighted<T>(from: readonly (readonly [weight: number, value: T])[]): T;
}

/** The choices of one case of a seed: a case can be made again without those before it. */
export function randomOf(seed: number, index: number): Random {
  const generator = xoroshiro128plus(
    Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b),
  );
  /** The first numbers of neighbouring seeds are alike. */
  for (let skipped = 0; skipped < 4; skipped += 1) generator.next();
  const below = (limit: number) => (limit <= 1 ? 0 : uniformInt(generator, 0, limit - 1));
  return {
    below,
    one: (of) => below(of) === 0,
    pick: (from) => {
      const chosen = from[below(from.length)];
      if (chosen === undefined && from.length === 0) throw new Error("nothing to pick from");
      return chosen as (typeof from)[number];
    },
    weighted: (from) => {
      let rest = below(from.reduce((sum, [weight]) => sum + weight, 0));
      for (const [weight, value] of from) {
        if (rest < weight) return value;
        rest -= weight;
      }
      throw new Error("weights must be positive");
    },
  };
}
