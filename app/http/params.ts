import { z } from "zod";

/** The id in a path; what is no id names nothing that exists. */
export function idOfPath(given: string | undefined): string {
  const parsed = z.uuid().safeParse(given);
  if (!parsed.success) throw new Response("", { status: 404 });
  return parsed.data;
}

/** Text as the database can hold it: PostgreSQL has no zero bytes. */
export const storable = (text: string): string => text.replaceAll("\0", "");

/** The parameters of a request's address, as text that the database can hold. */
export function parametersOf(request: Request): URLSearchParams {
  const { searchParams } = new URL(request.url);
  return new URLSearchParams(
    [...searchParams].map(([name, value]) => [storable(name), storable(value)]),
  );
}

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
