import { tickChallenges } from "#app/challenges/clock.server.ts";
import { viewEvaluation } from "#app/challenges/evaluation.server.ts";
import { declareInterest, submitReview } from "#app/challenges/experts.server.ts";
import { objectToOutcome } from "#app/challenges/objections.server.ts";
import { announceOutcome, assignExpert, conclude } from "#app/challenges/organizer.server.ts";
import { createChallenge, decide, saveTerms, submitTerms } from "#app/challenges/owner.server.ts";
import {
  challengeRow,
  completeProposal,
  completeTerms,
  deadlineIn,
  handIn,
  openChallenge,
  publishedNeed,
} from "#tests/support/challenges.ts";
import { place, type FormPlace, type FormStateContext } from "./context.ts";

/** A challenge of the enterprise in each state that has a form; the editor is the expert. */
export async function challengePlaces(context: FormStateContext): Promise<FormPlace[]> {
  const { services, enterprise, university, institute, editor, organizer } = context;
  const versionOf = async (id: string) => (await challengeRow(services, id)).version;

  async function draft(): Promise<string> {
    const needId = await publishedNeed(services, enterprise, organizer);
    const { id, version } = await createChallenge(services, enterprise, needId);
    await saveTerms(services, enterprise, id, completeTerms(), version);
    return id;
  }

  async function submitted(): Promise<string> {
    const id = await draft();
    await submitTerms(services, enterprise, id, await versionOf(id));
    return id;
  }

  /** Both bid, and the expert is asked for a review of each; of the first there is no conflict. */
  async function inEvaluation() {
    const id = await openChallenge(services, enterprise, organizer);
    const proposalIds = [
      await handIn(services, university, id, completeProposal("甲")),
      await handIn(services, institute, id, completeProposal("乙")),
    ];
    await deadlineIn(services, id, -1);
    await tickChallenges(services);
    const version = await versionOf(id);
    const asked = { expertId: editor.userId, proposalIds, version };
    await assignExpert(services, organizer, id, asked);
    const { reviews } = await viewEvaluation(services, organizer, id);
    return { id, reviewIds: reviews.map((review) => review.id) };
  }

  const declare = (reviewId: string) =>
    declareInterest(services, editor, { reviewId, version: 1, conflictReason: null });

  async function reviewed(): Promise<string> {
    const { id, reviewIds } = await inEvaluation();
    for (const reviewId of reviewIds) {
      await declare(reviewId);
      await submitReview(services, editor, {
        reviewId,
        version: 2,
        scores: ["80", "70"],
        comment: "路线清楚，指标可考核，风险可控。",
      });
    }
    await conclude(services, organizer, id, await versionOf(id));
    return id;
  }

  async function outcome(): Promise<string> {
    const id = await reviewed();
    const reasons = "各方案均未达到指标要求，本次不立项。";
    const version = await versionOf(id);
    await decide(services, enterprise, id, { winnerId: null, reasons, version });
    await announceOutcome(services, organizer, id, await versionOf(id));
    return id;
  }

  const [draftId, submittedId] = [await draft(), await submitted()];
  const openId = await openChallenge(services, enterprise, organizer);
  const evaluated = await inEvaluation();
  await declare(evaluated.reviewIds[0] ?? "");
  const decidableId = await reviewed();
  const outcomeId = await outcome();
  await objectToOutcome(services, university, outcomeId, "评审意见与方案内容不符，请求复核。");
  const pattern = "/challenges/:challengeId";
  const at = (id: string, page = "") => `/challenges/${id}${page}`;
  return [
    place(`${pattern}/edit`, at(draftId, "/edit"), "enterprise", "save submit"),
    place(pattern, at(submittedId), "organizer", "approve", "return"),
    place(pattern, at(openId), "enterprise", "withdraw"),
    place(`${pattern}/proposal`, at(openId, "/proposal"), "university", "save submit"),
    place(`${pattern}/evaluation`, at(evaluated.id, "/evaluation?q=broker"), "organizer", "assign"),
    place(`${pattern}/review`, at(evaluated.id, "/review"), "editor", "save submit", "conflict"),
    place(`${pattern}/decision`, at(decidableId, "/decision"), "enterprise", "decide"),
    place(`${pattern}/outcome`, at(outcomeId, "/outcome"), "institute", "object"),
    place(`${pattern}/outcome`, at(outcomeId, "/outcome"), "organizer", "answer"),
  ];
}
