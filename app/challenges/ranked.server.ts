import { and, eq } from "drizzle-orm";
import type { Viewer } from "#app/kernel/viewer.ts";
import { readerOf } from "#app/kernel/reader.ts";
import type { Transaction } from "#db/connection.ts";
import { identify } from "#db/row-security.ts";
import { proposal, proposalReview, proposalSubmission } from "#db/schema/index.ts";
import { rankProposals, type Ranked } from "./ranking.ts";
import type { Challenge } from "./row.ts";

export type RankedProposal = Ranked & { label: string; price: string };

/** The proposals of a challenge whose seals were opened, by rank. */
export async function rankedProposals(
  transaction: Transaction,
  viewer: Viewer,
  found: Challenge,
): Promise<RankedProposal[]> {
  await identify(transaction, readerOf(viewer));
  const submissions = await transaction
    .select({
      proposalId: proposalSubmission.proposalId,
      price: proposalSubmission.price,
      submittedAt: proposalSubmission.submittedAt,
      label: proposal.label,
    })
    .from(proposalSubmission)
    .innerJoin(proposal, eq(proposal.id, proposalSubmission.proposalId))
    .where(eq(proposalSubmission.challengeId, found.id));
  const reviews = await transaction
    .select({ proposalId: proposalReview.proposalId, scores: proposalReview.scores })
    .from(proposalReview)
    .where(and(eq(proposalReview.challengeId, found.id), eq(proposalReview.state, "submitted")));
  const scored = submissions.map((submission) => ({
    ...submission,
    reviews: reviews
      .filter(({ proposalId }) => proposalId === submission.proposalId)
      .map(({ scores }) => scores),
  }));
  return rankProposals(found.terms.criteria, scored).map((ranked) => {
    const submission = submissions.find(({ proposalId }) => proposalId === ranked.proposalId);
    return { ...ranked, label: submission?.label ?? "", price: submission?.price ?? "0" };
  });
}
