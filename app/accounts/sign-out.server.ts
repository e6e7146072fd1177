import { eq } from "drizzle-orm";
import { session } from "#db/schema/index.ts";
import type { AccountParts } from "./parts.ts";

/** Ends the sign-in that these headers bring, if they bring one; answers the headers that clear its cookie. */
export async function endSignIn(
  { auth, services }: AccountParts,
  headers: Headers,
): Promise<Headers> {
  /** The library would clear the cookie and keep the sign-in where the database fails it. */
  const found = await auth.api.getSession({ headers });
  if (found) await services.database.delete(session).where(eq(session.id, found.session.id));
  const ended = await auth.api.signOut({ headers, returnHeaders: true });
  return ended.headers;
}
