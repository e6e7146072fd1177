import { parseWithZod } from "@conform-to/zod/v4";
import { z } from "zod";

/**
 * Parses a form by its schema, in the browser as on the server. Fields that the schema
 * does not ask for are left out first: the answer to a form that was refused repeats what
 * was typed, and would repeat whatever else a request carries.
 */
export const parseForm: typeof parseWithZod = (payload, options) => {
  const { schema } = options;
  const asked = schema instanceof z.ZodType ? fieldNames(schema) : null;
  if (asked === null) return parseWithZod(payload, options);
  const kept = payload instanceof FormData ? new FormData() : new URLSearchParams();
  for (const [name, value] of payload) {
    const [first = ""] = name.split(/[.[]/, 1);
    if (asked.has(first) || name === intentOfConform) append(kept, name, value);
  }
  return parseWithZod(kept, options);
};

/** The field in which conform's buttons say what they want. */
const intentOfConform = "__intent__";

function append(kept: FormData | URLSearchParams, name: string, value: FormDataEntryValue): void {
  if (kept instanceof FormData) kept.append(name, value);
  else if (typeof value === "string") kept.append(name, value);
}

/** The names of the fields that a schema knows; null where it takes any. */
function fieldNames(schema: z.core.$ZodType): Set<string> | null {
  if (schema instanceof z.ZodObject) return new Set(Object.keys(schema.shape));
  if (schema instanceof z.ZodPipe)
    return fieldNames(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  if (schema instanceof z.ZodUnion) return allNames(schema.options);
  if (schema instanceof z.ZodIntersection) return allNames([schema.def.left, schema.def.right]);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return fieldNames(schema.def.innerType);
  return null;
}

function allNames(schemas: readonly z.core.$ZodType[]): Set<string> | null {
  const names = schemas.map(fieldNames);
  return names.includes(null) ? null : new Set(names.flatMap((each) => [...(each ?? [])]));
}
