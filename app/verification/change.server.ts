import { eq } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
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
  const [row] = await transaction
    .select()
    .from(organisationVerification)
    .where(eq(organisationVerification.organisationId, organisationId))
    .for("update");
  if (!row) throw new Refusal("notFound");
  return { organisation: found, verification: row };
}

export interface VerificationStep {
  action: VerificationAction;
  /** Null when a record or an import takes the step. */
  viewer: Viewer | null;
  /** What the person had read: a step on what changed since is refused. */
  version?: number;
  changes?: Partial<typeof organisationVerification.$inferInsert>;
  detail?: Record<string, unknown>;
}

/**
 * Takes one step of a verification: checks that it is possible, writes the row,
 * the organisation's flag and the audit entry, and has the index and open pages
 * follow. The only place that sets `organisation.verified`. Whose step it is
 * was checked by the caller.
 *
 * @throws Refusal illegalStep, or conflict when it changed since it was read
 */
export async function takeVerificationStep(
  transaction: Transaction,
  found: Verification,
  { action, viewer, version, changes, detail }: VerificationStep,
): Promise<Verification> {
  if (version !== undefined && version !== found.version) throw new Refusal("conflict");
  if (!verificationMachine.can(found.state, action)) throw new Refusal("illegalStep");
  const state = verificationMachine.next(found.state, action);
  const { organisationId } = found;
  const [row] = await transaction
    .update(organisationVerification)
    .set({ ...changes, state, version: found.version + 1, updatedAt: new Date() })
    .where(eq(organisationVerification.organisationId, organisationId))
    .returning();
  if (!row) throw new Refusal("notFound");
  await transaction
    .update(organisation)
    .set({ verified: state === "verified" })
    .where(eq(organisation.id, organisationId));
  await audit(transaction, {
    actorId: viewer?.userId ?? null,
    organisationId,
    subjectKind: "organisation",
    subjectId: organisationId,
    action: `verification_${action}`,
    detail: { from: found.state, to: state, ...detail },
  });
  await sendJob(transaction, "organisation.index", { organisationId });
  await announceVerification(transaction, organisationId);
  return row;
}

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
): Promise<void> {
  const { verification } = await lockVerification(transaction, organisationId);
  if (verification.state === "verified")
    await takeVerificationStep(transaction, verification, {
      action: "lapse",
      viewer,
      detail: { name },
    });
  else if (verification.state === "submitted") {
    await transaction
      .update(organisationVerification)
      .set({ name, version: verification.version + 1, updatedAt: new Date() })
      .where(eq(organisationVerification.organisationId, organisationId));
    await announceVerification(transaction, organisationId);
  }
}
