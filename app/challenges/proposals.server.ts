import { createHash } from "node:crypto";
import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { discardFile } from "#app/files/removal.server.ts";
import { audit } from "#app/kernel/audit.server.ts";
import { checkStep, takeStep, type Life } from "#app/kernel/steps.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { readerOf } from "#app/kernel/reader.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { identify } from "#db/row-security.ts";
import { newId } from "#db/schema/columns.ts";
import {
  challenge,
  organisation,
  post,
  proposal,
  proposalDraft,
  proposalFile,
  proposalReceipt,
  proposalSubmission,
} from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import {
  sealedText,
  submissionProposalSchema,
  type BlindContent,
  type ProposalContent,
} from "./content.ts";
import { proposalMachine, type ProposalAction } from "./lifecycle.ts";
import { mayKeepProposal, maySeeChallenge } from "./policy.ts";
import { readChallenge, type Challenge } from "./row.ts";

type ProposalRow = typeof proposal.$inferSelect;

interface Work {
  found: Challenge;
  /** By the database's clock, when the challenge was locked. */
  now: Date;
  passed: boolean;
  organisationId: string;
  own: ProposalRow | null;
}

/**
 * Runs work on the proposal of the organisation the viewer acts for. The
 * challenge cannot be closed meanwhile, and whether its deadline has come is
 * read from the database's clock while that is so: what is handed in before it
 * is in, what comes after it is not.
 */
function onOwnProposal<T>(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  work: (transaction: Transaction, at: Work) => Promise<T>,
): Promise<T> {
  return inTransaction(services.database, async (transaction) => {
    await identify(transaction, readerOf(viewer));
    const [row] = await transaction
      .select()
      .from(challenge)
      .where(eq(challenge.id, challengeId))
      .for("share");
    const found = row && readChallenge(row);
    if (!found || !maySeeChallenge(viewer, found)) throw new Refusal("notFound");
    const organisationId = viewer.active?.organisationId;
    if (!organisationId || !mayKeepProposal(viewer, found)) throw new Refusal("forbidden");
    const [own] = await proposalLife.lock(
      transaction,
      and(eq(proposal.challengeId, challengeId), eq(proposal.organisationId, organisationId)),
    );
    const [clock] = await transaction
      .select({
        now: sql`clock_timestamp()`.mapWith(challenge.createdAt),
        passed: sql<boolean>`${challenge.deadline} <= clock_timestamp()`,
      })
      .from(challenge)
      .where(eq(challenge.id, challengeId));
    if (!clock) throw new Refusal("notFound");
    return work(transaction, {
      found,
      now: clock.now,
      passed: clock.passed || found.state !== "published",
      organisationId,
      own: own ?? null,
    });
  });
}

/**
 * Keeps the working copy of a proposal, also after the deadline: nothing typed is
 * lost. `version` is the one the person started from, null for a first save.
 *
 * @returns the version after it
 * @throws Refusal conflict when a colleague saved since, forbidden or notFound
 */
export function saveProposal(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  content: ProposalContent,
  version: number | null,
): Promise<number> {
  return onOwnProposal(services, viewer, challengeId, async (transaction, at) => {
    const { own, organisationId } = at;
    if (!own) {
      const [made] = await transaction
        .insert(proposal)
        .values({ id: newId(), challengeId, organisationId, authorId: viewer.userId })
        .onConflictDoNothing()
        .returning();
      if (!made) throw new Refusal("conflict");
      await transaction.insert(proposalDraft).values({ proposalId: made.id, content });
      await audit(transaction, { actorId: viewer.userId, ...factOf(made, "create") });
      return made.version;
    }
    if (version !== own.version) throw new Refusal("conflict");
    await transaction
      .update(proposalDraft)
      .set({ content, updatedAt: sql`now()` })
      .where(eq(proposalDraft.proposalId, own.id));
    await transaction
      .update(proposal)
      .set({ version: own.version + 1, updatedAt: sql`now()` })
      .where(eq(proposal.id, own.id));
    return own.version + 1;
  });
}

/**
 * Hands in the saved working copy, in place of what was handed in before.
 *
 * @returns the receipt: when, and the SHA-256 of all that was handed in
 * @throws Refusal deadlinePassed, incomplete, or conflict
 */
export async function submitProposal(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  version: number,
): Promise<{ sha256: string; submittedAt: Date }> {
  return onOwnProposal(services, viewer, challengeId, async (transaction, at) => {
    const own = requireOwn(at, version);
    if (at.passed) throw new Refusal("deadlinePassed");
    const request = { action: "submit", viewer, version, now: at.now } as const;
    checkStep(proposalLife, own, request);
    const content = await completeDraft(transaction, at, own.id);
    const files = await transaction
      .select({ id: proposalFile.id, sha256: proposalFile.sha256 })
      .from(proposalFile)
      .where(and(eq(proposalFile.proposalId, own.id), isNull(proposalFile.removedAt)))
      .orderBy(asc(proposalFile.id));
    const { people, resultId, price } = content;
    const blind: BlindContent = {
      approach: content.approach,
      plan: content.plan.slice(0, at.found.terms.milestones.length),
      team: content.team,
      earlier: content.earlier,
    };
    const sha256 = createHash("sha256")
      .update(
        sealedText({
          content: blind,
          price,
          people,
          resultId,
          files: files.map((file) => file.sha256),
        }),
      )
      .digest("hex");
    const handed = {
      content: blind,
      price,
      files: files.map(({ id }) => id),
      submittedAt: at.now,
    };
    await transaction
      .insert(proposalSubmission)
      .values({ proposalId: own.id, challengeId, ...handed })
      .onConflictDoUpdate({ target: proposalSubmission.proposalId, set: handed });
    await transaction
      .insert(proposalReceipt)
      .values({ proposalId: own.id, sha256, submittedAt: at.now });
    await takeStep(transaction, proposalLife, own, {
      ...request,
      changes: { people, resultId },
      detail: { sha256 },
    });
    await dropRemovedFiles(transaction, own.id);
    await announceCount(transaction, at.found, own.organisationId);
    return { sha256, submittedAt: at.now };
  });
}

/**
 * Takes back what was handed in; the working copy stays.
 *
 * @throws Refusal deadlinePassed, illegalStep or conflict
 */
export async function withdrawProposal(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  version: number,
): Promise<void> {
  await onOwnProposal(services, viewer, challengeId, async (transaction, at) => {
    const own = requireOwn(at, version);
    if (at.passed) throw new Refusal("deadlinePassed");
    await takeStep(transaction, proposalLife, own, {
      action: "withdraw",
      viewer,
      version,
      now: at.now,
      changes: { people: "", resultId: null },
    });
    await transaction.delete(proposalSubmission).where(eq(proposalSubmission.proposalId, own.id));
    await announceCount(transaction, at.found, own.organisationId);
    await dropRemovedFiles(transaction, own.id);
  });
}

function requireOwn({ own }: Work, version: number): ProposalRow {
  if (!own) throw new Refusal("notFound");
  if (own.version !== version) throw new Refusal("conflict");
  return own;
}

/** The working copy, complete, with a price. */
async function completeDraft(
  transaction: Transaction,
  { found, organisationId }: Work,
  proposalId: string,
): Promise<ProposalContent & { price: string }> {
  const [draft] = await transaction
    .select()
    .from(proposalDraft)
    .where(eq(proposalDraft.proposalId, proposalId));
  const schema = submissionProposalSchema(
    found.terms.milestones.length,
    await namesOf(transaction, organisationId),
  );
  const parsed = schema.safeParse(draft?.content);
  if (!parsed.success || parsed.data.price === null) throw new Refusal("incomplete");
  const { resultId } = parsed.data;
  if (resultId !== null) {
    const published = await transaction.$count(
      post,
      and(
        eq(post.id, resultId),
        eq(post.organisationId, organisationId),
        eq(post.kind, "result"),
        eq(post.publication, "published"),
      ),
    );
    if (published === 0) throw new Refusal("incomplete");
  }
  return { ...parsed.data, price: parsed.data.price };
}

/** What would tell reviewers whose proposal it is. */
export async function namesOf(
  transaction: Pick<Transaction, "select">,
  organisationId: string,
): Promise<string[]> {
  const [row] = await transaction
    .select({ name: organisation.name, nameEn: organisation.nameEn })
    .from(organisation)
    .where(eq(organisation.id, organisationId));
  return row ? [row.name, row.nameEn] : [];
}

/** Forgets files that are neither on the working copy nor handed in; answers their keys. */
async function dropRemovedFiles(transaction: Transaction, proposalId: string): Promise<void> {
  const rows = await transaction
    .delete(proposalFile)
    .where(and(eq(proposalFile.proposalId, proposalId), isNotNull(proposalFile.removedAt)))
    .returning({ key: proposalFile.storageKey });
  for (const { key } of rows) await discardFile(transaction, key);
}

/** The life of a proposal; every step is possible until the deadline only, which the command asks. */
const proposalLife: Life<ProposalRow, ProposalAction, Partial<typeof proposal.$inferInsert>> = {
  lock: (transaction, where) => transaction.select().from(proposal).where(where).for("update"),
  can: ({ state }, action) => proposalMachine.can(state, action),
  next: ({ state }, action) => ({ state: proposalMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  write: (transaction, { id, version }, changes, now) =>
    transaction
      .update(proposal)
      .set({ ...changes, version: version + 1, updatedAt: now })
      .where(eq(proposal.id, id))
      .returning(),
  fact: (changed, _before, { action }) => factOf(changed, action),
};

const factOf = (
  { id, organisationId }: Pick<ProposalRow, "id" | "organisationId">,
  action: string,
) => ({
  organisationId,
  subjectKind: "proposal" as const,
  subjectId: id,
  action,
});

/** Tells those who may know how many proposals there are, and the bidder's own pages. */
const announceCount = (transaction: Transaction, found: Challenge, bidderId: string) =>
  announce(
    transaction,
    realtime(
      "challenge.changed",
      [`organisation:${found.organisationId}`, `organisation:${bidderId}`, "organizers"],
      { challengeId: found.id },
    ),
  );
