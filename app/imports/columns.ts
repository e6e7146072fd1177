import { z } from "zod";
import { clusters, cooperationModes, trls, type PostKind } from "#app/codes/codes.ts";
import { disciplineNames, disciplines, type Discipline } from "#app/codes/disciplines.ts";
import { calendarDay } from "#app/kernel/days.ts";
import { needDraftSchema } from "#app/posts/need-schema.ts";
import { limits } from "#app/posts/fields.ts";
import type { ContentOf } from "#app/posts/content.ts";
import { resultDraftSchema } from "#app/posts/result-schema.ts";

/**
 * The columns of an import file, for needs and results alike. docs/data-load.md
 * lists them for people. Lists are separated by ";" in CSV and XLSX and are
 * arrays in JSONL.
 */

const emptyToUndefined = (value: unknown): unknown =>
  value === "" || value === null ? undefined : value;
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(emptyToUndefined, schema.optional());
const list = <Schema extends z.ZodType>(item: Schema) =>
  z.preprocess((value) => {
    if (typeof value !== "string") return emptyToUndefined(value);
    return value
      .split(/[;；]/)
      .map((part) => part.trim())
      .filter((part) => part !== "");
  }, z.array(item).optional());

const text = z.coerce.string().trim();
const decimal = text.regex(/^\d{1,13}(\.\d{1,2})?$/, "must be an amount in yuan such as 500000");

const shared = {
  id: text.min(1, "is missing").max(200),
  title: text.min(2, "is missing or shorter than 2 characters").max(limits.title),
  cluster: optional(z.enum(clusters)),
  field: optional(text.max(limits.line)),
  /** A code of GB/T 13745 or the name of a discipline. */
  discipline: optional(text.max(limits.line)),
  keywords: list(text.max(limits.keyword)),
  trl: optional(z.coerce.number().int().min(1).max(trls.length)),
  cooperation_modes: list(z.enum(cooperationModes)),
  amount_min: optional(decimal),
  amount_max: optional(decimal),
  contact_name: optional(text.max(40)),
  contact_email: optional(z.email("must be an email address")),
};

export const importColumns = {
  need: z.object({
    ...shared,
    /** Real collections have needs that say all in their title, so it may be empty. */
    content: optional(text.max(limits.text)),
    goal: optional(text.max(limits.text)),
    current_state: optional(text.max(limits.text)),
    deadline: optional(calendarDay("must be a day such as 2027-06-30")),
  }),
  result: z.object({
    ...shared,
    abstract: text.min(2, "is missing").max(limits.text),
    innovation: optional(text.max(limits.text)),
    people: optional(text.max(limits.line)),
  }),
} as const;

type NeedRow = z.infer<(typeof importColumns)["need"]>;
type ResultRow = z.infer<(typeof importColumns)["result"]>;

/** Turns a row that passed into a post's content; the same row gives the same content. */
export function contentOfRow(kind: PostKind, row: NeedRow | ResultRow): ContentOf<PostKind> {
  const discipline = disciplineOf(row.discipline);
  const common = {
    title: row.title,
    cluster: row.cluster ?? null,
    field: row.field ?? (discipline === null ? (row.discipline ?? "") : ""),
    discipline,
    keywords: (row.keywords ?? []).slice(0, limits.keywords),
    trl: row.trl ?? null,
    cooperationModes: row.cooperation_modes ?? [],
    amountMin: row.amount_min ?? null,
    amountMax: row.amount_max ?? null,
    amountToBeAgreed: row.amount_min === undefined && row.amount_max === undefined,
    contactName: row.contact_name ?? "",
    contactEmail: row.contact_email ?? null,
  };
  if (kind === "need") {
    const need = row as NeedRow;
    return needDraftSchema.parse({
      ...common,
      problem: need.content,
      goal: need.goal,
      currentState: need.current_state,
      deadline: need.deadline ?? null,
    });
  }
  const result = row as ResultRow;
  return resultDraftSchema.parse({
    ...common,
    abstract: result.abstract,
    innovation: result.innovation,
    people: result.people,
  });
}

function disciplineOf(written: string | undefined): Discipline | null {
  if (written === undefined) return null;
  return disciplines.find((code) => code === written || disciplineNames[code] === written) ?? null;
}

/** Which of the two a file holds, by its columns. */
export function kindOfColumns(columns: string[]): PostKind | null {
  if (columns.includes("content")) return "need";
  return columns.includes("abstract") ? "result" : null;
}
