import { pageOf, rowsFor } from "#app/kernel/paging.ts";
import { and, asc, desc, eq, gt, ilike, lt, ne, or, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { belongsTo, type Viewer } from "#app/kernel/viewer.ts";
import { organisationKey } from "./organisation-key.ts";
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

/** The other organisation of this name, however it is written; null when there is none, or several. */
export async function organisationNamed(
  services: Services,
  viewer: Viewer,
  name: string,
): Promise<string | null> {
  const rows = await services.database
    .select({ id: organisation.id })
    .from(organisation)
    .where(
      and(
        sql`organisation_key(${organisation.name}) = ${organisationKey(name)}`,
        ne(organisation.id, viewer.active?.organisationId ?? viewer.userId),
      ),
    )
    .limit(2);
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
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

/**
 * The platform's people, newest first, paged by the last id.
 *
 * @throws Refusal forbidden for others than administrators
 */
export async function platformPeople(
  services: Services,
  viewer: Viewer,
  page: { text: string; before?: string; limit: number },
) {
  if (viewer.platformRole !== "administrator") throw new Refusal("forbidden");
  const rows = await services.database
    .select({ id: user.id, name: user.name, email: user.email, platformRole: user.platformRole })
    .from(user)
    .where(
      and(
        page.before ? lt(user.id, page.before) : undefined,
        page.text ? or(contains(user.name, page.text), contains(user.email, page.text)) : undefined,
      ),
    )
    .orderBy(desc(user.id))
    .limit(rowsFor(page.limit));
  return pageOf(rows, page.limit, ({ id }) => id);
}

/**
 * The platform's organisations, newest first, paged by the last id.
 *
 * @throws Refusal forbidden for others than administrators
 */
export async function platformOrganisations(
  services: Services,
  viewer: Viewer,
  page: { text: string; before?: string; limit: number },
) {
  if (viewer.platformRole !== "administrator") throw new Refusal("forbidden");
  const rows = await services.database
    .select({ id: organisation.id, name: organisation.name, verified: organisation.verified })
    .from(organisation)
    .where(
      and(
        page.before ? lt(organisation.id, page.before) : undefined,
        page.text
          ? or(contains(organisation.name, page.text), contains(organisation.nameEn, page.text))
          : undefined,
      ),
    )
    .orderBy(desc(organisation.id))
    .limit(rowsFor(page.limit));
  return pageOf(rows, page.limit, ({ id }) => id);
}

const contains = (column: PgColumn, text: string) =>
  ilike(column, `%${text.replace(/[\\%_]/g, "\\$&")}%`);
