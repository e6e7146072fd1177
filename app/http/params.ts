import { z } from "zod";

/** The id in a path; what is no id names nothing that exists. */
export function idOfPath(given: string | undefined): string {
  const parsed = z.uuid().safeParse(given);
  if (!parsed.success) throw new Response("", { status: 404 });
  return parsed.data;
}
