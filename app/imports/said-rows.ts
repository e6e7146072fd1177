import { codeOfWord } from "#app/office/code-words.ts";
import { keyOfHeading } from "#app/office/headings.ts";
import { measuresIn } from "#search/text/measure.ts";
import { readNumber } from "#app/text/numbers.ts";

/** Rows of our form, indicators and rights, from what documents say of them; by the names of their parts. */
type Row = Record<string, string>;

const indicatorHeadings = {
  name: ["指标名称", "指标", "名称", "参数", "参数名称", "技术指标", "性能指标", "项目"],
  today: ["现状", "目前水平", "现有水平", "当前水平", "当前值", "目前指标", "现值", "目前"],
  value: [
    "要求值",
    "目标值",
    "指标要求",
    "要求",
    "期望值",
    "目标",
    "指标值",
    "达到值",
    "数值",
    "实测值",
    "达到指标",
    "预期指标",
    "要求达到",
    "达到水平",
  ],
  unit: ["单位", "计量单位"],
  method: ["测量方法", "检测方法", "测试方法", "测试条件", "测量条件", "考核方式", "备注", "说明"],
} as const;
type IndicatorColumn = keyof typeof indicatorHeadings;

const columnOfHeading = new Map(
  Object.entries(indicatorHeadings).flatMap(([column, names]) =>
    names.map((name) => [keyOfHeading(name), column as IndicatorColumn] as const),
  ),
);

/** Whether a text is the heading of a column of indicators. */
export const isIndicatorHeading = (text: string): boolean =>
  columnOfHeading.has(keyOfHeading(text));

/** A row of a table of indicators; null where it has no name or says no value. */
export function indicatorIn(headings: readonly string[], row: readonly string[]): Row | null {
  const cells: Partial<Record<IndicatorColumn, string>> = {};
  headings.forEach((heading, at) => {
    const column = columnOfHeading.get(keyOfHeading(heading));
    const text = row[at]?.trim() ?? "";
    if (column && text !== "") cells[column] ??= text;
  });
  return cells.name !== undefined && cells.value !== undefined ? rowOf(cells) : null;
}

const signed =
  /^\s*(≥|⩾|>=|>|不低于|不小于|大于|≤|⩽|<=|<|不高于|不大于|小于|=|±)?\s*([^~～至]+?)(?:\s*[~～至]\s*(.+))?\s*$/u;

function comparisonOf(sign: string): string {
  if (/[≤⩽<]|不高|不大|小于/.test(sign)) return "le";
  return /[≥⩾>]|不低|不小|大于/.test(sign) ? "ge" : "eq";
}

/** A row of indicators: its value as a number with its sign and unit, or in words. */
function rowOf(cells: Partial<Record<IndicatorColumn, string>>): Row {
  const { name = "", value = "", unit = "", today = "", method = "" } = cells;
  const common = { name, today, method };
  const whole = unit === "" || value.endsWith(unit) ? value : `${value} ${unit}`;
  const [measure, more] = measuresIn(whole);
  if (measure && more === undefined) {
    const { comparison, value: number, upper } = measure;
    return { ...common, comparison, value: number ?? "", upper: upper ?? "", unit: measure.unit };
  }
  const [, sign = "", first = "", last = ""] = signed.exec(value) ?? [];
  const [from, to] = [readNumber(first), readNumber(last)];
  if ("value" in from && sign !== "±" && (last === "" || "value" in to)) {
    const upper = "value" in to && last !== "" ? to.value.toFixed() : "";
    const comparison = upper === "" ? comparisonOf(sign) : "range";
    return { ...common, comparison, value: from.value.toFixed(), upper, unit };
  }
  const words = [value, unit, method].filter((part) => part !== "").join(" ");
  return { name, today, comparison: "text", value: "", upper: "", unit: "", method: words };
}

/** Pieces of intellectual property, one a line, each with its number; none where one has no number. */
export function rightsIn(text: string): Row[] {
  const parts = text.split(/[;；\n]/).filter((part) => part.trim() !== "");
  const rows = parts.map((part) => ({
    part,
    number: /\d{4}SR\d{5,}|(?:ZL|CN)?\s?\d{8,13}(?:\.[\dX])?[A-Z]?/i
      .exec(part.normalize("NFKC"))?.[0]
      ?.trim(),
  }));
  if (rows.some(({ number }) => number === undefined)) return [];
  return rows.map(({ part, number = "" }) => ({
    kind: codeOfWord("ipKinds", part) ?? "invention_patent",
    number,
    state: codeOfWord("ipStates", part) ?? "granted",
  }));
}
