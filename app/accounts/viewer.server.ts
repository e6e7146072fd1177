import { asc, eq } from "drizzle-orm";
import { bringsSignIn, type Auth } from "./auth.server.ts";
import type { OrganisationKind, OrganisationRole, PlatformRole } from "#app/codes/codes.ts";
import type { Database } from "#db/connection.ts";
import { member, organisation } from "#db/schema/index.ts";
import type { MaybeViewer, SignedIn } from "#app/kernel/viewer.ts";

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
  const rows = await database
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
  const memberships = rows.map((row) => ({
    ...row,
    kind: row.kind as OrganisationKind,
    role: row.role as OrganisationRole,
  }));
  const chosen = memberships.find((one) => one.organisationId === session.activeOrganisationId);
  const viewer = {
    userId: user.id,
    name: user.name,
    email: user.email,
    platformRole: user.platformRole as PlatformRole,
    memberships,
    active: chosen ?? memberships[0] ?? null,
  };
  return { viewer, signInId: session.id, expiresAt: session.expiresAt };
}
