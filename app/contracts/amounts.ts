import Decimal from "decimal.js";

/** Reckons with more digits than any sum of numeric(18,2) has. */
const Yuan = Decimal.clone({ precision: 40 });

/** The exact sum of amounts in yuan, with two places. */
export const sumOf = (amounts: readonly string[]): string =>
  amounts.reduce((sum, amount) => sum.plus(amount), new Yuan(0)).toFixed(2);

/** Below zero, zero or above: how one amount stands to another. */
export const compareAmounts = (one: string, other: string): number => new Yuan(one).cmp(other);

/** An exact amount in yuan for people and print: thousands grouped, two places. */
export function plainYuan(amount: string): string {
  const [whole = "0", cents = "00"] = new Yuan(amount).toFixed(2).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
}

const digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"] as const;
const places = ["", "拾", "佰", "仟"] as const;
/** Up to a myriad of 亿 (兆 is not used in amounts of money). */
const groups = ["", "万", "亿", "万亿"] as const;

/**
 * An amount in yuan in Chinese capitals (大写金额), as the rule for bills and
 * settlement vouchers has it: 《支付结算办法》(银发〔1997〕393号) annex 1
 * 正确填写票据和结算凭证的基本规定. One 零 stands for any zeros between digits; 整
 * follows 元 and 角 but never 分; the words begin with 人民币.
 */
export function chineseCapitals(amount: string): string {
  const [whole = "0", cents = "00"] = new Yuan(amount).toFixed(2).split(".");
  const jiao = Number(cents[0]);
  const fen = Number(cents[1]);
  const yuan = /^0+$/.test(whole) ? "" : `${capitalsOf(whole)}元`;
  if (jiao === 0 && fen === 0) return `人民币${yuan === "" ? "零元" : yuan}整`;
  const gap = yuan !== "" && jiao === 0 ? "零" : "";
  const small = `${jiao === 0 ? "" : `${digits[jiao]}角`}${fen === 0 ? "整" : `${digits[fen]}分`}`;
  return `人民币${yuan}${gap}${small}`;
}

function capitalsOf(whole: string): string {
  const padded = whole.padStart(Math.ceil(whole.length / 4) * 4, "0");
  const parts = padded.match(/\d{4}/g) ?? [];
  let text = "";
  let skipped = false;
  for (const [index, part] of parts.entries()) {
    const group = groups[parts.length - 1 - index] ?? "";
    if (part === "0000") {
      skipped = text !== "";
      continue;
    }
    const needsZero = text !== "" && (skipped || part.startsWith("0"));
    text += `${needsZero ? "零" : ""}${groupOf(part)}${group}`;
    skipped = false;
  }
  /** 万亿 and 亿 of one number: 壹万贰仟亿, not 壹万亿贰仟亿. */
  const [high, rest] = text.split("万亿");
  return rest === undefined ? text : `${high}万${rest.includes("亿") ? rest : `亿${rest}`}`;
}

/** The four digits of a group without the zero before its first one. */
function groupOf(part: string): string {
  let text = "";
  let zero = false;
  for (const [index, digit] of [...part].entries()) {
    if (digit === "0") {
      zero = text !== "";
      continue;
    }
    text += `${zero ? "零" : ""}${digits[Number(digit)]}${places[3 - index]}`;
    zero = false;
  }
  return text;
}
