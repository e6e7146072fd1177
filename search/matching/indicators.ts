import Decimal from "decimal.js";
import type { Indicator } from "../documents.ts";
import { convert } from "../text/quantity.ts";
import { measuresIn } from "../text/measure.ts";
import { normalise } from "../text/normalise.ts";
import { bigramsOf, runsOf } from "../text/segment.ts";
import { canonical } from "../text/synonyms.ts";
import type { IndicatorComparison } from "./match.ts";

/** The least share of common character pairs for two indicator names to mean the same (Dice). */
const sameName = 0.5;

/** Sets each wanted indicator beside the reached one that names and measures the same. */
export function compareIndicators(
  wantedOnes: Indicator[],
  reachedOnes: Indicator[],
): IndicatorComparison[] {
  return wantedOnes.map((given) => {
    const wanted = readText(given);
    const reached = counterpart(wanted, reachedOnes.map(readText));
    const converted = reached && inUnit(reached, wanted.unit);
    if (!reached || !converted || converted.value === null)
      return { wanted, reached, reachedInWantedUnit: null, verdict: "unknown" };
    return {
      wanted,
      reached,
      reachedInWantedUnit: converted.value,
      verdict: verdict(wanted, converted),
    };
  });
}

/** An indicator given as a text ("耐温 ≥1200 ℃") is read as the one measure that it states. */
function readText(indicator: Indicator): Indicator {
  if (indicator.comparison !== "text") return indicator;
  const [measure, ...others] = measuresIn(
    `${indicator.name} ${indicator.value ?? ""}${indicator.unit}`,
  );
  return measure && others.length === 0 ? { name: indicator.name, ...measure } : indicator;
}

function counterpart(wanted: Indicator, reached: Indicator[]): Indicator | null {
  const named = reached
    .map((indicator) => ({ indicator, likeness: likeness(wanted.name, indicator.name) }))
    .filter(({ likeness }) => likeness >= sameName)
    .sort((one, other) => other.likeness - one.likeness);
  const comparable = named.find(({ indicator }) => inUnit(indicator, wanted.unit) !== null);
  return (comparable ?? named[0])?.indicator ?? null;
}

function likeness(one: string, other: string): number {
  const [first, second] = [unitsOf(one), unitsOf(other)];
  if (first.size === 0 || second.size === 0) return 0;
  const common = [...first].filter((unit) => second.has(unit)).length;
  return (2 * common) / (first.size + second.size);
}

const unitsOf = (name: string): Set<string> =>
  new Set(
    runsOf(canonical(normalise(name).trim())).flatMap((run) =>
      run.chinese ? bigramsOf(run.text) : [run.text],
    ),
  );

interface Converted {
  comparison: Indicator["comparison"];
  value: string | null;
  upper: string | null;
}

function inUnit(indicator: Indicator, unit: string): Converted | null {
  if (indicator.comparison === "text") return null;
  const to = (value: string | null) =>
    value === null || !isNumber(value) ? null : convert(value, indicator.unit, unit);
  const [value, upper] = [to(indicator.value), to(indicator.upper)];
  return value === null ? null : { comparison: indicator.comparison, value, upper };
}

const isNumber = (value: string): boolean => /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value);

/**
 * Whether what is reached answers what is wanted. What a result reaches is read
 * as its claim: "≥ 5" promises at least 5, "≤ 5" at most 5, a range any value
 * in it. A claim that leaves the answer open is unknown.
 */
function verdict(wanted: Indicator, reached: Converted): IndicatorComparison["verdict"] {
  if (wanted.value === null || !isNumber(wanted.value)) return "unknown";
  const bound = new Decimal(wanted.value);
  const { least, most } = claim(reached);
  const inside = (lower: Decimal | null, upper: Decimal | null) => {
    const aboveLower = !lower || (least !== null && least.gte(lower));
    const belowUpper = !upper || (most !== null && most.lte(upper));
    if (aboveLower && belowUpper) return "met";
    const neverReaches = (lower && most?.lt(lower)) || (upper && least?.gt(upper));
    return neverReaches ? "missed" : "unknown";
  };
  switch (wanted.comparison) {
    case "ge":
      return best(inside(bound, null), most, (value) => value.gte(bound), reached);
    case "le":
      return best(inside(null, bound), least, (value) => value.lte(bound), reached);
    case "eq": {
      const tolerance = bound.abs().times(0.01);
      return inside(bound.minus(tolerance), bound.plus(tolerance));
    }
    case "range":
      return wanted.upper !== null && isNumber(wanted.upper)
        ? inside(bound, new Decimal(wanted.upper))
        : "unknown";
    case "text":
      return "unknown";
  }
}

/** A range that reaches past a one-sided bound can be run there, so the bound is met. */
function best(
  strict: IndicatorComparison["verdict"],
  extreme: Decimal | null,
  meets: (value: Decimal) => boolean,
  reached: Converted,
): IndicatorComparison["verdict"] {
  return strict === "unknown" && reached.comparison === "range" && extreme && meets(extreme)
    ? "met"
    : strict;
}

function claim(reached: Converted): { least: Decimal | null; most: Decimal | null } {
  const value = reached.value === null ? null : new Decimal(reached.value);
  const upper = reached.upper === null ? null : new Decimal(reached.upper);
  switch (reached.comparison) {
    case "ge":
      return { least: value, most: null };
    case "le":
      return { least: null, most: value };
    case "range":
      return { least: value, most: upper };
    default:
      return { least: value, most: value };
  }
}
