import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import type { organisationSchema } from "#app/accounts/schema.ts";
import { audit } from "#app/kernel/audit.server.ts";
import type { OrganisationRole } from "#app/codes/codes.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { followProfile } from "#app/verification/change.server.ts";
import { belongsTo, type SignedIn, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { newId } from "#db/schema/columns.ts";
import { member, organisation, session } from "#db/schema/index.ts";

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
    if (!same) await followProfile(transaction, viewer, id, profile.name, services.now());
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
  if (!z.uuid().safeParse(memberId).success) throw new Refusal("notFound");
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

/**
 * Has a sign-in act for another of the viewer's organisations.
 *
 * @throws Refusal forbidden for one they do not belong to
 */
export async function actFor(
  services: Services,
  { viewer, signInId }: SignedIn,
  organisationId: string,
): Promise<void> {
  if (!belongsTo(viewer, organisationId)) throw new Refusal("forbidden");
  await services.database
    .update(session)
    .set({ activeOrganisationId: organisationId })
    .where(eq(session.id, signInId));
}

/** The organisation the viewer acts for. @throws Refusal forbidden for others than its owners */
export function ownedBy(viewer: Viewer): string {
  if (viewer.active?.role !== "owner") throw new Refusal("forbidden");
  return viewer.active.organisationId;
}

/** Writes what was done with an organisation into the audit log. */
export const record = (
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
