import { z } from "zod";
import type { PostKind } from "#app/codes/codes.ts";
import type {
  AudienceField,
  ContactField,
  IndicatorsField,
  MoneyField,
  RightsField,
} from "./components.ts";
import type { Component, Complain, DisclosureStep, FieldWord, Section } from "./declaration.ts";
import type * as fields from "./fields.ts";
import type { listings as words } from "./words/zh-CN.ts";
import { isEmpty } from "./values.ts";

/** Any declared field, by whose type forms, pages and imports know what to do with it. */
export type Field =
  | fields.LineField
  | fields.TextField
  | fields.DayField
  | fields.ChoiceField
  | fields.RadioField
  | fields.ChoicesField
  | fields.LevelField
  | fields.FlagField
  | fields.KeywordsField
  | IndicatorsField
  | RightsField
  | MoneyField
  | ContactField
  | AudienceField;

type Fields = Readonly<Record<string, Field>>;
type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** The values that fields declare, by name: one of each field, all of a component. */
export type ShapeOf<Given extends Fields> = {
  -readonly [
    Name in keyof Given as Given[Name] extends { schema: z.ZodType } ? Name : never
  ]: Given[Name] extends { schema: infer Schema } ? Schema : never;
} & Together<
  { [Name in keyof Given]: Given[Name] extends { shape: infer Shape } ? Shape : never }[keyof Given]
>;
type Flat<Shape> = { [Name in keyof Shape]: Shape[Name] };

/** A listing as functions that take any kind of it know it. */
export interface Listing {
  kind: PostKind;
  /** The field with the main text. */
  body: string;
  fields: Fields;
}
/** What a listing says, by the names of its values. */
export type Content = Readonly<Record<string, unknown>>;

/**
 * Declares a kind of listing. The order of fields is that of form, page, index and
 * meter. `draft` takes any completeness and refuses what is wrong; `submission` asks
 * for what a review needs.
 */
export function defineListing<const Kind extends PostKind, const Given extends Fields>(declared: {
  kind: Kind;
  body: keyof Given & string;
  fields: Given;
}) {
  /** A type cannot be computed along with a loop over what it is computed of. */
  const content = z.object(shapeOf(declared.fields) as Flat<ShapeOf<Given>>);
  const entries = Object.entries<Field>(declared.fields);
  const complaining =
    (context: z.core.$RefinementCtx): Complain =>
    (name, message) =>
      context.addIssue({ code: "custom", path: [name], message });
  return {
    ...declared,
    draft: content.superRefine((said, context) => {
      for (const [, field] of entries) asComponent(field)?.checkDraft?.(said, complaining(context));
    }),
    submission: content.superRefine((said, context) => {
      const complain = complaining(context);
      for (const [name, field] of entries) {
        const component = asComponent(field);
        component?.checkDraft?.(said, complain);
        component?.checkSubmission?.(said, complain);
        const value = valueOf(said, name);
        if (field.required && isEmpty(value)) complain(name, "required");
        const refused = field.refuse?.(value) ?? null;
        if (refused !== null) complain(name, refused);
      }
    }),
  };
}

const asComponent = (field: Field): Component<z.ZodRawShape> | null =>
  "shape" in field ? field : null;

const shapeOf = (declared: Fields): z.ZodRawShape =>
  Object.assign(
    {},
    ...Object.entries(declared).map(([name, field]) =>
      "shape" in field ? field.shape : { [name]: field.schema },
    ),
  ) as z.ZodRawShape;

/** A value by its name; undefined where there is none. */
export const valueOf = (content: object, name: string): unknown =>
  Object.hasOwn(content, name) ? (content as Content)[name] : undefined;

/** The name of a field in the interface. */
export function labelOf(name: string, field: Field): FieldWord {
  return field.label ?? (name as FieldWord);
}

/** A listing's texts of a trait that say something, in the order of its form. */
export function textsOf(
  { fields: declared }: Listing,
  content: object,
  trait: "searched" | "compared",
): { field: string; label: FieldWord; text: string }[] {
  return Object.entries(declared).flatMap(([field, of]) => {
    if ((of.type !== "line" && of.type !== "text") || !of[trait]) return [];
    const text = of.schema.parse(valueOf(content, field));
    return text === "" ? [] : [{ field, label: labelOf(field, of), text }];
  });
}

/** The sections of a listing in the order of their first fields, each with its fields. */
export function sectionsOf(listing: Listing): [Section, [string, Field][]][] {
  const sections = new Map<Section, [string, Field][]>();
  for (const entry of Object.entries(listing.fields)) {
    const { section } = entry[1];
    sections.set(section, [...(sections.get(section) ?? []), entry]);
  }
  return [...sections];
}

/** The values that are not shown at the steps of disclosure that are closed. */
export function valuesBehind(listing: Listing, closed: readonly DisclosureStep[]): string[] {
  return Object.entries(listing.fields).flatMap(([name, field]) => {
    const steps: [string, DisclosureStep | undefined][] =
      "shape" in field ? Object.entries(field.disclosed ?? {}) : [[name, field.disclosure]];
    return steps.flatMap(([value, step]) => (step && closed.includes(step) ? [value] : []));
  });
}

/** The word that names the field to which a value belongs, for a message about it. */
export function labelOfValue(listing: Listing, value: string): FieldWord | null {
  const field = listing.fields[value];
  if (field) return labelOf(value, field);
  for (const part of Object.values(listing.fields))
    if ("shape" in part && Object.hasOwn(part.shape, value)) return valueWord(part, value);
  return null;
}

/** The word for one value of a component. */
export function valueWord(part: MoneyField | ContactField | AudienceField, value: string) {
  if (part.type !== "money" || value === "amountToBeAgreed") return value as FieldWord;
  const end = value === "amountMin" ? "Min" : "Max";
  return `${part.side}${end}` satisfies keyof typeof words.field;
}
