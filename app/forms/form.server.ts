import { z } from "zod";

const urlencoded = "application/x-www-form-urlencoded";

/**
 * The fields of a form. The server has bounded them before, and files go to the
 * addresses that take them as streams.
 *
 * @throws a response of 415 for a body that is no form
 */
export async function formOf(request: Request): Promise<FormData> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== urlencoded) throw new Response("", { status: 415 });
  return request.formData();
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
