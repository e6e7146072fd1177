import { and, eq, ne } from "drizzle-orm";
import type { z } from "zod";
import type { organisationSchema } from "#app/domain/accounts/schema.ts";
import { audit } from "#app/domain/audit/audit.server.ts";
import type { OrganisationRole, PlatformRole } from "#app/domain/codes/codes.ts";
import { Refusal } from "#app/domain/errors.ts";
import type { Services } from "#app/domain/services.ts";
import { followProfile } from "#app/domain/verification/change.server.ts";
import type { Viewer } from "#app/domain/viewer/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { newId } from "#db/schema/columns.ts";
import { member, organisation, session, user } from "#db/schema/index.ts";

type Profile = z.infer<typeof organisationSchema>;

/** Registers an organisation with the viewer as its owner, who acts for it from now on. */
export async function registerOrganisation(
  services: Services,
  viewer: Viewer,
  profile: Profile,
): Promise<string> {
  return inTransaction(services.database, async (transaction) => {
    const id = newId();
    await transaction.insert(organisation).values({ id, slug: id, ...profile });
    await transaction
      .insert(member)
      .values({ organisationId: id, userId: viewer.userId, role: "owner" });
    await transaction
      .update(session)
      .set({ activeOrganisationId: id })
      .where(eq(session.userId, viewer.userId));
    await record(transaction, viewer, id, "register", { name: profile.name });
    await sendJob(transaction, "organisation.index", { organisationId: id });
    return id;
  });
}

/**
 * Changes the profile of the organisation the viewer acts for. With a new name or
 * kind it must be verified again.
 *
 * @throws Refusal forbidden for others than its owners
 */
export async function changeProfile(
  services: Services,
  viewer: Viewer,
  profile: Profile,
): Promise<void> {
  const id = ownedBy(viewer);
  await inTransaction(services.database, async (transaction) => {
    const [before] = await transaction
      .select()
      .from(organisation)
      .where(eq(organisation.id, id))
      .for("update");
    const same = before?.name === profile.name && before.kind === profile.kind;
    await transaction.update(organisation).set(profile).where(eq(organisation.id, id));
    if (!same) await followProfile(transaction, viewer, id, profile.name);
    await record(transaction, viewer, id, "change_profile", { before: before?.name });
    await sendJob(transaction, "organisation.index", { organisationId: id });
  });
}

/**
 * Gives a colleague another role, or none.
 *
 * @throws Refusal forbidden for others than owners; conflict when no owner would be left
 */
export async function changeMember(
  services: Services,
  viewer: Viewer,
  memberId: string,
  role: OrganisationRole | null,
): Promise<void> {
  const id = ownedBy(viewer);
  await inTransaction(services.database, async (transaction) => {
    await transaction.select().from(organisation).where(eq(organisation.id, id)).for("update");
    const mine = and(eq(member.id, memberId), eq(member.organisationId, id));
    const [found] = await transaction.select().from(member).where(mine);
    if (!found) throw new Refusal("notFound");
    const otherOwners = await transaction.$count(
      member,
      and(eq(member.organisationId, id), eq(member.role, "owner"), ne(member.id, memberId)),
    );
    if (role !== "owner" && otherOwners === 0) throw new Refusal("conflict");
    if (role === null) await transaction.delete(member).where(mine);
    else await transaction.update(member).set({ role }).where(mine);
    await record(transaction, viewer, id, "change_member", { userId: found.userId, role });
  });
}

function ownedBy(viewer: Viewer): string {
  if (viewer.active?.role !== "owner") throw new Refusal("forbidden");
  return viewer.active.organisationId;
}

/**
 * Gives a person another role on the platform.
 *
 * @throws Refusal forbidden for others than administrators, and for one's own role
 */
export async function setPlatformRole(
  services: Services,
  viewer: Viewer,
  userId: string,
  platformRole: PlatformRole,
): Promise<void> {
  if (viewer.platformRole !== "administrator" || userId === viewer.userId)
    throw new Refusal("forbidden");
  await inTransaction(services.database, async (transaction) => {
    await transaction.update(user).set({ platformRole }).where(eq(user.id, userId));
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: null,
      subjectKind: "user",
      subjectId: userId,
      action: "set_platform_role",
      detail: { platformRole },
    });
  });
}

const record = (
  transaction: Transaction,
  viewer: Viewer,
  organisationId: string,
  action: string,
  detail: Record<string, unknown>,
) =>
  audit(transaction, {
    actorId: viewer.userId,
    organisationId,
    subjectKind: "organisation",
    subjectId: organisationId,
    action,
    detail,
  });
