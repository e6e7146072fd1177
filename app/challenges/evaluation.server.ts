import { and, asc, eq, ilike, inArray, or } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import { publishedTitle } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { isOrganizer, type Viewer } from "#app/kernel/viewer.ts";
import { readerOf } from "#app/kernel/reader.ts";
import type { ReviewState } from "#app/codes/states.ts";
import { inTransaction } from "#db/connection.ts";
import { asReader } from "#db/row-security.ts";
import {
  organisation,
  post,
  proposal,
  proposalFile,
  proposalReview,
  proposalSubmission,
  user,
} from "#db/schema/index.ts";
import { blindSchema, type BlindContent } from "./content.ts";
import { neutralName, type ProposalFileLine } from "./files.server.ts";
import { mayReadForReview, mayReadProposals } from "./policy.ts";
import { findChallenge } from "./queries.server.ts";
import { rankedProposals, type RankedProposal } from "./ranked.server.ts";
import { weightedScore } from "./ranking.ts";
import type { Challenge } from "./row.ts";

/** A proposal as somebody else than its own organisation reads it. */
export interface OpenedProposal {
  id: string;
  label: string;
  content: BlindContent;
  price: string;
  files: ProposalFileLine[];
  /** Null while the reader may not know whose it is. */
  behind: {
    organisationId: string;
    organisationName: string;
    people: string;
    result: { id: string; title: string } | null;
  } | null;
}

/** The proposals of a challenge that row-level security opens to the viewer, by label. */
export async function openedProposals(
  services: Services,
  viewer: Viewer,
  challengeId: string,
): Promise<OpenedProposal[]> {
  const rows = await asReader(services.database, readerOf(viewer), async (transaction) => {
    const submissions = await transaction
      .select({ submission: proposalSubmission, proposal, organisation, result: post })
      .from(proposalSubmission)
      .leftJoin(proposal, eq(proposal.id, proposalSubmission.proposalId))
      .leftJoin(organisation, eq(organisation.id, proposal.organisationId))
      .leftJoin(post, eq(post.id, proposal.resultId))
      .where(eq(proposalSubmission.challengeId, challengeId));
    const ids = submissions.map(({ submission }) => submission.proposalId);
    const files = await transaction
      .select()
      .from(proposalFile)
      .where(inArray(proposalFile.proposalId, ids));
    return submissions.map((row) => ({
      ...row,
      files: row.submission.files.flatMap((id) => files.filter((file) => file.id === id)),
    }));
  });
  const labels = await labelsOf(services, challengeId);
  return rows
    .map(({ submission, proposal: known, organisation: behind, result, files }) => {
      const label = labels.get(submission.proposalId) ?? "";
      return {
        id: submission.proposalId,
        label,
        content: blindSchema.parse(submission.content),
        price: submission.price,
        files: files.map(({ id, name, size }, index) => ({
          id,
          name: known ? name : neutralName(label, index, name),
          size,
        })),
        behind:
          known && behind
            ? {
                organisationId: behind.id,
                organisationName: behind.name,
                people: known.people,
                result: result ? { id: result.id, title: publishedTitle(result) } : null,
              }
            : null,
      };
    })
    .sort((a, b) => (a.label.padStart(4) < b.label.padStart(4) ? -1 : 1));
}

/** The labels of the proposals in evaluation; they tell nothing of whose they are. */
async function labelsOf(services: Services, challengeId: string): Promise<Map<string, string>> {
  const rows = await services.database
    .select({ id: proposal.id, label: proposal.label })
    .from(proposal)
    .where(and(eq(proposal.challengeId, challengeId), eq(proposal.state, "submitted")));
  return new Map(rows.map(({ id, label }) => [id, label ?? ""]));
}

export interface ReviewLine {
  id: string;
  proposalId: string;
  expertName: string;
  state: ReviewState;
  conflictReason: string;
  /** Weighted; null until it is submitted. */
  total: string | null;
  scores: string[];
  comment: string;
}

export interface Evaluation {
  proposals: OpenedProposal[];
  reviews: ReviewLine[];
  /** Only when all reviews are in and the evaluation is over. */
  ranking: RankedProposal[] | null;
}

/**
 * What organizers see of an evaluation, and the owner once it is over: before
 * that the owner reads the proposals, but no expert's name and no score.
 *
 * @throws Refusal notFound or forbidden for everyone else
 */
export async function viewEvaluation(
  services: Services,
  viewer: Viewer,
  challengeId: string,
): Promise<Evaluation> {
  const { found } = await findChallenge(services, viewer, challengeId);
  if (!mayReadProposals(viewer, found)) throw new Refusal("forbidden");
  const over = found.namesAt !== null && found.state !== "evaluation";
  const [proposals, reviews, ranking] = await Promise.all([
    openedProposals(services, viewer, challengeId),
    isOrganizer(viewer) || over ? reviewsOf(services, found) : [],
    over
      ? inTransaction(services.database, (transaction) =>
          rankedProposals(transaction, viewer, found),
        )
      : null,
  ]);
  return { proposals, reviews, ranking };
}

async function reviewsOf(services: Services, found: Challenge): Promise<ReviewLine[]> {
  const rows = await services.database
    .select({ review: proposalReview, expertName: user.name })
    .from(proposalReview)
    .innerJoin(user, eq(user.id, proposalReview.expertId))
    .where(eq(proposalReview.challengeId, found.id))
    .orderBy(asc(proposalReview.id));
  return rows.map(({ review, expertName }) => {
    const submitted = review.state === "submitted";
    return {
      id: review.id,
      proposalId: review.proposalId,
      expertName,
      state: review.state,
      conflictReason: review.conflictReason,
      total: submitted ? weightedScore(found.terms.criteria, review.scores).toFixed(2) : null,
      scores: submitted ? review.scores : [],
      comment: submitted ? review.comment : "",
    };
  });
}

export interface ReviewTask {
  id: string;
  label: string;
  state: ReviewState;
  version: number;
  scores: string[];
  comment: string;
  conflictReason: string;
  /** Null before a declaration, and after a conflict. */
  proposal: OpenedProposal | null;
}

/**
 * The viewer's own reviews of a challenge. A proposal is there once its expert has
 * declared that no conflict stands, and never says whose it is.
 *
 * @throws Refusal notFound for those who are not asked
 */
export async function reviewTasks(
  services: Services,
  viewer: Viewer,
  challengeId: string,
): Promise<{ found: Challenge; tasks: ReviewTask[] }> {
  const { found } = await findChallenge(services, viewer, challengeId);
  const rows = await services.database
    .select()
    .from(proposalReview)
    .where(
      and(eq(proposalReview.challengeId, challengeId), eq(proposalReview.expertId, viewer.userId)),
    )
    .orderBy(asc(proposalReview.id));
  if (rows.length === 0) throw new Refusal("notFound");
  /** An organizer may be an expert too: as one they read by their reviews alone. */
  const asExpert = { ...viewer, platformRole: "member" as const };
  const opened = await openedProposals(services, asExpert, challengeId);
  const labels = await labelsOf(services, challengeId);
  const tasks = rows.map((row): ReviewTask => {
    const state = row.state;
    const proposal = opened.find(({ id }) => id === row.proposalId);
    return {
      id: row.id,
      label: labels.get(row.proposalId) ?? "",
      state,
      version: row.version,
      scores: row.scores,
      comment: row.comment,
      conflictReason: row.conflictReason,
      proposal: proposal && mayReadForReview(state) ? { ...proposal, behind: null } : null,
    };
  });
  return { found, tasks: tasks.sort((a, b) => (a.label < b.label ? -1 : 1)) };
}

export interface PersonLine {
  id: string;
  name: string;
  email: string;
}

/**
 * Registered people by a part of their name or by their mail address, for an
 * organizer who looks for experts.
 */
export async function findExperts(
  services: Services,
  viewer: Viewer,
  sought: string,
): Promise<PersonLine[]> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  const words = sought.trim();
  if (words === "") return [];
  const like = `%${words.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return services.database
    .select({ id: user.id, name: user.name, email: user.email })
    .from(user)
    .where(and(eq(user.emailVerified, true), or(ilike(user.name, like), ilike(user.email, like))))
    .orderBy(asc(user.name), asc(user.id))
    .limit(10);
}
