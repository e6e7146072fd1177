import { and, asc, desc, eq, gt, ne } from "drizzle-orm";
import { Refusal } from "#app/domain/errors.ts";
import type { Services } from "#app/domain/services.ts";
import { belongsTo, type Viewer } from "#app/domain/viewer/viewer.ts";
import { invitation, member, organisation, user } from "#db/schema/index.ts";

/** Organisations that a post can be shown to by invitation, by name. */
export function partnersFor(
  services: Services,
  viewer: Viewer,
): Promise<{ id: string; name: string }[]> {
  return services.database
    .select({ id: organisation.id, name: organisation.name })
    .from(organisation)
    .where(ne(organisation.id, viewer.active?.organisationId ?? viewer.userId))
    .orderBy(asc(organisation.name))
    .limit(200);
}

/** An organisation as everyone may see it. @throws Refusal notFound */
export async function publicOrganisation(services: Services, organisationId: string) {
  const [row] = await services.database
    .select()
    .from(organisation)
    .where(eq(organisation.id, organisationId));
  if (!row) throw new Refusal("notFound");
  const { id, name, nameEn, kind, region, profile, website, verified } = row;
  return { id, name, nameEn, kind, region, profile, website, verified };
}

/** Members and open invitations, for members. @throws Refusal notFound for others */
export async function organisationPeople(
  services: Services,
  viewer: Viewer,
  organisationId: string,
) {
  if (!belongsTo(viewer, organisationId)) throw new Refusal("notFound");
  const members = await services.database
    .select({
      id: member.id,
      userId: user.id,
      name: user.name,
      email: user.email,
      role: member.role,
    })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(eq(member.organisationId, organisationId))
    .orderBy(asc(member.createdAt), asc(member.id));
  const invitations = await services.database
    .select({ id: invitation.id, email: invitation.email, role: invitation.role })
    .from(invitation)
    .where(
      and(
        eq(invitation.organisationId, organisationId),
        eq(invitation.status, "pending"),
        gt(invitation.expiresAt, services.now()),
      ),
    )
    .orderBy(asc(invitation.createdAt));
  return { members, invitations };
}

/** People and organisations of the platform, newest first. @throws Refusal forbidden */
export async function platformPeople(services: Services, viewer: Viewer) {
  if (viewer.platformRole !== "administrator") throw new Refusal("forbidden");
  const people = await services.database
    .select({ id: user.id, name: user.name, email: user.email, platformRole: user.platformRole })
    .from(user)
    .orderBy(desc(user.id))
    .limit(200);
  const organisations = await services.database
    .select({ id: organisation.id, name: organisation.name, verified: organisation.verified })
    .from(organisation)
    .orderBy(desc(organisation.id))
    .limit(200);
  return { people, organisations };
}
