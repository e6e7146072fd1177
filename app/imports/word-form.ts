import { calendarDay } from "#app/kernel/days.ts";
import type { PostKind } from "#app/codes/codes.ts";
import type { Field } from "#app/listings/listing.ts";
import { unlistedMeasures } from "#app/listings/stated-measures.ts";
import { codeOfWord } from "#app/office/code-words.ts";
import { entriesOf, type Entry } from "#app/office/form-entries.ts";
import { keyOfHeading } from "#app/office/headings.ts";
import { markedIn } from "#app/office/marked.ts";
import type { Block } from "#app/office/word-document.server.ts";
import { listings } from "#app/posts/content.ts";
import { readAddress } from "#app/text/addresses.ts";
import { readAmount } from "#app/text/numbers.ts";
import { headingsOfValue } from "./field-headings.ts";
import { indicatorIn, isIndicatorHeading, rightsIn } from "./said-rows.ts";
import { partsOf, saidValue } from "./said-values.ts";

/** What a form of one need or result, filled in as a document, becomes. */
export interface FilledForm {
  /** Fields of our form, as it sends them. */
  fields: [name: string, value: string][];
  /** What was not understood: under which label it stands, if any, and what it says. */
  rest: { label: string; text: string }[];
}

interface Target {
  /** The name of the field in the listing, and of the value that the label names. */
  name: string;
  value: string;
  field: Field;
}

function targetsOf(kind: PostKind): Map<string, Target> {
  const ranked = new Map<string, { target: Target; rank: number }>();
  for (const [name, field] of Object.entries<Field>(listings[kind].fields))
    for (const value of "shape" in field ? Object.keys(field.shape) : [name])
      headingsOfValue(value).forEach((heading, rank) => {
        const before = ranked.get(keyOfHeading(heading));
        if (!before || rank < before.rank)
          ranked.set(keyOfHeading(heading), { target: { name, value, field }, rank });
      });
  return new Map([...ranked].map(([key, { target }]) => [key, target]));
}

const targets = { need: targetsOf("need"), result: targetsOf("result") };

/** The field that a label names: whole, or without its notes in brackets. */
function targetOf(kind: PostKind, label: string): Target | undefined {
  const bare = label.normalize("NFKC").replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, "");
  return targets[kind].get(keyOfHeading(label)) ?? targets[kind].get(keyOfHeading(bare));
}

const wordsOf = (kind: PostKind) => ({
  isLabel: (text: string) => text !== "" && targetOf(kind, text) !== undefined,
  isHeading: isIndicatorHeading,
});

/** Whether a document is the form of this kind, by its title or else by what it asks. */
export function isOfKind(kind: PostKind, blocks: readonly Block[]): boolean {
  const titles = blocks.flatMap((block) => (block.kind === "paragraph" ? [block.text] : []));
  const title = titles.find((text) => /表$/.test(text)) ?? "";
  const told = /成果/.test(title) ? "result" : /需求|难题/.test(title) ? "need" : null;
  if (told !== null) return told === kind;
  const known = (of: PostKind) =>
    entriesOf(blocks, wordsOf(of)).filter(
      (entry) => entry.kind === "value" && targetOf(of, entry.label) !== undefined,
    ).length;
  return known(kind) >= known(kind === "need" ? "result" : "need");
}

/**
 * Fills the form of a need or a result in from what a document says. Everything that it says is
 * either in a field or in the rest; what a field takes is checked by the form itself.
 */
export function fillForm(kind: PostKind, blocks: readonly Block[]): FilledForm {
  const filling = new Filling(kind);
  for (const entry of entriesOf(blocks, wordsOf(kind))) filling.take(entry);
  return filling.filled();
}

const phoneNumber = /[+\d(][\d() -]{4,}\d/g;
/** What people put where nothing is to be said. */
const nothing = /^[/／\-—_\s]*$/;

class Filling {
  private readonly texts = new Map<string, string[]>();
  private readonly lists = new Map<string, string[]>();
  private readonly indicators: Record<string, string>[] = [];
  private readonly rights: Record<string, string>[] = [];
  private readonly rest: FilledForm["rest"] = [];

  constructor(private readonly kind: PostKind) {}

  take(entry: Entry): void {
    if (entry.kind === "table") return this.takeTable(entry);
    if (entry.kind === "text") return void this.rest.push({ label: "", text: entry.text });
    const { label, text } = entry;
    if (nothing.test(text)) return;
    const target = targetOf(this.kind, label);
    if (!target || !this.takeValue(target, label, text)) this.rest.push({ label, text });
  }

  filled(): FilledForm {
    const fields: FilledForm["fields"] = [];
    for (const [name, lines] of this.texts) fields.push([name, lines.join("\n")]);
    for (const [name, values] of this.lists)
      for (const value of new Set(values)) fields.push([name, value]);
    const rows = { indicators: this.indicators, intellectualProperty: this.rights };
    for (const [name, those] of Object.entries(rows))
      those.forEach((row, at) => {
        for (const [part, value] of Object.entries(row))
          fields.push([`${name}[${at}].${part}`, value]);
      });
    return { fields, rest: this.rest };
  }

  /** Whether the value was understood. */
  private takeValue({ name, value, field }: Target, label: string, text: string): boolean {
    const marked = markedIn(text);
    const said = marked === null ? text : marked.join("；");
    if (marked?.length === 0) return true;
    const code = saidValue(field, said);
    switch (field.type) {
      case "line":
      case "text":
        return this.add(name, said);
      case "day":
        return calendarDay().safeParse(code).success && this.set(name, String(code));
      case "radio":
        return field.codes.includes(String(code)) && this.set(name, String(code));
      case "level": {
        const level = Number(code);
        const isLevel = Number.isInteger(level) && level >= 1 && level <= field.highest;
        return isLevel && this.set(name, String(level));
      }
      case "flag":
        return typeof code === "boolean" && (!code || this.set(name, "on"));
      case "choice":
        return this.takeChoice(name, field, said);
      case "choices":
        return this.takeChoices(name, field, marked ?? partsOf(text), label);
      case "keywords":
        return partsOf(text).every((word, at) => this.set(`${name}[${at}]`, word));
      case "money":
        return this.takeMoney(label, said);
      case "contact":
        return this.takeContact(label, said);
      case "audience": {
        const visibility = value === "visibility" ? codeOfWord("visibilities", said) : null;
        return visibility !== null && this.set("visibility", visibility);
      }
      case "indicators":
        return this.takeMeasures(text);
      case "rights": {
        const rows = rightsIn(text);
        return this.rights.push(...rows) > 0 && rows.length > 0;
      }
    }
  }

  private set(name: string, text: string): true {
    this.texts.set(name, [text]);
    return true;
  }

  private add(name: string, text: string): true {
    this.texts.set(name, [...(this.texts.get(name) ?? []), text]);
    return true;
  }

  private takeChoice(
    name: string,
    field: Extract<Field, { type: "choice" }>,
    said: string,
  ): boolean {
    const { codes, names = {}, otherwise } = field;
    const code = codes.find((one) => one === saidValue(field, said) || names[one] === said.trim());
    if (code !== undefined) return this.set(name, code);
    return otherwise !== undefined && !this.texts.has(otherwise) && this.set(otherwise, said);
  }

  /** What is understood of a list is taken, what is not stands in the rest. */
  private takeChoices(
    name: string,
    field: Extract<Field, { type: "choices" }>,
    parts: string[],
    label: string,
  ): boolean {
    const codes = parts.map((part) => codeOfWord(field.list, part) ?? "");
    const known = codes.filter((code) => field.codes.includes(code));
    const unknown = parts.filter((_part, at) => !field.codes.includes(codes[at] ?? ""));
    this.lists.set(name, [...(this.lists.get(name) ?? []), ...known]);
    if (known.length > 0 && unknown.length > 0) this.rest.push({ label, text: unknown.join("、") });
    return known.length > 0;
  }

  private takeMoney(label: string, said: string): boolean {
    if (/面议|待定|协商|商定/.test(said)) return this.set("amountToBeAgreed", "on");
    const ofLabel = /[万亿]元/.exec(label)?.[0] ?? "";
    const ofLast = /[万亿]?元?$/.exec(said.trim())?.[0] ?? "";
    const withUnit = (part: string) =>
      /^[\d.,，\s]+$/.test(part) ? `${part}${ofLast || ofLabel}` : part;
    const ends = said.trim().split(/\s*[-–—~～至到]\s*/u);
    const amounts = ends.map((part) => readAmount(withUnit(part)));
    const yuan = amounts.flatMap((amount) => ("yuan" in amount ? [amount.yuan] : []));
    const [from = "", to] = yuan;
    if (yuan.length !== ends.length || yuan.length > 2) return false;
    if (to !== undefined) this.set("amountMin", from);
    return this.set("amountMax", to ?? from);
  }

  /** A telephone number and an address stand in one cell as often as not, and a name with them. */
  private takeContact(label: string, said: string): boolean {
    const words = said.normalize("NFKC");
    const email = words.split(/[\s;,、/]+/).find((part) => "address" in readAddress(part)) ?? "";
    const others = words.replace(email, "");
    const [phone, ...more] = others.match(phoneNumber) ?? [];
    const [name] = others
      .replace(phoneNumber, "")
      .split(/[\s;,、/]+/)
      .filter((part) => /\p{L}/u.test(part));
    if (email !== "") this.set("contactEmail", email);
    if (phone !== undefined) this.set("contactPhone", phone);
    if (more.length > 0) this.rest.push({ label, text: more.join("、") });
    if (name !== undefined && !this.texts.has("contactName")) return this.set("contactName", name);
    return email !== "" || phone !== undefined;
  }

  private takeTable({ headings, rows }: Extract<Entry, { kind: "table" }>): void {
    for (const row of rows) {
      const indicator = indicatorIn(headings, row);
      if (indicator) this.indicators.push(indicator);
      else if (row.some((text) => text !== ""))
        this.rest.push({ label: headings.join("、"), text: row.join(" ") });
    }
  }

  /** Indicators in words: a row for each number that is measured; the words stay too, in a text where one takes them. */
  private takeMeasures(text: string): boolean {
    for (const { name, comparison, value, upper, unit } of unlistedMeasures([text], []))
      this.indicators.push({ name, comparison, value: value ?? "", upper: upper ?? "", unit });
    return this.kind === "need" && this.add("technology", text);
  }
}
