import Decimal from "decimal.js";

/**
 * Units that technical indicators are given in, as factor and offset to the
 * base unit of their dimension (BIPM, The International System of Units, 9th
 * edition, with the derived units of engineering practice).
 */
const dimensions: Record<string, Record<string, number | [factor: number, offset: number]>> = {
  length: { m: 1, km: 1e3, dm: 0.1, cm: 1e-2, mm: 1e-3, um: 1e-6, μm: 1e-6, nm: 1e-9 },
  area: { m2: 1, cm2: 1e-4, mm2: 1e-6, km2: 1e6 },
  volume: { m3: 1, l: 1e-3, ml: 1e-6, cm3: 1e-6 },
  mass: { kg: 1, g: 1e-3, mg: 1e-6, t: 1e3, 吨: 1e3 },
  time: {
    s: 1,
    ms: 1e-3,
    us: 1e-6,
    μs: 1e-6,
    ns: 1e-9,
    min: 60,
    分钟: 60,
    h: 3600,
    小时: 3600,
    d: 86_400,
    天: 86_400,
  },
  temperature: { k: 1, "°c": [1, 273.15], "℃": [1, 273.15], c: [1, 273.15] },
  pressure: { pa: 1, kpa: 1e3, mpa: 1e6, gpa: 1e9, bar: 1e5, millipascal: 1e-3 },
  force: { n: 1, kn: 1e3, mn: 1e6, millinewton: 1e-3 },
  torque: { "n·m": 1, "kn·m": 1e3 },
  energy: { j: 1, kj: 1e3, mj: 1e6, wh: 3600, kwh: 3.6e6, mwh: 3.6e9, millijoule: 1e-3 },
  specificEnergy: { "wh/kg": 1, "kwh/kg": 1e3 },
  power: { w: 1, kw: 1e3, mw: 1e6, milliwatt: 1e-3 },
  voltage: { v: 1, kv: 1e3, mv: 1e-3, megavolt: 1e6 },
  current: { a: 1, ma: 1e-3, ua: 1e-6, μa: 1e-6 },
  resistance: { ω: 1, mω: 1e-3, kω: 1e3, megohm: 1e6 },
  frequency: { hz: 1, khz: 1e3, ghz: 1e9 },
  speed: { "m/s": 1, "km/h": 1 / 3.6, "m/min": 1 / 60, "mm/s": 1e-3 },
  rotation: { rpm: 1, "r/min": 1 },
  concentration: { "mg/l": 1, "g/l": 1e3, "μg/l": 1e-3, "ug/l": 1e-3 },
  thermalConductivity: { "w/(m·k)": 1, "w/mk": 1, "w/(mk)": 1 },
  ratio: { "%": 1e-2, "％": 1e-2, "‰": 1e-3, ppm: 1e-6, ppb: 1e-9 },
  count: { 次: 1, cycles: 1, 个: 1, 万次: 1e4 },
  years: { 年: 1, years: 1 },
};

/** Writings of a unit that differ in width, space, case or superscript are one. */
const key = (unit: string): string => written(unit).toLowerCase();

const written = (unit: string): string =>
  unit
    .replaceAll("²", "2")
    .replaceAll("³", "3")
    .normalize("NFKC")
    .replaceAll(" ", "")
    .replaceAll("µ", "μ");

/** Every unit that can be converted, as written here; case says nothing. */
export const knownUnits = (): string[] =>
  Object.values(dimensions).flatMap((units) =>
    Object.keys(units).filter((unit) => !spelledOut.has(unit)),
  );

/** Units that would be read as another when case is ignored: mega- and milli-. */
const caseMatters: Record<string, string> = {
  mPa: "millipascal",
  mW: "milliwatt",
  mN: "millinewton",
  mJ: "millijoule",
  MV: "megavolt",
  MΩ: "megohm",
};

const spelledOut = new Set(Object.values(caseMatters));

/** Single letters name other things too (5G, 3D, 4K), and so does mn (the steel 65Mn). */
const plainUnits = knownUnits()
  .map((unit) => unit.normalize("NFKC").toLowerCase())
  .filter((unit) => (unit.length > 1 || unit === "v" || unit === "w") && unit !== "mn");
const unitStarts = new Set(
  plainUnits.flatMap((unit) =>
    unit.length === 1
      ? [unit]
      : Array.from({ length: unit.length - 1 }, (_, at) => unit.slice(0, at + 2)),
  ),
);

/** Whether a normalised text after a number is a unit, or as much of one as was typed yet. */
export const startsUnit = (text: string): boolean => unitStarts.has(text);

function find(unit: string): { dimension: string; factor: Decimal; offset: Decimal } | null {
  const wanted = caseMatters[written(unit)] ?? key(unit);
  for (const [dimension, units] of Object.entries(dimensions)) {
    const entry = units[wanted];
    if (entry === undefined) continue;
    const [factor, offset] = typeof entry === "number" ? [entry, 0] : entry;
    return { dimension, factor: new Decimal(factor), offset: new Decimal(offset) };
  }
  return null;
}

/**
 * The value in another unit, as a decimal string of at most 12 significant
 * digits; null when the units do not measure the same.
 */
export function convert(value: string, from: string, to: string): string | null {
  if (written(from) === written(to)) return value;
  const source = find(from);
  const target = find(to);
  if (!source || !target || source.dimension !== target.dimension) return null;
  return new Decimal(value)
    .times(source.factor)
    .plus(source.offset)
    .minus(target.offset)
    .dividedBy(target.factor)
    .toSignificantDigits(12)
    .toString();
}
