import { z } from "zod";
import { storable } from "./params.ts";

const formTypes = ["application/x-www-form-urlencoded", "multipart/form-data"];

/**
 * The fields of a form, as text that the database can hold: without zero bytes and
 * without files, which upload routes take as streams.
 *
 * @throws a response: 415 for a body that is no form, 400 for one that cannot be read
 */
export async function formOf(request: Request): Promise<FormData> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!formTypes.includes(type)) throw new Response("", { status: 415 });
  const given = await request.formData().catch(() => {
    throw new Response("", { status: 400 });
  });
  const form = new FormData();
  for (const [name, value] of given)
    if (typeof value === "string") form.append(storable(name), storable(value));
  return form;
}

/** The fields of a form that has each of them once; of those that come again, the last. */
export async function fieldsOf(request: Request): Promise<Record<string, string>> {
  return Object.fromEntries(
    [...(await formOf(request))].map(([name, value]) => [name, String(value)]),
  );
}

/**
 * What a page sends without a person typing it, so that no page shows what is wrong.
 *
 * @throws a response of 400 where it does not fit
 */
export function given<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Response("", { status: 400 });
  return parsed.data;
}

/**
 * The id that a form names in a field which nobody types.
 *
 * @throws a response of 400 where it is none
 */
export const idIn = (form: FormData, name: string): string => given(z.uuid(), form.get(name));
