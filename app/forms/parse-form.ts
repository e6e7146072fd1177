import type { Submission } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { z } from "zod";

/**
 * Parses a form by its schema, in the browser as on the server. Fields that the schema
 * does not ask for are left out first, as are values where it has a list of rows: the
 * answer to a form that was refused repeats what was typed, and would repeat whatever
 * else a request carries, where pages expect what they can show.
 */
export function parseForm<Schema extends z.ZodType>(
  payload: FormData | URLSearchParams,
  options: {
    schema: Schema;
    formatError?: (issues: z.core.$ZodIssue[]) => string[];
    disableAutoCoercion?: boolean;
  },
): Submission<z.input<Schema>, string[], z.output<Schema>> {
  const { schema, formatError, disableAutoCoercion } = options;
  const kept = new FormData();
  for (const [name, value] of payload)
    if (name !== intentField && asks(schema, stepsOf(name), isValue)) kept.append(name, value);
  const parse = (form: FormData) =>
    formatError
      ? parseWithZod(form, { schema, formatError, disableAutoCoercion })
      : parseWithZod(form, { schema, disableAutoCoercion });
  const intent = intentIn(payload, schema);
  if (intent !== null) kept.append(intentField, intent);
  return parse(kept);
}

/** What was chosen or typed of a field that takes several; a form sends one as it sends a text. */
export const severalOf = (initialValue: unknown): string[] =>
  [initialValue ?? []].flat().filter((one) => typeof one === "string");

/** The field in which conform's buttons say what they want. */
export const intentField = "__intent__";
const longestIntent = 10_000;
const name = z.string().max(200);
const index = z.number().int().min(0).max(999);
const addedValue = z.union([z.string(), z.array(z.string()), z.null()]);
/** What the buttons of our forms want: a look at a field, a row more, or one less. */
const intents = z.discriminatedUnion("type", [
  z.object({ type: z.literal("validate"), payload: z.object({ name: name.optional() }) }),
  z.object({
    type: z.literal("insert"),
    payload: z.object({
      name,
      index: index.optional(),
      defaultValue: z.record(z.string(), addedValue).optional(),
    }),
  }),
  z.object({ type: z.literal("remove"), payload: z.object({ name, index }) }),
]);

/** What a form's button wants; null where it is nothing that goes with the form. */
function intentIn(payload: FormData | URLSearchParams, schema: z.ZodType): string | null {
  const text = payload.get(intentField);
  if (typeof text !== "string" || text.length > longestIntent) return null;
  const intent = intents.safeParse(jsonIn(text));
  if (!intent.success) return null;
  const { type, payload: wanted } = intent.data;
  if (type !== "validate" && !asks(schema, stepsOf(wanted.name), isRows)) return null;
  return JSON.stringify(intent.data);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The steps of a field's name: "rows[2].name" has "rows", 2 and "name". */
const stepsOf = (fieldName: string): (string | number)[] =>
  [...fieldName.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([text, at]) =>
    at === undefined ? text : Number(at),
  );

type Wanted = (schema: z.core.$ZodType) => boolean;
/** Rows of fields, which a form sends by the names of their fields alone. */
const isRows: Wanted = (schema) =>
  schema instanceof z.ZodArray && !asks(schema.element, [], isValue);
const isValue: Wanted = (schema) =>
  !(schema instanceof z.ZodObject || schema instanceof z.ZodRecord || isRows(schema));

/** Whether a schema has, at the end of the steps, what is wanted. */
function asks(
  schema: z.core.$ZodType,
  [step, ...further]: (string | number)[],
  wanted: Wanted,
): boolean {
  const steps = step === undefined ? [] : [step, ...further];
  if (schema instanceof z.ZodPipe)
    return asks(schema.in instanceof z.ZodTransform ? schema.out : schema.in, steps, wanted);
  if (schema instanceof z.ZodUnion)
    return schema.options.some((option) => asks(option, steps, wanted));
  if (schema instanceof z.ZodIntersection)
    return [schema.def.left, schema.def.right].some((part) => asks(part, steps, wanted));
  if ("innerType" in schema._zod.def)
    return asks(schema._zod.def.innerType as z.core.$ZodType, steps, wanted);
  if (step === undefined) return wanted(schema);
  if (schema instanceof z.ZodArray)
    return typeof step === "number" && asks(schema.element, further, wanted);
  if (schema instanceof z.ZodRecord) return asks(schema.valueType, further, wanted);
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, step)) return false;
  return asks(schema.shape[step] as z.core.$ZodType, further, wanted);
}
