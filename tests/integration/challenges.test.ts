import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tickChallenges } from "#app/challenges/clock.server.ts";
import { reviewTasks, viewEvaluation } from "#app/challenges/evaluation.server.ts";
import { declareInterest, submitReview } from "#app/challenges/experts.server.ts";
import { answerObjection, objectToOutcome } from "#app/challenges/objections.server.ts";
import { announceOutcome, assignExpert, conclude } from "#app/challenges/organizer.server.ts";
import {
  createChallenge,
  decide,
  submitTerms,
  withdrawChallenge,
} from "#app/challenges/owner.server.ts";
import { submitProposal, withdrawProposal } from "#app/challenges/proposals.server.ts";
import { listChallenges, viewChallenge } from "#app/challenges/queries.server.ts";
import { expressInterest } from "#app/interests/commands.server.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { deal, interest } from "#db/schema/index.ts";
import {
  challengeRow,
  completeProposal,
  deadlineIn,
  handIn,
  openChallenge,
  publishedNeed,
} from "#tests/support/challenges.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let services: Services;
let owner: Viewer;
let organizer: Viewer;
let expert: Viewer;
let first: Viewer;
let second: Viewer;
beforeAll(async () => {
  market = await openMarket();
  services = market.services;
  owner = await createPerson(services);
  organizer = await createPerson(services, { platformRole: "organizer" });
  expert = await createPerson(services, { kind: "institute" });
  first = await createPerson(services, { kind: "university" });
  second = await createPerson(services, { kind: "university" });
});
afterAll(() => market.close());

const versionOf = async (id: string) => (await challengeRow(services, id)).version;
const stateOf = async (id: string) => (await challengeRow(services, id)).state;
const newsFor = async (viewer: Viewer, challengeId: string) =>
  (await listNotifications(services, viewer, { limit: 200 })).lines.flatMap((line) =>
    line.kind === "challenge_news" && line.payload.challengeId === challengeId
      ? [line.payload.news]
      : [],
  );
const assign = async (id: string, expertId: string, proposalIds: string[], version?: number) =>
  assignExpert(services, organizer, id, {
    expertId,
    proposalIds,
    version: version ?? (await versionOf(id)),
  });

/** In evaluation, with two proposals. */
async function inEvaluation(reviewsWanted = 1) {
  const id = await openChallenge(services, owner, organizer, { reviewsWanted });
  const a = await handIn(services, first, id, completeProposal("甲"));
  const b = await handIn(services, second, id, completeProposal("乙"));
  await deadlineIn(services, id, -1);
  await tickChallenges(services);
  return { id, a, b };
}

async function reviewed(scores: Record<string, string[]>, id: string) {
  await assign(id, expert.userId, Object.keys(scores));
  const { reviews } = await viewEvaluation(services, organizer, id);
  for (const { id: reviewId, proposalId } of reviews) {
    await declareInterest(services, expert, { reviewId, version: 1, conflictReason: null });
    await submitReview(services, expert, {
      reviewId,
      version: 2,
      scores: scores[proposalId] ?? [],
      comment: "路线清楚，指标可考核，风险可控。",
    });
  }
}

/** Decided and published; the first bidder is behind by score. */
async function published(choose: "first" | "second" | null) {
  const { id, a, b } = await inEvaluation();
  await reviewed({ [a]: ["70", "80"], [b]: ["90", "90"] }, id);
  await conclude(services, organizer, id, await versionOf(id));
  const winnerId = choose === null ? null : choose === "first" ? a : b;
  const reasons = "综合报价与中试条件作出选择。";
  await decide(services, owner, id, { winnerId, reasons, version: await versionOf(id) });
  await announceOutcome(services, organizer, id, await versionOf(id));
  return { id, a, b };
}

const later = (): Services => ({
  ...services,
  now: () => new Date(Date.now() + 8 * 86_400_000),
});

describe("a challenge before its deadline", () => {
  it("is made of a published need that others can see, once", async () => {
    const needId = await publishedNeed(services, owner, organizer);
    await createChallenge(services, owner, needId);
    await expect(createChallenge(services, owner, needId)).rejects.toMatchObject({
      code: "challengeExists",
    });
    await expect(createChallenge(services, first, needId)).rejects.toMatchObject({
      code: "forbidden",
    });
    const hidden = await publishedNeed(services, owner, organizer, { visibility: "anonymous" });
    await expect(createChallenge(services, owner, hidden)).rejects.toMatchObject({
      code: "needNotOpen",
    });
  });

  it("is not submitted incomplete, and seen by nobody else as a draft", async () => {
    const needId = await publishedNeed(services, owner, organizer);
    const { id, version } = await createChallenge(services, owner, needId);
    await expect(submitTerms(services, owner, id, version)).rejects.toMatchObject({
      code: "incomplete",
    });
    for (const viewer of [first, organizer])
      await expect(viewChallenge(services, viewer, id)).rejects.toMatchObject({ code: "notFound" });
  });

  it("is withdrawn with a public reason before the deadline and never after", async () => {
    const id = await openChallenge(services, owner, organizer);
    await handIn(services, first, id, completeProposal("甲"));
    await deadlineIn(services, id, -1);
    const withdraw = async () =>
      withdrawChallenge(services, owner, id, "企业战略调整，取消该项目。", await versionOf(id));
    await expect(withdraw()).rejects.toMatchObject({ code: "deadlinePassed" });
    await deadlineIn(services, id, 3_600);
    await withdraw();
    const seen = await viewChallenge(services, null, id);
    expect(seen).toMatchObject({
      state: "withdrawn",
      withdrawReason: "企业战略调整，取消该项目。",
    });
    expect(await newsFor(first, id)).toEqual(["withdrawn"]);
    await deadlineIn(services, id, -1);
    await tickChallenges(services);
    expect(await stateOf(id)).toBe("withdrawn");
    await expect(viewEvaluation(services, owner, id)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("ends without an award when no proposal is in force at the deadline", async () => {
    const id = await openChallenge(services, owner, organizer);
    await handIn(services, first, id, completeProposal("甲"));
    await withdrawProposal(services, first, id, 2);
    await deadlineIn(services, id, -1);
    await tickChallenges(services);
    expect(await stateOf(id)).toBe("failed");
    expect(await newsFor(owner, id)).toContain("lapsed");
  });

  it("takes one proposal of an organisation; the owner's own people write none", async () => {
    const id = await openChallenge(services, owner, organizer);
    await expect(handIn(services, owner, id, completeProposal("己"))).rejects.toMatchObject({
      code: "forbidden",
    });
    await handIn(services, first, id, completeProposal("甲"));
    await expect(handIn(services, first, id, completeProposal("又"))).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(submitProposal(services, first, id, 1)).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("the evaluation", () => {
  it("lets one of two organizers who assign at once win and tells the other", async () => {
    const { id, a, b } = await inEvaluation();
    const version = await versionOf(id);
    const other = await createPerson(services, { kind: "institute" });
    const answers = await Promise.allSettled([
      assign(id, expert.userId, [a, b], version),
      assign(id, other.userId, [a, b], version),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(answers).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: "conflict" }) }),
    );
  });

  it("takes no expert of the owner's or a bidder's organisation, nor one twice", async () => {
    const { id, a } = await inEvaluation();
    for (const { active } of [owner, first]) {
      const tied = await createPerson(services, { organisation: active ?? undefined });
      await expect(assign(id, tied.userId, [a])).rejects.toMatchObject({
        code: "conflictOfInterest",
      });
    }
    await assign(id, expert.userId, [a]);
    await expect(assign(id, expert.userId, [a])).rejects.toMatchObject({ code: "alreadyAssigned" });
  });

  it("shows an expert nothing before the declaration, no name after it, and keeps what was submitted", async () => {
    const { id, a } = await inEvaluation();
    await assign(id, expert.userId, [a]);
    const before = await reviewTasks(services, expert, id);
    expect(JSON.stringify(before.tasks)).not.toContain("路线甲");
    const reviewId = before.tasks[0]?.id ?? "";
    const review = { scores: ["80", "80"], comment: "路线清楚，指标可考核，风险可控。" };
    await expect(
      submitReview(services, expert, { reviewId, version: 1, ...review }),
    ).rejects.toMatchObject({ code: "illegalStep" });
    await declareInterest(services, expert, { reviewId, version: 1, conflictReason: null });
    const after = JSON.stringify((await reviewTasks(services, expert, id)).tasks);
    expect(after).toContain("路线甲");
    expect(after).not.toContain("人员甲");
    expect(after).not.toContain(first.active?.name);
    await submitReview(services, expert, { reviewId, version: 2, ...review });
    await expect(
      submitReview(services, expert, { reviewId, version: 3, ...review }),
    ).rejects.toMatchObject({ code: "illegalStep" });
    await expect(reviewTasks(services, first, id)).rejects.toMatchObject({ code: "notFound" });
  });

  it("is over only with enough reviews of each proposal; then the names are told", async () => {
    const { id, a, b } = await inEvaluation();
    const finish = async () => conclude(services, organizer, id, await versionOf(id));
    await expect(finish()).rejects.toMatchObject({ code: "reviewsMissing" });
    await reviewed({ [a]: ["70", "80"], [b]: ["90", "90"] }, id);
    const waiting = await viewEvaluation(services, owner, id);
    expect(waiting).toMatchObject({ reviews: [], ranking: null });
    expect(waiting.proposals.every(({ behind }) => behind === null)).toBe(true);
    await finish();
    const { ranking, proposals } = await viewEvaluation(services, owner, id);
    expect(ranking?.map(({ proposalId, mean }) => [proposalId, mean])).toEqual([
      [b, "90.00"],
      [a, "74.00"],
    ]);
    expect(proposals.find((one) => one.id === b)?.behind).toMatchObject({
      organisationName: second.active?.name,
      people: "人员乙",
    });
  });

  it("puts an expert with a conflict off the proposal and asks for another", async () => {
    const { id, a } = await inEvaluation();
    await assign(id, expert.userId, [a]);
    const { tasks } = await reviewTasks(services, expert, id);
    await declareInterest(services, expert, {
      reviewId: tasks[0]?.id ?? "",
      version: 1,
      conflictReason: "曾共同申请专利",
    });
    expect((await reviewTasks(services, expert, id)).tasks[0]).toMatchObject({
      state: "conflicted",
      proposal: null,
    });
    expect(await newsFor(organizer, id)).toContain("conflictDeclared");
  });
});

describe("the decision and its outcome", () => {
  it("is taken once, of two who decide at the same moment", async () => {
    const { id, a, b } = await inEvaluation();
    await reviewed({ [a]: ["70", "80"], [b]: ["90", "90"] }, id);
    await conclude(services, organizer, id, await versionOf(id));
    const version = await versionOf(id);
    const reasons = "综合报价与中试条件作出选择。";
    const answers = await Promise.allSettled([
      decide(services, owner, id, { winnerId: a, reasons, version }),
      decide(services, owner, id, { winnerId: b, reasons, version }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("is published by rank with reasons, and names nobody but the winner", async () => {
    const { id } = await published("first");
    const { outcome } = await viewChallenge(services, null, id);
    expect(outcome).toMatchObject({
      winner: { organisationName: first.active?.name, price: "2500000.00" },
      deviates: true,
      ranking: [{ mean: "90.00" }, { mean: "74.00" }],
    });
    expect(JSON.stringify(outcome)).not.toContain(second.active?.name);
    expect(await newsFor(first, id)).toContain("won");
    expect(await newsFor(second, id)).toContain("lost");
  });

  it("becomes final after the period, not before, and opens the deal of the pair", async () => {
    const { id } = await published("second");
    await tickChallenges(services);
    expect(await stateOf(id)).toBe("outcome");
    await tickChallenges(later());
    const row = await challengeRow(services, id);
    expect(row.state).toBe("awarded");
    const [opened] = await services.database
      .select()
      .from(deal)
      .where(eq(deal.id, row.dealId ?? ""));
    expect(opened).toMatchObject({
      stage: "contact",
      needId: row.needId,
      demandOrganisationId: owner.active?.organisationId,
      supplyOrganisationId: second.active?.organisationId,
    });
    const [began] = await services.database
      .select()
      .from(interest)
      .where(eq(interest.id, opened?.interestId ?? ""));
    expect(began?.state).toBe("accepted");
    expect((await viewChallenge(services, second, id)).dealId).toBe(row.dealId);
    expect((await viewChallenge(services, first, id)).dealId).toBeNull();
  });

  it("takes the winner's own waiting interest for its deal", async () => {
    const id = await openChallenge(services, owner, organizer);
    const { needId } = await challengeRow(services, id);
    const interestId = await expressInterest(services, first, needId, {
      message: "我们也希望直接交流一次。",
      ownPostId: null,
    });
    const a = await handIn(services, first, id, completeProposal("甲"));
    await deadlineIn(services, id, -1);
    await tickChallenges(services);
    await reviewed({ [a]: ["70", "80"] }, id);
    await conclude(services, organizer, id, await versionOf(id));
    const reasons = "唯一方案，满足全部指标。";
    await decide(services, owner, id, { winnerId: a, reasons, version: await versionOf(id) });
    await announceOutcome(services, organizer, id, await versionOf(id));
    await tickChallenges(later());
    const deals = await services.database
      .select()
      .from(deal)
      .where(eq(deal.interestId, interestId));
    expect(deals).toMatchObject([{ stage: "contact" }]);
  });

  it("fails after the period when nobody was suitable", async () => {
    const { id } = await published(null);
    await tickChallenges(later());
    expect(await challengeRow(services, id)).toMatchObject({ state: "failed", dealId: null });
  });

  it("waits for every objection, and goes back when one is upheld", async () => {
    const { id } = await published("second");
    const text = "请复核可行性一项的得分依据。";
    await expect(objectToOutcome(services, owner, id, text)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(objectToOutcome(later(), first, id, text)).rejects.toMatchObject({
      code: "illegalStep",
    });
    await objectToOutcome(services, first, id, text);
    await tickChallenges(later());
    expect(await stateOf(id)).toBe("outcome");
    const { objections } = await viewChallenge(services, organizer, id);
    const answer = {
      objectionId: objections[0]?.id ?? "",
      result: "evaluateAgain" as const,
      answer: "异议成立，请补充评审。",
    };
    await answerObjection(services, organizer, id, { ...answer, version: await versionOf(id) });
    expect(await stateOf(id)).toBe("evaluation");
    expect((await viewChallenge(services, null, id)).outcome).toBeNull();
    await expect(
      answerObjection(services, organizer, id, { ...answer, version: await versionOf(id) }),
    ).rejects.toMatchObject({ code: "illegalStep" });
  });
});

describe("the list", () => {
  it("is paged by phase, and shows guests what is public only", async () => {
    const needId = await publishedNeed(services, owner, organizer, { visibility: "registered" });
    const made = await createChallenge(services, owner, needId);
    expect(made.audience).toBe("registered");
    const open = async (viewer: Viewer | null, before?: string) =>
      listChallenges(services, viewer, { list: "open", before, limit: 2 });
    const page = await open(null);
    expect(page.lines.length).toBeLessThanOrEqual(2);
    if (page.next) {
      const more = await open(null, page.next);
      const ids = [...page.lines, ...more.lines].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
    const own = await listChallenges(services, owner, { list: "own", limit: 50 });
    expect(own.lines.map(({ id }) => id)).toContain(made.id);
    const queue = await listChallenges(services, owner, { list: "queue", limit: 50 });
    expect(queue.lines).toEqual([]);
  });
});
