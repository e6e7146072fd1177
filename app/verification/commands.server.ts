import { and, eq, ne } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import { notifyMembers, notifyOrganizers } from "#app/notifications/notify.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { takeStep } from "#app/kernel/steps.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { organisationVerification, verificationDocument } from "#db/schema/index.ts";
import { lockVerification, verificationLife } from "./change.server.ts";
import { isEntitledToVerificationStep, maySeeVerification } from "./policy.ts";
import type { Decision, Submission } from "./schema.ts";
import { verificationNews } from "./news.ts";

/**
 * Hands in the code of the organisation the viewer acts for, to be verified; a
 * verified one is not until an organizer has looked at the new code.
 *
 * @throws Refusal forbidden for others than its owners, codeTaken, noDocument,
 *   conflict when it changed since it was read, or illegalStep
 */
export async function submitVerification(
  services: Services,
  viewer: Viewer,
  { version, ...given }: Submission,
): Promise<void> {
  const organisationId = ownedBy(viewer);
  await inTransaction(services.database, async (transaction) => {
    const { organisation, verification } = await lockVerification(transaction, organisationId);
    await requireFreeCode(transaction, organisationId, given.country, given.code);
    const documents = await transaction.$count(
      verificationDocument,
      eq(verificationDocument.organisationId, organisationId),
    );
    if (documents === 0) throw new Refusal("noDocument");
    const now = services.now();
    const taken = await takeStep(transaction, verificationLife, verification, {
      action: verification.state === "verified" ? "renew" : "submit",
      viewer,
      version,
      now,
      changes: {
        ...given,
        name: organisation.name,
        reason: "",
        demonstration: false,
        submittedById: viewer.userId,
        submittedAt: now,
        decidedById: null,
        decidedAt: null,
      },
      detail: { country: given.country, code: given.code },
    });
    await notifyOrganizers(transaction, {
      kind: verificationNews.submitted,
      occasion: `verification_submitted:${organisationId}:${taken.version}`,
      payload: { organisationId, organisationName: organisation.name },
    });
  });
}

/**
 * Takes back what was handed in, to be handed in anew.
 *
 * @throws Refusal forbidden, conflict or illegalStep
 */
export async function recallVerification(
  services: Services,
  viewer: Viewer,
  version: number,
): Promise<void> {
  const organisationId = ownedBy(viewer);
  await inTransaction(services.database, async (transaction) => {
    const { verification } = await lockVerification(transaction, organisationId);
    await takeStep(transaction, verificationLife, verification, {
      action: "recall",
      viewer,
      version,
      now: services.now(),
    });
  });
}

/**
 * An organizer verifies, returns with a reason, or revokes with a reason; the
 * organisation's people are told.
 *
 * @throws Refusal notFound for those who may not know of it, forbidden for the
 *   organisation's own owners, codeTaken, conflict or illegalStep
 */
export async function decideVerification(
  services: Services,
  viewer: Viewer,
  organisationId: string,
  decision: Decision,
): Promise<void> {
  if (!maySeeVerification(viewer, organisationId)) throw new Refusal("notFound");
  if (!isEntitledToVerificationStep(viewer, organisationId, decision.step))
    throw new Refusal("forbidden");
  const reason = "reason" in decision ? decision.reason : "";
  await inTransaction(services.database, async (transaction) => {
    const { organisation, verification } = await lockVerification(transaction, organisationId);
    const now = services.now();
    if (decision.step === "verify")
      await requireFreeCode(transaction, organisationId, verification.country, verification.code);
    const taken = await takeStep(transaction, verificationLife, verification, {
      action: decision.step,
      viewer,
      version: decision.version,
      now,
      changes: { reason, decidedById: viewer.userId, decidedAt: now },
      detail: reason === "" ? {} : { reason },
    });
    await notifyMembers(transaction, organisationId, {
      kind: verificationNews.decided,
      occasion: `verification_decided:${organisationId}:${taken.version}`,
      payload: {
        organisationId,
        organisationName: organisation.name,
        state:
          decision.step === "verify"
            ? "verified"
            : taken.state === "revoked"
              ? "revoked"
              : "returned",
        reason,
      },
    });
  });
}

/** A code belongs to one verified organisation; two that are verified at once are told apart by the index. */
async function requireFreeCode(
  transaction: Transaction,
  organisationId: string,
  country: Submission["country"],
  code: string,
): Promise<void> {
  /** Verifications with the same code wait for each other, so that the second sees the first. */
  await transaction.$client.query("SELECT pg_advisory_xact_lock(7114020, hashtext($1))", [
    `${country}/${code}`,
  ]);
  const taken = await transaction.$count(
    organisationVerification,
    and(
      eq(organisationVerification.country, country),
      eq(organisationVerification.code, code),
      eq(organisationVerification.state, "verified"),
      ne(organisationVerification.organisationId, organisationId),
    ),
  );
  if (taken > 0) throw new Refusal("codeTaken");
}

function ownedBy(viewer: Viewer): string {
  if (viewer.active?.role !== "owner") throw new Refusal("forbidden");
  return viewer.active.organisationId;
}
