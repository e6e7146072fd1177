import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announcementRules } from "#app/matching/announce.ts";
import { earlierContacts } from "#app/matching/contacts.server.ts";
import { sendDigests } from "#app/matching/digest.server.ts";
import { listMatches, matchKey, type MatchListQuery } from "#app/matching/list.server.ts";
import { refreshMatches } from "#app/matching/refresh.server.ts";
import { markMatchesSeen, visitMatches } from "#app/matching/visits.server.ts";
import { decideInterest, expressInterest } from "#app/interests/commands.server.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { addDays } from "#app/kernel/dates.ts";
import { expirePosts } from "#app/posts/expiry.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { viewPost } from "#app/posts/queries.server.ts";
import { approve } from "#app/posts/review.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { matchDay, matchedPost, post, standingMatch } from "#db/schema/index.ts";
import {
  completeNeed,
  completeResult,
  createPerson,
  openMarket,
  type TestMarket,
} from "#tests/support/market.ts";
import { approvedPost, publishedPost, type Content } from "#tests/support/posts.ts";

let market: TestMarket;
let enterprise: Viewer;
let university: Viewer;
let organizer: Viewer;
beforeEach(async () => {
  market = await openMarket();
  enterprise = await createPerson(market.services);
  university = await createPerson(market.services, { kind: "university" });
  organizer = await createPerson(market.services, { kind: "authority", platformRole: "organizer" });
});
afterEach(() => market.close());

/** Approved, and not yet worked on by its job. */
const approved = (viewer: Viewer, kind: "need" | "result", content: Content) =>
  approvedPost(market.services, organizer, viewer, kind, content);
const published = (viewer: Viewer, kind: "need" | "result", content: Content) =>
  publishedPost(market.services, organizer, viewer, kind, content);

async function changed(viewer: Viewer, kind: "need" | "result", id: string, content: Content) {
  const { services } = market;
  const { revision } = await viewPost(services, viewer, kind, id);
  await commands.saveDraft(services, viewer, kind, id, content, revision);
  const submitted = await commands.submit(services, viewer, id);
  await approve(services, organizer, id, submitted.revision);
  await publishPost(services, id);
}

const all: MatchListQuery & { seenUntil: Date | null; limit: number } = {
  seenUntil: null,
  limit: 50,
};
const listed = async (viewer: Viewer, query: Partial<typeof all> = {}) =>
  (await listMatches(market.services, viewer, { ...all, ...query })).lines;
const othersOf = async (viewer: Viewer) => (await listed(viewer)).map(({ other }) => other.id);

const told = async (viewer: Viewer) =>
  (await listNotifications(market.services, viewer, { limit: 100 })).lines;
const toldOf = async (viewer: Viewer, postId: string) =>
  (await told(viewer)).filter(
    (line) => line.kind === "match_found" && line.payload.postId === postId,
  ).length;

const otherSubject = completeNeed({
  title: "老年公寓跌倒检测与呼叫系统",
  cluster: "internet_of_things",
  keywords: ["跌倒检测"],
  problem: "老年公寓夜间跌倒发现晚,摄像头侵犯隐私。",
  indicators: [
    {
      name: "误报率",
      comparison: "le",
      value: "1",
      upper: null,
      unit: "%",
      today: "5",
      method: "",
    },
  ],
});

describe("standing matches", () => {
  it("stand for both sides once one of them is published, with score, features and revisions", async () => {
    const needId = await published(enterprise, "need", completeNeed());
    const resultId = await published(university, "result", completeResult());
    const [pair, ...more] = await market.services.database.select().from(standingMatch);
    expect(more).toEqual([]);
    expect(pair).toMatchObject({ needId, resultId, endedAt: null });
    expect(pair?.score).toBeGreaterThan(0.5);
    expect(pair?.features).toMatchObject({ indicators: 1, cluster: 1 });
    const own = await viewPost(market.services, university, "result", resultId);
    expect(pair?.resultRevision).toBe(own.revision);
    const [line] = await listed(enterprise);
    expect(line).toMatchObject({
      own: { id: needId, kind: "need" },
      other: { id: resultId, kind: "result", organisationName: university.active?.name },
      fresh: true,
    });
    expect(line?.reasons).toMatchObject({ indicatorsMet: 1, trlDistance: 1 });
    expect(await othersOf(university)).toEqual([needId]);
    expect(await othersOf(organizer)).toEqual([]);
  });

  it("are written once and whole when the jobs of both posts run at once, again and again", async () => {
    const { services } = market;
    const needs: string[] = [];
    const results: string[] = [];
    for (const mark of ["甲", "乙", "丙"]) {
      needs.push(
        await approved(enterprise, "need", completeNeed({ title: `碳化硅陶瓷基板需求${mark}` })),
      );
      results.push(
        await approved(
          university,
          "result",
          completeResult({ title: `碳化硅陶瓷基板成果${mark}` }),
        ),
      );
    }
    const ids = [...needs, ...results];
    for (let round = 0; round < 3; round += 1)
      await Promise.all(ids.map((id) => publishPost(services, id)));
    const pairs = await services.database.select().from(standingMatch);
    expect(pairs.map(({ needId, resultId }) => `${needId}/${resultId}`).sort()).toEqual(
      needs.flatMap((need) => results.map((result) => `${need}/${result}`)).sort(),
    );
    const lines = await told(enterprise);
    const occasions = lines.map(({ payload }) => JSON.stringify(payload));
    expect(new Set(occasions).size).toBe(occasions.length);
  });

  it("go the moment a post is closed or withdrawn, before its job runs, and come back with none", async () => {
    const { services } = market;
    const needId = await published(enterprise, "need", completeNeed());
    const resultId = await published(university, "result", completeResult());
    await commands.close(services, university, resultId);
    expect(await othersOf(enterprise)).toEqual([]);
    const [pair] = await services.database.select().from(standingMatch);
    expect(pair?.endedAt).not.toBeNull();
    await publishPost(services, resultId);
    await publishPost(services, needId);
    expect(await othersOf(enterprise)).toEqual([]);
    const second = await published(university, "result", completeResult());
    expect(await othersOf(enterprise)).toEqual([second]);
    await commands.withdraw(services, enterprise, needId);
    expect(await othersOf(university)).toEqual([]);
  });

  it("are not written by a job that had read a post before it was closed", async () => {
    const { services } = market;
    const needId = await published(enterprise, "need", completeNeed());
    const resultId = await approved(university, "result", completeResult());
    const matcher = {
      ...services.matcher,
      matchesFor: async (...asked: Parameters<typeof services.matcher.matchesFor>) => {
        const matches = await services.matcher.matchesFor(...asked);
        await commands.close(services, enterprise, needId);
        await publishPost(services, needId);
        return matches;
      },
    };
    await publishPost({ ...services, matcher }, resultId);
    expect(await services.database.select().from(standingMatch)).toEqual([]);
    expect(await toldOf(university, needId)).toBe(0);
  });

  it("leave with a post that runs out, and a renewed post tells nobody twice", async () => {
    const { services } = market;
    await published(enterprise, "need", completeNeed());
    const resultId = await published(university, "result", completeResult());
    const past = new Date(services.now().getTime() - 1_000);
    await services.database.update(post).set({ expiresAt: past }).where(eq(post.id, resultId));
    expect(await othersOf(enterprise)).toEqual([]);
    await expirePosts(services);
    await publishPost(services, resultId);
    await commands.renew(services, university, resultId);
    await publishPost(services, resultId);
    expect(await othersOf(enterprise)).toEqual([resultId]);
    expect(await toldOf(enterprise, resultId)).toBe(1);
  });

  it("go when the text no longer fits, and when the audience is narrowed", async () => {
    const needId = await published(enterprise, "need", completeNeed());
    await published(university, "result", completeResult());
    await changed(enterprise, "need", needId, otherSubject);
    expect(await othersOf(university)).toEqual([]);
    expect(await othersOf(enterprise)).toEqual([]);
    await changed(enterprise, "need", needId, completeNeed());
    expect(await othersOf(university)).toEqual([needId]);
    const invited = [organizer.active?.organisationId ?? ""];
    await changed(enterprise, "need", needId, completeNeed({ visibility: "invited", invited }));
    expect(await othersOf(university)).toEqual([]);
    expect(await listed(enterprise)).toHaveLength(1);
  });

  it("hide what the other side may not see and who an anonymous enterprise is", async () => {
    const needId = await published(enterprise, "need", completeNeed({ visibility: "anonymous" }));
    const resultId = await published(university, "result", completeResult());
    const [line] = await listed(university);
    expect(line?.other).toMatchObject({ id: needId, organisationName: "" });
    expect(JSON.stringify(await listed(university))).not.toContain(enterprise.active?.name);
    const { services } = market;
    const input = { message: "希望了解贵方的工况与样品要求。", ownPostId: resultId };
    const interestId = await expressInterest(services, university, needId, input);
    await decideInterest(services, enterprise, interestId, "accept");
    await publishPost(services, resultId);
    const [pair] = await services.database.select().from(standingMatch);
    expect(pair?.features).not.toHaveProperty("earlier");
  });

  it("weigh how the last contact of the two organisations ended", async () => {
    const { services } = market;
    const needId = await published(enterprise, "need", completeNeed());
    const resultId = await published(university, "result", completeResult());
    const input = { message: "希望了解贵方的工况与样品要求。", ownPostId: resultId };
    const interestId = await expressInterest(services, university, needId, input);
    const own = enterprise.active?.organisationId ?? "";
    const other = university.active?.organisationId ?? "";
    expect(await earlierContacts(services.database, [own])).toEqual(new Map());
    await decideInterest(services, enterprise, interestId, "decline", {
      reason: "other",
      note: "",
    });
    expect((await earlierContacts(services.database, [own])).get(own)).toEqual({ [other]: 0 });
    const again = await expressInterest(services, university, needId, input);
    await decideInterest(services, enterprise, again, "accept");
    expect((await earlierContacts(services.database, [other])).get(other)).toEqual({ [own]: 1 });
    const score = async () => (await listed(enterprise))[0]?.score ?? 0;
    const before = await score();
    await publishPost(services, resultId);
    const [pair] = await services.database.select().from(standingMatch);
    expect(pair?.features).toMatchObject({ earlier: 1 });
    expect(await score()).toBeGreaterThan(before);
  });

  it("are found quietly for posts that came without a job, and old scores are brought up to date", async () => {
    const { services } = market;
    const needId = await published(enterprise, "need", completeNeed());
    const resultId = await published(university, "result", completeResult());
    await services.database.delete(standingMatch);
    await services.database.delete(matchedPost);
    const before = (await told(enterprise)).length;
    await refreshMatches(services);
    expect(await othersOf(enterprise)).toEqual([resultId]);
    expect(await services.database.select().from(matchedPost)).toHaveLength(2);
    expect(await told(enterprise)).toHaveLength(before);

    const [fresh] = await listed(enterprise);
    const pairOf = and(eq(standingMatch.needId, needId), eq(standingMatch.resultId, resultId));
    await services.database.update(standingMatch).set({ score: 0.99 }).where(pairOf);
    await refreshMatches(services);
    expect((await listed(enterprise))[0]?.score).toBe(0.99);
    const tomorrow = { ...services, now: () => addDays(services.now(), 1) };
    await refreshMatches(tomorrow);
    expect((await listed(enterprise))[0]?.score).toBeCloseTo(fresh?.score ?? 0, 1);
    expect((await listed(enterprise))[0]?.score).not.toBe(0.99);
  });
});

describe("the list", () => {
  it("pages by score without loss, and narrows by post, kind and news", async () => {
    const { services } = market;
    const needIds: string[] = [];
    for (let number = 0; number < 5; number += 1)
      needIds.push(
        await published(
          enterprise,
          "need",
          completeNeed({ title: `碳化硅陶瓷基板烧结需求${number}` }),
        ),
      );
    await published(university, "result", completeResult());
    const seen: number[] = [];
    const ids: string[] = [];
    let after: ReturnType<typeof matchKey.parse> | undefined;
    for (;;) {
      const page = await listMatches(services, university, { ...all, after, limit: 2 });
      seen.push(...page.lines.map(({ score }) => score));
      ids.push(...page.lines.map(({ other }) => other.id));
      if (page.next === null) break;
      after = matchKey.parse(page.next);
    }
    expect([...ids].sort()).toEqual([...needIds].sort());
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
    expect(await listed(university, { kind: "result" })).toEqual([]);
    expect(await listed(enterprise, { post: needIds[0] })).toHaveLength(1);
    expect(await listed(enterprise, { kind: "result" })).toHaveLength(5);
    const later = new Date(services.now().getTime() + 1_000);
    expect(await listed(enterprise, { fresh: "1", seenUntil: later })).toEqual([]);
  });

  it("calls new what came after the person's last visit, or after they marked all as seen", async () => {
    const { services } = market;
    const at = (minutes: number) => ({
      ...services,
      now: () => new Date(Date.UTC(2026, 0, 5, 2, minutes)),
    });
    expect(await visitMatches(at(0), enterprise)).toBeNull();
    expect(await visitMatches(at(10), enterprise)).toBeNull();
    expect(await visitMatches(at(55), enterprise)).toEqual(at(10).now());
    expect(await visitMatches(at(56), enterprise)).toEqual(at(10).now());
    await markMatchesSeen(at(57), enterprise);
    expect(await visitMatches(at(58), enterprise)).toEqual(at(57).now());
  });
});

describe("announcements", () => {
  const cap = announcementRules.dailyCap;
  /** A morning in the market's zone, 2026-03-02. */
  const at = (day: number, hour: number) => ({
    ...market.services,
    now: () => new Date(Date.UTC(2026, 2, day, hour - 8)),
  });

  /** Today's cap of the enterprise is used up to so many. */
  const useUp = (day: string, number: number) =>
    market.services.database.insert(matchDay).values({
      organisationId: enterprise.active?.organisationId ?? "",
      day,
      told: number,
    });

  it("stop at the daily cap; the rest comes in one digest the next morning, once", async () => {
    await useUp("2026-03-02", cap - 1);
    const now = market.services.now;
    for (const mark of ["甲", "乙", "丙"]) {
      const needId = await approved(
        enterprise,
        "need",
        completeNeed({ title: `碳化硅陶瓷基板低翘曲烧结${mark}` }),
      );
      await publishPost(market.services, needId);
    }
    const results: string[] = [];
    for (const mark of ["甲", "乙", "丙"]) {
      const id = await approved(
        university,
        "result",
        completeResult({ title: `碳化硅陶瓷基板制备技术${mark}` }),
      );
      await publishPost(at(2, 15), id);
      results.push(id);
    }
    expect(now).toBe(market.services.now);
    const found = (await told(enterprise)).filter(({ kind }) => kind === "match_found");
    expect(found).toHaveLength(1);

    await sendDigests(at(2, 20));
    const digests = async () =>
      (await told(enterprise)).filter(({ kind }) => kind === "match_digest");
    expect(await digests()).toEqual([]);
    await Promise.all([sendDigests(at(3, 8)), sendDigests(at(3, 8))]);
    await sendDigests(at(3, 9));
    await sendDigests(at(4, 8));
    const lines = await digests();
    expect(
      lines.reduce((sum, line) => sum + Number((line.payload as { count: number }).count), 0),
    ).toBe(2);
    expect(lines).toHaveLength(1);

    for (const id of results) await publishPost(at(4, 10), id);
    expect((await told(enterprise)).filter(({ kind }) => kind === "match_found")).toHaveLength(1);
    await sendDigests(at(5, 8));
    expect(await digests()).toHaveLength(1);
  });

  it("leave out of the digest what ended or is not wanted meanwhile", async () => {
    await useUp("2026-03-02", cap);
    await published(enterprise, "need", completeNeed());
    const resultId = await approved(university, "result", completeResult());
    await publishPost(at(2, 15), resultId);
    await commands.close(market.services, university, resultId);
    await sendDigests(at(3, 8));
    expect((await told(enterprise)).map(({ kind }) => kind)).not.toContain("match_digest");
  });

  it("come again only when a change raised the pair by the margin", async () => {
    const needId = await published(enterprise, "need", completeNeed());
    const resultId = await published(university, "result", completeResult());
    expect(await toldOf(enterprise, resultId)).toBe(1);
    const toldAt = (score: number) =>
      market.services.database
        .update(standingMatch)
        .set({ needToldScore: score })
        .where(eq(standingMatch.needId, needId));
    const [line] = await listed(enterprise);
    const { score } = line ?? { score: 0 };
    await toldAt(score - announcementRules.rise / 2);
    await changed(university, "result", resultId, completeResult({ standards: "GB/T 1" }));
    expect(await toldOf(enterprise, resultId)).toBe(1);
    await toldAt(score - 2 * announcementRules.rise);
    await publishPost(market.services, resultId);
    expect(await toldOf(enterprise, resultId)).toBe(1);
    await changed(university, "result", resultId, completeResult({ standards: "GB/T 2" }));
    expect(await toldOf(enterprise, resultId)).toBe(2);
    await changed(university, "result", resultId, completeResult({ standards: "GB/T 3" }));
    expect(await toldOf(enterprise, resultId)).toBe(2);
  });
});
