import type { Block, DocumentCell } from "./word-document.server.ts";

/**
 * What a filled-in form says: a label with what was written for it, or a table with a row of
 * headings. Offices lay forms out in tables of labels and values, side by side or one below the
 * other, with groups at the left; the same in paragraphs.
 */
export type Entry =
  | { kind: "value"; label: string; text: string }
  /** Something that stands under no label. */
  | { kind: "text"; text: string }
  | { kind: "table"; headings: string[]; rows: string[][] };

/** What a form calls things: which texts are labels, and which are headings of a table in it. */
export interface FormWords {
  isLabel: (text: string) => boolean;
  isHeading: (text: string) => boolean;
}

/** "一、", "（二）", "3." and the like before a label. */
const numbering =
  /^\s*(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?\s*[、.．,，)）]\s*|[（(][一二三四五六七八九十\d]{1,3}[)）]\s*)/;

const bareLabel = (text: string): string =>
  text
    .replace(numbering, "")
    .replace(/[:：*＊\s]+$/, "")
    .trim();

/** Titles, notes and numbers of pages say nothing. */
const formal =
  /(征集表|登记表|申报表|信息表|汇总表|调查表|推荐表)$|^(注|填表说明|填报说明|填写说明|附件)\s*[\d一二三]*\s*[:：]|^第\s*\d+\s*页/;

/** All that a document says, in its order. */
export function entriesOf(blocks: readonly Block[], words: FormWords): Entry[] {
  const entries: Entry[] = [];
  let open: { label: string; lines: string[] } | null = null;
  const close = () => {
    if (open) entries.push({ kind: "value", label: open.label, text: open.lines.join("\n") });
    open = null;
  };
  for (const block of blocks) {
    if (block.kind === "table") {
      close();
      entries.push(...entriesOfTable(block.rows, words));
      continue;
    }
    const inline = inlineOf(block.text, words);
    const label = bareLabel(block.text);
    if (inline) {
      close();
      entries.push(inline);
    } else if (words.isLabel(label)) {
      close();
      open = { label, lines: [] };
    } else if (open) open.lines.push(block.text);
    else if (!formal.test(block.text)) entries.push({ kind: "text", text: block.text });
  }
  close();
  return entries;
}

/** A label and its value in one text: "需求名称：…", or the label in a first line of its own. */
function inlineOf(text: string, { isLabel }: FormWords): Entry | null {
  const [, before = "", after = ""] = /^([^:：\n]{1,40})[:：]([\s\S]*)$/.exec(text) ?? [];
  const label = bareLabel(before);
  if (label !== "" && isLabel(label) && after.trim() !== "")
    return { kind: "value", label, text: after.trim() };
  const [first = "", ...rest] = text.split("\n");
  return rest.length > 0 && isLabel(bareLabel(first))
    ? { kind: "value", label: bareLabel(first), text: rest.join("\n").trim() }
    : null;
}

function entriesOfTable(rows: DocumentCell[][], words: FormWords): Entry[] {
  const entries: Entry[] = [];
  /** A label that has a row of its own, with its value below. */
  let above: string | null = null;
  for (let at = 0; at < rows.length; at += 1) {
    const cells = withoutGroup(rows[at] ?? [], words);
    if (cells.every(({ text }) => text === "")) continue;
    const headings = headingsIn(cells, words);
    if (headings) {
      const body = bodyBelow(rows.slice(at + 1), headings.length, words);
      const texts = body.map((row) => row.map(({ text }) => text));
      entries.push({ kind: "table", headings, rows: texts });
      at += body.length;
      above = null;
      continue;
    }
    const [only] = cells;
    if (cells.length > 1 || !only) {
      above = null;
      entries.push(...pairsOf(cells, words));
      continue;
    }
    const inline = inlineOf(only.text, words);
    const label = bareLabel(only.text);
    const isLabel: boolean = inline === null && words.isLabel(label);
    if (inline) entries.push(inline);
    else if (!isLabel && above !== null)
      entries.push({ kind: "value", label: above, text: only.text });
    else if (!isLabel && !formal.test(only.text)) entries.push({ kind: "text", text: only.text });
    above = isLabel ? label : null;
  }
  return entries;
}

/** A cell at the left that covers several rows names a group, unless its neighbour is its value. */
function withoutGroup(cells: DocumentCell[], { isLabel }: FormWords): DocumentCell[] {
  const [first, second] = cells;
  if (!first || !second || first.rows === 1) return cells;
  return isLabel(bareLabel(second.text)) || cells.length % 2 === 1 ? cells.slice(1) : cells;
}

/** The headings of a table within the form: at least two that are known, and no more than one that is not. */
function headingsIn(cells: DocumentCell[], { isHeading }: FormWords): string[] | null {
  const texts = cells.map(({ text }) => bareLabel(text));
  const known = texts.filter(isHeading).length;
  return texts.length >= 3 && known >= 2 && known >= texts.length - 1 ? texts : null;
}

/** The rows under such headings: as wide, and not those of the form again. */
function bodyBelow(
  rows: DocumentCell[][],
  width: number,
  { isLabel }: FormWords,
): DocumentCell[][] {
  const end = rows.findIndex(
    (cells) => Math.abs(cells.length - width) > 1 || isLabel(bareLabel(cells[0]?.text ?? "")),
  );
  return rows
    .slice(0, end < 0 ? rows.length : end)
    .map((cells) => (cells.length > width ? cells.slice(cells.length - width) : cells));
}

/** No label of a form is longer, but for what is written in brackets behind it. */
const longestLabel = 30;

/** Labels and values side by side: up to the next known label all is one value; unknown labels take turns with values. */
function pairsOf(cells: DocumentCell[], words: FormWords): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < cells.length; at += 1) {
    const text = cells[at]?.text ?? "";
    const label = bareLabel(text);
    const isKnown = words.isLabel(label);
    const inline = isKnown ? null : inlineOf(text, words);
    const isLabel = isKnown || (text !== "" && text.length <= longestLabel);
    if (inline) entries.push(inline);
    else if (at + 1 === cells.length || !isLabel) {
      if (text !== "" && !isKnown) entries.push({ kind: "text", text });
    } else {
      const values = valuesFrom(cells.slice(at + 1), isKnown, words);
      entries.push({ kind: "value", label, text: values.join("\n").trim() });
      at += values.length;
    }
  }
  return entries;
}

function valuesFrom(cells: DocumentCell[], ofKnown: boolean, { isLabel }: FormWords): string[] {
  const texts = cells.map(({ text }) => text);
  const end = texts.findIndex((text) => isLabel(bareLabel(text)));
  return texts.slice(0, end < 0 ? undefined : end).slice(0, ofKnown ? undefined : 1);
}
