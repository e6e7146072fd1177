import { z } from "zod";

/** What is wrong with a listing, in the words of the quality meter. */
export type QualityLack =
  | "empty"
  | "general"
  | "short"
  | "bundle"
  | "copyOfTitle"
  | "repeated"
  | "advertising"
  | "vague"
  | "unquantified"
  | "few"
  | "past"
  | "soon"
  | "far";

export type Judgement = QualityLack | null | { lack: QualityLack; about: string[] };

/** What a field is judged beside. */
export interface Judged {
  title: string;
  /** The listing's main text. */
  body: string;
  /** The moment by which a day is judged. */
  now: Date;
}

/** One thing that a good listing has in a field. */
export interface Rule<Value> {
  /** Names the rule where a field has several or needs words of its own; else the field's name does. */
  code?: string;
  /** How much it counts; judgement: texts and indicators decide a match, the rest narrows it. */
  weight: number;
  by: (value: Value, judged: Judged) => Judgement;
}

export interface RuleResult {
  code: string | null;
  weight: number;
  judgement: Judgement;
}

/** Judges a value as a form or the database has it, however wrong it is. */
export type Judge = (raw: unknown, judged: Judged) => RuleResult[];

/** Reads a value leniently, what cannot be read as not said, and judges it by each rule. */
export const judging =
  <Value>(lenient: z.ZodType<Value>, rules: readonly Rule<Value>[] = []): Judge =>
  (raw, judged) => {
    const value = lenient.parse(raw);
    return rules.map(({ code, weight, by }) => ({
      code: code ?? null,
      weight,
      judgement: by(value, judged),
    }));
  };

/** Kinds of value as they are read to be judged: of a stored listing as of a form half filled in. */
export const lenientText = z.string().catch("");
export const lenientTexts = z
  .array(lenientText)
  .or(lenientText.transform((one) => (one === "" ? [] : [one])));
export const lenientFlag = z
  .boolean()
  .or(z.literal("on").transform(() => true))
  .catch(false);
export const lenientLevel = z.coerce.number().int().min(1).nullable().catch(null);
