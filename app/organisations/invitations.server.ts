import { and, eq, gt } from "drizzle-orm";
import { z } from "zod";
import type { OrganisationRole } from "#app/codes/codes.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Limits } from "#app/kernel/limits.server.ts";
import { asLanguage } from "#app/i18n/languages.ts";
import { mailWithLink } from "#app/mail/texts.server.ts";
import { addDays } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { newId } from "#db/schema/columns.ts";
import { invitation, member, organisation, session, user } from "#db/schema/index.ts";
import { ownedBy, record } from "./commands.server.ts";
import { keyOfAddress } from "#app/kernel/mail-address.ts";

const validDays = 7;

/**
 * Invites somebody by mail into the organisation that the viewer acts for; an invitation
 * that still waits there is replaced.
 *
 * @returns the seconds to wait when there were too many, else 0
 * @throws Refusal forbidden for others than its owners; alreadyMember
 */
export async function inviteColleague(
  services: Services,
  limits: Limits,
  viewer: Viewer,
  given: { email: string; role: OrganisationRole },
): Promise<number> {
  const organisationId = ownedBy(viewer);
  const email = keyOfAddress(given.email);
  const wait = await limits.take("invitation", { account: viewer.userId, mailbox: email });
  if (wait > 0) return wait;
  await inTransaction(services.database, async (transaction) => {
    const [inviting] = await transaction
      .select()
      .from(organisation)
      .where(eq(organisation.id, organisationId))
      .for("update");
    if (!inviting) throw new Refusal("notFound");
    const [there] = await transaction
      .select({ id: member.id })
      .from(member)
      .innerJoin(user, eq(user.id, member.userId))
      .where(and(eq(member.organisationId, organisationId), eq(user.email, email)));
    if (there) throw new Refusal("alreadyMember");
    await transaction
      .update(invitation)
      .set({ status: "canceled" })
      .where(
        and(
          eq(invitation.organisationId, organisationId),
          eq(invitation.email, email),
          eq(invitation.status, "pending"),
        ),
      );
    const id = newId();
    const expiresAt = addDays(services.now(), validDays);
    await transaction.insert(invitation).values({
      id,
      organisationId,
      email,
      role: given.role,
      expiresAt,
      inviterId: viewer.userId,
    });
    await record(transaction, viewer, organisationId, "invite", { invitationId: id, ...given });
    const [inviter] = await transaction.select().from(user).where(eq(user.id, viewer.userId));
    const about = {
      name: viewer.name,
      organisation: inviting.name,
      url: `${services.origin}/invitations/${id}`,
    };
    const mail = await mailWithLink(asLanguage(inviter?.locale), expiresAt, (t, until) => ({
      subject: t("organisations:mail.invitation.subject", about),
      body: t("organisations:mail.invitation.body", { ...about, until }),
    }));
    await sendJob(transaction, "mail.send", { to: email, ...mail });
  });
  return 0;
}

/**
 * Takes an invitation back.
 *
 * @throws Refusal forbidden for others than owners; notFound for one that does not wait
 */
export async function cancelInvitation(
  services: Services,
  viewer: Viewer,
  invitationId: string,
): Promise<void> {
  const organisationId = ownedBy(viewer);
  await inTransaction(services.database, async (transaction) => {
    const ended = await transaction
      .update(invitation)
      .set({ status: "canceled" })
      .where(
        and(
          eq(invitation.id, idOf(invitationId)),
          eq(invitation.organisationId, organisationId),
          eq(invitation.status, "pending"),
        ),
      )
      .returning();
    if (ended.length === 0) throw new Refusal("notFound");
    await record(transaction, viewer, organisationId, "cancel_invitation", { invitationId });
  });
}

/** An invitation that waits for the viewer. @throws Refusal notFound, also for one to another mailbox */
export async function invitationFor(services: Services, viewer: Viewer, invitationId: string) {
  const [row] = await services.database
    .select({ organisation: organisation.name, inviter: user.email, role: invitation.role })
    .from(invitation)
    .innerJoin(organisation, eq(organisation.id, invitation.organisationId))
    .innerJoin(user, eq(user.id, invitation.inviterId))
    .where(waiting(services, viewer, invitationId));
  if (!row) throw new Refusal("notFound");
  return { ...row, role: row.role ?? "reader" };
}

/**
 * Takes the viewer into the organisation, for which their sign-in acts from now on, or
 * declines. Members who were taken in meanwhile keep the role that they have.
 *
 * @throws Refusal notFound for an invitation that does not wait for the viewer
 */
export async function answerInvitation(
  services: Services,
  viewer: Viewer,
  invitationId: string,
  answer: "accept" | "decline",
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const accepts = answer === "accept";
    const [answered] = await transaction
      .update(invitation)
      .set({ status: accepts ? "accepted" : "rejected" })
      .where(waiting(services, viewer, invitationId))
      .returning();
    if (!answered) throw new Refusal("notFound");
    const { organisationId } = answered;
    if (accepts) {
      await transaction
        .insert(member)
        .values({ organisationId, userId: viewer.userId, role: answered.role ?? "reader" })
        .onConflictDoNothing();
      await transaction
        .update(session)
        .set({ activeOrganisationId: organisationId })
        .where(eq(session.userId, viewer.userId));
    }
    await record(transaction, viewer, organisationId, `${answer}_invitation`, { invitationId });
  });
}

const waiting = (services: Services, viewer: Viewer, invitationId: string) =>
  and(
    eq(invitation.id, idOf(invitationId)),
    eq(invitation.email, keyOfAddress(viewer.email)),
    eq(invitation.status, "pending"),
    gt(invitation.expiresAt, services.now()),
  );

function idOf(given: string): string {
  const parsed = z.uuid().safeParse(given);
  if (!parsed.success) throw new Refusal("notFound");
  return parsed.data;
}
