import type { z } from "zod";
import type { listings as words } from "./words/zh-CN.ts";
import type { Judge } from "./judging.ts";

/** A section of the form and of the page; its name is a text of the interface. */
export type Section = keyof typeof words.section;
export type FieldWord = keyof typeof words.field;
export type HintWord = keyof typeof words.hint;

/** To whom a field is disclosed; everyone who may see the listing where nothing is said. */
export type DisclosureStep = "registered" | "name" | "contact";

/** The column of an import file that a field is read from. */
export interface Import {
  /** Its name; that of the field in small letters with underscores where nothing is said. */
  column?: string;
  /** A value may not be missing: so many characters at least. */
  least?: number;
  /** What docs/data-load.md says of it beyond the type. */
  note?: string;
}

/** An order in which listings can be listed by a field. */
export interface Sorted {
  name: string;
  direction: "asc" | "desc";
}

/** What is declared of any field, whatever its type. */
export interface Traits {
  section: Section;
  /** The field's name in the interface; the text of its own name where nothing is said. */
  label?: FieldWord;
  hint?: HintWord;
  disclosure?: DisclosureStep;
  /** A submission for review must have it. */
  required?: true;
}

/** What can be declared of a text. */
export interface TextTraits extends Traits {
  /** It is a passage of the search index, and so matched and compared for copies. */
  searched?: true;
  /** It stands beside the other side's texts on the page that compares a pair, shared words marked. */
  compared?: true;
  /** Numbers in it are offered as indicators. */
  measured?: true;
  imported?: Import;
}

/** What can be declared of a value from a list or a scale. */
export interface ValueTraits extends Traits {
  /** The facet of search, and the parameter of its address. */
  filtered?: string;
  sorted?: Sorted;
  imported?: Import;
}

/** What every declared field has at least, also a component of several values. */
export interface Declared {
  type: string;
  section: Section;
  label?: FieldWord;
  hint?: HintWord;
  required?: true;
  /** Judges what a form or a stored listing holds of it. */
  judge: Judge;
  /** What a submission must not say of it: the key of an error, or nothing wrong. */
  refuse?: (value: unknown) => string | null;
}

/** A field with one value. */
export interface Single<Schema extends z.ZodType> extends Declared {
  schema: Schema;
  disclosure?: DisclosureStep;
}

/** Says what is wrong with a value, by its name and the key of an error. */
export type Complain = (name: string, message: string) => void;

/** Named values that belong together: shown, judged and checked as one. */
export interface Component<Shape extends z.ZodRawShape> extends Declared {
  shape: Shape;
  /** Who may see values that not everyone may. */
  disclosed?: { readonly [Name in keyof Shape]?: DisclosureStep };
  /** What even a draft must keep. */
  checkDraft?: (content: unknown, complain: Complain) => void;
  /** What a submission must keep besides. */
  checkSubmission?: (content: unknown, complain: Complain) => void;
}
