import { eq } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import { lockRow, takeStep, type Life } from "#app/kernel/steps.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { VerificationState } from "#app/codes/states.ts";
import type { Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { announce } from "#db/listener.ts";
import { organisation, organisationVerification } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import { verificationMachine, type VerificationAction } from "./stages.ts";

export type Verification = typeof organisationVerification.$inferSelect;

/**
 * An organisation and its verification, both locked until the transaction
 * ends. An organisation that never asked gets its row here.
 *
 * @throws Refusal notFound
 */
export async function lockVerification(transaction: Transaction, organisationId: string) {
  const [found] = await transaction
    .select()
    .from(organisation)
    .where(eq(organisation.id, organisationId))
    .for("update");
  if (!found) throw new Refusal("notFound");
  const state: VerificationState = found.verified ? "verified" : "none";
  await transaction
    .insert(organisationVerification)
    .values({ organisationId, state, name: found.name, version: 0 })
    .onConflictDoNothing();
  const verification = await lockRow(
    transaction,
    verificationLife,
    eq(organisationVerification.organisationId, organisationId),
  );
  return { organisation: found, verification };
}

/**
 * The life of a verification. It alone sets `organisation.verified`; whose step it is asks
 * the command.
 */
export const verificationLife: Life<
  Verification,
  VerificationAction,
  Partial<typeof organisationVerification.$inferInsert>
> = {
  lock: (transaction, where) =>
    transaction.select().from(organisationVerification).where(where).for("update"),
  can: ({ state }, action) => verificationMachine.can(state, action),
  next: ({ state }, action) => ({ state: verificationMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  write: (transaction, { organisationId, version }, changes, now) =>
    transaction
      .update(organisationVerification)
      .set({ ...changes, version: version + 1, updatedAt: now })
      .where(eq(organisationVerification.organisationId, organisationId))
      .returning(),
  fact: ({ organisationId, state }, before, { action }) => ({
    organisationId,
    subjectKind: "organisation",
    subjectId: organisationId,
    action: `verification_${action}`,
    detail: { from: before.state, to: state },
  }),
  follow: async (transaction, { organisationId, state }) => {
    await transaction
      .update(organisation)
      .set({ verified: state === "verified" })
      .where(eq(organisation.id, organisationId));
    await sendJob(transaction, "organisation.index", { organisationId });
    await announceVerification(transaction, organisationId);
  },
};

/** Tells open pages of the organisation and of organizers that its verification moved. */
export const announceVerification = (
  transaction: Transaction,
  organisationId: string,
): Promise<void> =>
  announce(
    transaction,
    realtime("verification.changed", [`organisation:${organisationId}`, "organizers"], {
      organisationId,
    }),
  );

/**
 * Has the verification follow a change of the profile: with a new name or kind a
 * verified organisation must be verified anew, and what an organizer is reading
 * now is not what was handed in.
 */
export async function followProfile(
  transaction: Transaction,
  viewer: Viewer,
  organisationId: string,
  name: string,
  now: Date,
): Promise<void> {
  const { verification } = await lockVerification(transaction, organisationId);
  if (verification.state === "verified")
    await takeStep(transaction, verificationLife, verification, {
      action: "lapse",
      viewer,
      now,
      detail: { name },
    });
  else if (verification.state === "submitted") {
    await transaction
      .update(organisationVerification)
      .set({ name, version: verification.version + 1, updatedAt: now })
      .where(eq(organisationVerification.organisationId, organisationId));
    await announceVerification(transaction, organisationId);
  }
}
