import Decimal from "decimal.js";
import { writtenLine } from "./characters.ts";

/**
 * Why a text is not taken for a number: it is none, it says a range, a sign of comparison
 * or a unit with the number, its comma separates no thousands, or it leaves open how much
 * it is (3万5).
 */
export type NumberProblem = "none" | "range" | "sign" | "unit" | "comma" | "ambiguous";
export type Reading = { value: Decimal } | { problem: NumberProblem };

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻";
const scripted = new RegExp(`[${superscripts}]+`, "gu");
const plainOf = (raised: string): string =>
  [...raised].map((one) => "0123456789+-"[superscripts.indexOf(one)]).join("");

/** Full width, dashes for minus, raised exponents and the full stop of a Chinese keyboard, as plain characters. */
export const plainly = (typed: string): string =>
  writtenLine(typed)
    .replace(scripted, (raised) => `^${plainOf(raised)}`)
    .normalize("NFKC")
    .replace(/[\u2010-\u2015\u2212\uFE63]/g, "-")
    .replace(/(?<=\d)[。｡](?=\d)/g, ".")
    .replace(/(?<=\d)，(?=\d)/g, ",")
    .replace(/\s+/gu, " ")
    .trim();

/** Thousands, or the four places by which Chinese counts, all separated alike. */
const grouped =
  /^(\d{1,3}(?:([,' ’])\d{3})(?:\2\d{3})*|\d{1,4}(?:([,' ’])\d{4})(?:\3\d{4})*)(\.\d+)?$/;
const ungrouped = /^\d+(\.\d+)?$|^\.\d+$/;
/** 1.5e-6, 1.5×10^-6, 10^6, 1.5x10^6. */
const exponential = /^(?:(\d+(?:\.\d+)?)\s*(?:e|[x×*·]\s*10\s*\^\s*)|10\s*\^\s*)([+-]?\d{1,3})$/i;

/** Written as digits, with what may separate thousands; null for anything else. */
function arabic(text: string): Decimal | null {
  if (ungrouped.test(text)) return new Decimal(text);
  const inGroups = grouped.exec(text);
  if (inGroups) return new Decimal(text.replace(/[,' ’]/g, ""));
  const power = exponential.exec(text);
  if (!power) return null;
  return new Decimal(`${power[1] ?? "1"}e${power[2] ?? "0"}`);
}

/** Digits of both ways to write them; the second is that of vouchers. */
const digits = new Map(
  [
    "零〇",
    "一壹弌",
    "二贰弍貳兩两",
    "三叁叄參弎",
    "四肆",
    "五伍",
    "六陆陸",
    "七柒",
    "八捌",
    "九玖",
  ].flatMap((ways, digit) => [...ways].map((way) => [way, digit] as const)),
);
const digit = `[${[...digits.keys()].join("")}]`;
const chineseDecimal = new RegExp(`^(${digit})?点(${digit}+)$`, "u");

/** The scales of Chinese numerals, the largest first: how they are written, and the power of ten. */
const scales: [written: string[], power: number][] = [
  [["亿", "億"], 8],
  [["万", "萬"], 4],
  [["千", "仟"], 3],
  [["百", "佰"], 2],
  [["十", "拾"], 1],
];

function leaf(text: string): Decimal | null {
  const known = digits.get(text);
  if (known !== undefined) return new Decimal(known);
  const parts = chineseDecimal.exec(text);
  if (!parts) return arabic(text);
  const [, whole = "零", places = ""] = parts;
  const figures = [...places].map((place) => digits.get(place)).join("");
  return new Decimal(`${digits.get(whole)}.${figures}`);
}

/** A number in Chinese numerals, in digits with their scales (1亿5000万), or in both. */
function scaled(text: string, below = Infinity): Decimal | NumberProblem {
  const compact = text.trim();
  for (const [ways, power] of scales) {
    const at = Math.max(...ways.map((way) => compact.lastIndexOf(way)));
    if (at < 0) continue;
    const head = compact.slice(0, at);
    const tail = compact.slice(at + 1);
    const times = head === "" && power === 1 ? new Decimal(1) : scaled(head);
    if (typeof times === "string") return times;
    const value = times.times(new Decimal(10).pow(power));
    const rest = tail === "" ? new Decimal(0) : remainder(tail, power);
    if (typeof rest === "string") return rest;
    if (!rest.isZero() && !times.isInteger()) return "none";
    const sum = value.plus(rest);
    return sum.lessThan(new Decimal(10).pow(below)) ? sum : "none";
  }
  return leaf(compact) ?? "none";
}

/**
 * What follows a scale. A bare digit there is open: 3万5 is 35,000 to most and 30,005 by the
 * letter, so it must fill the places (3万5000) or begin with a zero (三万零五).
 */
function remainder(tail: string, power: number): Decimal | NumberProblem {
  const zero = /^[零〇]/u.test(tail);
  const text = tail.replace(/^[零〇]+/u, "").trim();
  if (text === "") return "none";
  const rest = scaled(text, power);
  if (typeof rest === "string") return rest;
  if (rest.greaterThanOrEqualTo(new Decimal(10).pow(power))) return "none";
  const bare = leaf(text) !== null;
  const fills = (/^\d+/.exec(text.replace(/[, ]/g, ""))?.[0] ?? "1").length === power;
  return bare && !zero && !fills ? "ambiguous" : rest;
}

/** Nobody writes a longer number; what is longer is not looked through. */
const longest = 100;

const signs =
  /^(?:[≥≤⩾⩽><=≈~±]|[<>]=|不[低小少高大超]|[大小高低]于|超过|至少|最[多少高低大小]|约)/u;
const rangeMark = /\s*(?:[-~至到]|\.\.\.?)\s*/u;

/**
 * A number as people write it: 1,500 or 1，500, ２５, 1.5e-6, 5×10⁻⁶, 150万, 1亿5000万,
 * 一百五十万. Exact; what it is refused for is a help to mend it.
 */
export function readNumber(typed: string): Reading {
  if (typed.length > longest) return { problem: "none" };
  const text = plainly(typed);
  const [, minus = "", rest = ""] = /^([+-]?)\s*(.*)$/su.exec(text) ?? [];
  const value = scaled(rest);
  if (typeof value !== "string") return { value: minus === "-" ? value.negated() : value };
  if (value === "ambiguous") return { problem: value };
  return { problem: problemOf(text) };
}

const isNumber = (text: string): boolean =>
  typeof scaled(text.replace(/^[+-]\s*/, "")) !== "string";

function problemOf(text: string): NumberProblem {
  if (signs.test(text)) return "sign";
  for (const { index, 0: mark } of text.slice(1).matchAll(new RegExp(rangeMark, "gu"))) {
    const [from, to] = [text.slice(0, index + 1), text.slice(index + 1 + mark.length)];
    if (startsNumber(from) && startsNumber(to)) return "range";
  }
  if (/^[+-]?[\d,.]+$/.test(text) && text.includes(",")) return "comma";
  return startsNumber(text) ? "unit" : "none";
}

/** Whether a text begins with a number and says something after it, such as 95% or 30万元. */
function startsNumber(text: string): boolean {
  const [begin = ""] = /^[+-]?[\d., 点万亿千百十零〇一二两三四五六七八九]+/u.exec(text) ?? [];
  return begin !== "" && isNumber(begin.trim());
}

export type AmountProblem =
  Exclude<NumberProblem, "sign" | "unit"> | "currency" | "places" | "tooLarge" | "negative";
export type AmountReading = { yuan: string } | { problem: AmountProblem };

const mostDigits = 13;
const mostPlaces = 2;
/** As amounts are kept: yuan, to the cent. */
const kept = /^\d{1,13}(\.\d{1,2})?$/;

const before = /^(?:人民币|RMB|CNY|¥)\s*[:：]?\s*/iu;
const behind = /\s*(?:人民币|RMB|CNY|yuan|[元圆]整?|块钱?|整)$/iu;
const foreign =
  /[$€£₩₽฿]|\b(?:US|HK)?\$|\b(?:USD|EUR|HKD|JPY|GBP|KRW|TWD|CHF|SGD)\b|美元|美金|欧元|港[币元]|日元|英镑|韩元|[新台]币|卢布/iu;
const english: [written: RegExp, power: number][] = [
  [/\s*(?:k|thousand)$/iu, 3],
  [/\s*w$/iu, 4],
  [/\s*(?:m|mn|mio|million)$/iu, 6],
  [/\s*(?:b|bn|billion)$/iu, 9],
];

/**
 * An amount of money in yuan as people write it, as a decimal string with at most two
 * places: 150万, 150 万元, 1,500,000 元, ￥1，500，000, 1.5亿, 1亿5000万, CNY 1.5 million,
 * 150w, 人民币壹佰伍拾万元整, 三元五角. An amount as it is kept comes back as it is.
 */
export function readAmount(typed: string): AmountReading {
  if (typed.length > longest) return { problem: "none" };
  const text = plainly(typed);
  if (kept.test(text)) return { yuan: text };
  if (foreign.test(text)) return { problem: "currency" };
  if (/\de[+-]?\d/i.test(text)) return { problem: "none" };
  const reading = moneyOf(text.replace(before, ""));
  if (!("value" in reading)) {
    const { problem } = reading;
    return { problem: problem === "sign" || problem === "unit" ? "none" : problem };
  }
  const { value } = reading;
  if (value.isNegative() && !value.isZero()) return { problem: "negative" };
  if (value.greaterThanOrEqualTo(new Decimal(10).pow(mostDigits))) return { problem: "tooLarge" };
  if (value.decimalPlaces() > mostPlaces) return { problem: "places" };
  return { yuan: value.abs().toFixed() };
}

function moneyOf(text: string): Reading {
  const small = smallMoney(text);
  if (small) return { value: small };
  let rest = text;
  for (let cutOff = behind.exec(rest); cutOff; cutOff = behind.exec(rest))
    rest = rest.slice(0, cutOff.index);
  for (const [written, power] of english) {
    const number = rest.replace(written, "");
    const times = number === rest ? null : arabic(number.trim());
    if (times) return { value: times.times(new Decimal(10).pow(power)) };
  }
  return readNumber(rest);
}

/** With jiao and fen written out: 3元5角2分, 叁元伍角整. */
function smallMoney(text: string): Decimal | null {
  const one = `(\\d|${digit})`;
  const parts = new RegExp(`^(?:(.+)[元圆]零?)?(?:${one}角整?)?(?:零?${one}分)?$`, "u").exec(text);
  if (!parts) return null;
  const [, yuan, jiao, fen] = parts;
  if (jiao === undefined && fen === undefined) return null;
  const values = [yuan ?? "0", jiao ?? "0", fen ?? "0"].map((part) => scaled(part));
  const [whole, tens, ones] = values;
  if (!(whole instanceof Decimal && tens instanceof Decimal && ones instanceof Decimal))
    return null;
  return whole.plus(tens.dividedBy(10)).plus(ones.dividedBy(100));
}
