import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerMatch, withdrawAnswer } from "#app/matching/feedback.server.ts";
import { listMatches } from "#app/matching/list.server.ts";
import { matchesOf, similarPosts } from "#app/matching/matches.server.ts";
import { feedbackSchema } from "#app/matching/schema.ts";
import { trainingAnswers } from "#app/matching/training.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { matchFeedback, standingMatch } from "#db/schema/index.ts";
import { readFeedback } from "#search/training/feedback.ts";
import {
  completeNeed,
  completeResult,
  createPerson,
  openMarket,
  type TestMarket,
} from "#tests/support/market.ts";
import { publishedPost } from "#tests/support/posts.ts";

let market: TestMarket;
let enterprise: Viewer;
let colleague: Viewer;
let reader: Viewer;
let university: Viewer;
let stranger: Viewer;
let needId: string;
let resultId: string;
let matchId: string;

beforeAll(async () => {
  market = await openMarket();
  const { services } = market;
  enterprise = await createPerson(services);
  const organisation = enterprise.active ?? undefined;
  colleague = await createPerson(services, { organisation, role: "editor" });
  reader = await createPerson(services, { organisation, role: "reader" });
  university = await createPerson(services, { kind: "university" });
  stranger = await createPerson(services);
  needId = await published(enterprise, "need", {});
  resultId = await published(university, "result", {});
  const [pair] = await services.database.select().from(standingMatch);
  matchId = pair?.id ?? "";
});
afterAll(() => market.close());

async function published(
  viewer: Viewer,
  kind: "need" | "result",
  changes: Parameters<typeof completeNeed>[0] & Parameters<typeof completeResult>[0],
): Promise<string> {
  const { services } = market;
  const organizer = await createPerson(services, { platformRole: "organizer" });
  const content = kind === "need" ? completeNeed(changes) : completeResult(changes);
  return publishedPost(services, organizer, viewer, kind, content);
}

const listed = async (viewer: Viewer, answered?: "1") =>
  (await listMatches(market.services, viewer, { answered, seenUntil: null, limit: 20 })).lines;
const bad = { verdict: "bad", reason: "maturity" } as const;

describe("an answer to a match", () => {
  it("says why when the pair is bad, and only then", () => {
    expect(feedbackSchema.safeParse({ verdict: "bad" }).success).toBe(false);
    expect(feedbackSchema.parse({ verdict: "good", reason: "terms" }).reason).toBeNull();
    expect(feedbackSchema.safeParse({ verdict: "bad", reason: "because" }).success).toBe(false);
  });

  it("is one for each organisation, changed by whoever answers last, and hides the pair from it alone", async () => {
    const { services } = market;
    await answerMatch(services, enterprise, matchId, { verdict: "good", reason: null });
    expect(await listed(enterprise)).toMatchObject([{ answer: { verdict: "good" } }]);
    await answerMatch(services, colleague, matchId, bad);
    expect(await listed(enterprise)).toEqual([]);
    expect(await matchesOf(services, enterprise, needId, 10)).toEqual([]);
    expect(await matchesOf(services, university, resultId, 10)).toHaveLength(1);
    expect(await listed(university)).toMatchObject([{ answer: null }]);
    expect(await listed(enterprise, "1")).toMatchObject([{ answer: bad }]);
    const rows = await services.database.select().from(matchFeedback);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ givenById: colleague.userId, features: { indicators: 1 } });
    await publishPost(services, resultId);
    expect(await listed(enterprise)).toEqual([]);
    await withdrawAnswer(services, enterprise, matchId);
    expect(await listed(enterprise)).toHaveLength(1);
    await answerMatch(services, enterprise, matchId, { verdict: "known", reason: null });
    expect(await listed(enterprise)).toEqual([]);
    await withdrawAnswer(services, enterprise, matchId);
  });

  it("is not given by readers or strangers", async () => {
    const { services } = market;
    await expect(answerMatch(services, reader, matchId, bad)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(answerMatch(services, stranger, matchId, bad)).rejects.toMatchObject({
      code: "notFound",
    });
    await expect(withdrawAnswer(services, stranger, matchId)).rejects.toMatchObject({
      code: "notFound",
    });
  });

  it("is exported as training reads it", async () => {
    const { services } = market;
    await answerMatch(services, enterprise, matchId, bad);
    await answerMatch(services, university, matchId, { verdict: "known", reason: null });
    const lines: string[] = [];
    for await (const answer of trainingAnswers(services)) lines.push(JSON.stringify(answer));
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-feedback-"));
    const file = path.join(folder, "feedback.jsonl");
    await fs.writeFile(file, `${lines.join("\n")}\n`);
    const [pair] = await services.database.select().from(standingMatch);
    const read = readFeedback(file);
    expect(read.map(({ related }) => related)).toEqual([false, true]);
    expect(read[0]).toMatchObject({ score: pair?.score, features: { indicators: 1, cluster: 1 } });
    await fs.rm(folder, { recursive: true });
  });
});

describe("similar posts", () => {
  it("are open ones of other organisations, as far as the viewer may see them", async () => {
    const { services } = market;
    const title = "高导热碳化硅陶瓷基板烧结工艺攻关";
    const open = await published(stranger, "need", { title });
    const invited = [university.active?.organisationId ?? ""];
    const secret = await published(stranger, "need", { title, visibility: "invited", invited });
    await published(enterprise, "need", { title });
    await published(stranger, "need", {
      title: "老年公寓跌倒检测",
      cluster: "internet_of_things",
      keywords: ["跌倒检测"],
      problem: "夜间跌倒发现晚。",
    });
    const seenBy = async (viewer: Viewer | null) =>
      (await similarPosts(services, viewer, needId)).map(({ document }) => document.id).sort();
    expect(await seenBy(enterprise)).toEqual([open]);
    expect(await seenBy(null)).toEqual([open]);
    expect(await seenBy(university)).toEqual([open, secret].sort());
    expect(JSON.stringify(await similarPosts(services, null, needId))).not.toContain("ownerId");
    await expect(similarPosts(services, null, secret)).rejects.toMatchObject({ code: "notFound" });
  });
});
