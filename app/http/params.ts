import { z } from "zod";

const version = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** The version of a record that a person read, as the address says it. @throws 400 for what is none */
export function versionOf(request: Request): number {
  const parsed = version.safeParse(new URL(request.url).searchParams.get("version"));
  if (!parsed.success) throw new Response("", { status: 400 });
  return parsed.data;
}

/** The id in a path; what is no id names nothing that exists. */
export function idOfPath(given: string | undefined): string {
  const parsed = z.uuid().safeParse(given);
  if (!parsed.success) throw new Response("", { status: 404 });
  return parsed.data;
}
