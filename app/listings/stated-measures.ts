import Decimal from "decimal.js";
import { measuresIn, type Measure } from "#search/text/measure.ts";
import { convert } from "#search/text/quantity.ts";

/** A number with its unit that stands in a text, and what it seems to measure. */
export type StatedMeasure = Measure & { name: string };

interface Row {
  name: string;
  comparison: string;
  value: string | null;
  upper: string | null;
  unit: string;
}

const clauseEnd = /[，。；;、！!？?：:\n]|,(?!\d{3})/u;
/** What is so today is not what is wanted. */
const today = /目前|现有|当前|现状|传统|today|currently/iu;
/** A number without a bound is an indicator only of what ends like a quantity: 热导率180 W/(m·K), but not 2020年. */
const quantity =
  /(?:率|度|力|量|命|间|比|值|差|速|数|径|长|宽|高|耗|压|流|strength|rate|temperature|efficiency|density|life|conductivity|accuracy)$/iu;
/** What stands between the name of a quantity and its value. */
const beforeValue =
  /(?:[\s≥⩾≤⩽<>=~～±φΦ（(]|不?[低高大小少]于|不?超过|提[高升]|降[低至到]|减少|控制|保持|达到?|至少|约|为|是|在|到|应|可|需|从|由|up to|at least|of|is)+$/iu;
const beforeName =
  /^(?:.*[（(①-⑩]|提[高升]|\d+[、.)）]|[\s的且并和与及]|要求|使|其|能?实现|and |with )+/iu;
/** Ranges of these plan a project: 2~3年, 1～2个. */
const counting = new Set(["年", "years", "天", "d", "个", "次"]);
const shortestName = 2;
const nameLength = 20;
const most = 8;

/**
 * The measures that texts state and no indicator row has yet, in their order, at
 * most eight, each with a guess at its name: a person decides whether it is one.
 */
export function unlistedMeasures(texts: string[], rows: readonly Row[]): StatedMeasure[] {
  const found: StatedMeasure[] = [];
  for (const clause of texts.flatMap((text) => text.split(clauseEnd))) {
    if (today.test(clause)) continue;
    for (const measure of namedMeasures(clause))
      if (!isListed(measure, rows) && !isListed(measure, found)) found.push(measure);
  }
  return found.slice(0, most);
}

function namedMeasures(clause: string): StatedMeasure[] {
  let from = 0;
  return measuresIn(clause).flatMap((measure) => {
    const at = placeOf(measure.value ?? "", clause, from);
    const name = clause.slice(from, at).replace(beforeValue, "").replace(beforeName, "");
    from = Math.max(from, clause.indexOf(measure.unit, at) + measure.unit.length);
    const isBound = measure.comparison === "ge" || measure.comparison === "le";
    const isRange = measure.comparison === "range" && !counting.has(measure.unit);
    const tells = isBound || isRange || quantity.test(name);
    return [...name].length < shortestName || !tells ? [] : [{ ...measure, name: lastOf(name) }];
  });
}

/** Where a value begins; a text may write 1,200 for 1200. */
function placeOf(value: string, clause: string, from: number): number {
  const digits = [...value].map((digit) => digit.replace(/[.+]/, "\\$&")).join(",?");
  const found = clause.slice(from).search(new RegExp(digits, "u"));
  return found < 0 ? from : from + found;
}

const lastOf = (name: string): string => [...name.trim()].slice(-nameLength).join("").trim();

/** Whether a row says the same value, in whichever unit. */
const isListed = (measure: Measure, rows: readonly Row[]): boolean =>
  rows.some(
    (row) =>
      isSame(measure, row.value, row.unit) ||
      (row.comparison === "text" &&
        measuresIn(`${row.name} ${row.value ?? ""}${row.unit}`).some((stated) =>
          isSame(measure, stated.value, stated.unit),
        )),
  );

function isSame({ value, unit }: Measure, other: string | null, otherUnit: string): boolean {
  if (value === null || other === null || !isNumber(other)) return false;
  const converted = unit === otherUnit ? other : convert(other, otherUnit, unit);
  return converted !== null && new Decimal(converted).equals(value);
}

/** Whether a decimal string is a number. */
const isNumber = (value: string): boolean => /^[+-]?\d+(\.\d+)?(e[+-]?\d{1,2})?$/i.test(value);
