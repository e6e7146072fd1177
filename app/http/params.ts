import { z } from "zod";

/** The id in a path; what is no id names nothing that exists. */
export function idOfPath(given: string | undefined): string {
  const parsed = z.uuid().safeParse(given);
  if (!parsed.success) throw new Response("", { status: 404 });
  return parsed.data;
}

/** The parameters of a request's address. */
export const parametersOf = (request: Request): URLSearchParams =>
  new URL(request.url).searchParams;

/**
 * The parameters of a request's address by a schema; of those that come again, the last.
 *
 * @throws a response of 400 where they do not fit
 */
export function queryOf<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(Object.fromEntries(parametersOf(request)));
  if (!parsed.success) throw new Response("", { status: 400 });
  return parsed.data;
}

const version = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** The version of a record that a person read, as the address says it. @throws a response of 400 for what is none */
export const versionOf = (request: Request): number =>
  queryOf(request, z.object({ version })).version;
