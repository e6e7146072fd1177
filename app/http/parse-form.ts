import type { Submission } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { z } from "zod";

/**
 * Parses a form by its schema, in the browser as on the server. Fields that the schema
 * does not ask for are left out first: the answer to a form that was refused repeats what
 * was typed, and would repeat whatever else a request carries.
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
  const asked = fieldNames(schema);
  const kept = new FormData();
  for (const [name, value] of payload) {
    const [first = ""] = name.split(/[.[]/, 1);
    if (asked === null || asked.has(first) || name === intentOfConform) kept.append(name, value);
  }
  return formatError
    ? parseWithZod(kept, { schema, formatError, disableAutoCoercion })
    : parseWithZod(kept, { schema, disableAutoCoercion });
}

/** The field in which conform's buttons say what they want. */
const intentOfConform = "__intent__";

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
