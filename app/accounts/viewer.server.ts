import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { platformRoles } from "#app/codes/codes.ts";
import { bringsSignIn, type Auth } from "./auth.server.ts";
import type { Database } from "#db/connection.ts";
import { member, organisation } from "#db/schema/index.ts";
import type { MaybeViewer, SignedIn } from "#app/kernel/viewer.ts";

/** As the library of accounts hands it out. */
const platformRole = z.enum(platformRoles);

/** Who asks, by the session cookie in the headers; null for a guest. */
export const viewerOf = async (
  auth: Auth,
  database: Database,
  headers: Headers,
): Promise<MaybeViewer> => (await signedInBy(auth, database, headers))?.viewer ?? null;

/** The same, with the sign-in that the cookie belongs to. */
export async function signedInBy(
  auth: Auth,
  database: Database,
  headers: Headers,
): Promise<SignedIn | null> {
  if (!bringsSignIn(headers.get("cookie") ?? undefined)) return null;
  const found = await auth.api.getSession({ headers });
  if (!found) return null;
  const { user, session } = found;
  const memberships = await database
    .select({
      organisationId: organisation.id,
      name: organisation.name,
      kind: organisation.kind,
      role: member.role,
    })
    .from(member)
    .innerJoin(organisation, eq(organisation.id, member.organisationId))
    .where(eq(member.userId, user.id))
    .orderBy(asc(member.createdAt), asc(member.id));
  const chosen = memberships.find((one) => one.organisationId === session.activeOrganisationId);
  const viewer = {
    userId: user.id,
    name: user.name,
    email: user.email,
    platformRole: platformRole.parse(user.platformRole),
    memberships,
    active: chosen ?? memberships[0] ?? null,
  };
  return { viewer, signInId: session.id, expiresAt: session.expiresAt };
}
