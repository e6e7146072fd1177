import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { matchesOf } from "#app/matching/matches.server.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { expirePosts } from "#app/posts/expiry.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { postHistory, reviewKey, reviewQueue, viewPost } from "#app/posts/queries.server.ts";
import { approve, reject, returnForChanges } from "#app/posts/review.server.ts";
import { readSearchParameters } from "#app/search/request.ts";
import { searchFor } from "#app/search/search.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { post } from "#db/schema/index.ts";
import {
  completeNeed,
  completeResult,
  createPerson,
  openMarket,
  type TestMarket,
} from "#tests/support/market.ts";
import { publishedPost, type Content } from "#tests/support/posts.ts";

let market: TestMarket;
let enterprise: Viewer;
let university: Viewer;
let organizer: Viewer;
beforeAll(async () => {
  market = await openMarket();
  enterprise = await createPerson(market.services);
  university = await createPerson(market.services, { kind: "university" });
  organizer = await createPerson(market.services, { kind: "authority", platformRole: "organizer" });
});
afterAll(() => market.close());

const find = (viewer: Viewer | null, address: string) =>
  searchFor(market.services, viewer, readSearchParameters(new URLSearchParams(address)));

const published = (viewer: Viewer, kind: "need" | "result", content: Content) =>
  publishedPost(market.services, organizer, viewer, kind, content);

describe("a post's way to the market", () => {
  it("is found and matched with reasons once an organizer approved it, and both sides hear of it once", async () => {
    const { services } = market;
    const needId = await published(enterprise, "need", completeNeed());
    const resultId = await published(university, "result", completeResult());
    await publishPost(services, resultId);

    const matches = await matchesOf(services, enterprise, needId, 10);
    expect(matches.map(({ document }) => document.id)).toContain(resultId);
    const match = matches.find(({ document }) => document.id === resultId);
    expect(match?.reasons.indicators[0]).toMatchObject({
      verdict: "met",
      reachedInWantedUnit: "200",
    });
    expect(match?.reasons.terms.map(({ term }) => term)).toContain("碳化硅");
    expect(match?.reasons.trl).toEqual({ wanted: 6, reached: 7, distance: 1 });
    expect(match?.reasons.money.verdict).toBe("within");

    const { lines } = await listNotifications(services, enterprise, { limit: 50 });
    const told = lines.filter(
      (line) => line.kind === "match_found" && line.payload.postId === resultId,
    );
    expect(told).toHaveLength(1);
  });

  it("does not submit an incomplete form", async () => {
    const { services } = market;
    const draft = await commands.createDraft(
      services,
      enterprise,
      "need",
      completeNeed({ problem: "" }),
    );
    await expect(commands.submit(services, enterprise, draft.id)).rejects.toMatchObject({
      code: "incomplete",
    });
  });

  it("does not overwrite what a colleague saved meanwhile", async () => {
    const { services } = market;
    const draft = await commands.createDraft(services, enterprise, "need", completeNeed());
    await commands.saveDraft(
      services,
      enterprise,
      "need",
      draft.id,
      completeNeed({ goal: "一" }),
      draft.revision,
    );
    const late = commands.saveDraft(
      services,
      enterprise,
      "need",
      draft.id,
      completeNeed({ goal: "二" }),
      draft.revision,
    );
    await expect(late).rejects.toMatchObject({ code: "conflict" });
  });

  it("goes back with a comment and can be submitted again", async () => {
    const { services } = market;
    const draft = await commands.createDraft(services, enterprise, "need", completeNeed());
    await commands.submit(services, enterprise, draft.id);
    await returnForChanges(services, organizer, draft.id, "指标请写明测试方法");
    const view = await viewPost(services, enterprise, "need", draft.id);
    expect(view).toMatchObject({ state: "returned", reviewComment: "指标请写明测试方法" });
    await commands.submit(services, enterprise, draft.id);
    await reject(services, organizer, draft.id, "不属于征集范围");
    await expect(commands.submit(services, enterprise, draft.id)).rejects.toMatchObject({
      code: "illegalStep",
    });
  });

  it("is not approved unread when its author changed it after the organizer opened it", async () => {
    const { services } = market;
    const { id } = await commands.createDraft(services, enterprise, "need", completeNeed());
    const read = await commands.submit(services, enterprise, id);
    const back = await commands.recall(services, enterprise, id);
    const changed = completeNeed({ title: "审核员没有看过的标题" });
    await commands.saveDraft(services, enterprise, "need", id, changed, back.revision);
    await commands.submit(services, enterprise, id);
    await expect(approve(services, organizer, id, read.revision)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("can be changed again after a change of it was rejected and dropped", async () => {
    const { services } = market;
    const id = await published(enterprise, "need", completeNeed({ title: "轴承钢夹杂物控制" }));
    const { revision } = await viewPost(services, enterprise, "need", id);
    const changed = completeNeed({ title: "不会公开的标题" });
    await commands.saveDraft(services, enterprise, "need", id, changed, revision);
    await commands.submit(services, enterprise, id);
    await reject(services, organizer, id, "内容与已发布的需求无关");
    const kept = await commands.discard(services, enterprise, id);
    expect(kept).toMatchObject({ title: "轴承钢夹杂物控制", draft: null, draftState: null });
    await commands.saveDraft(services, enterprise, "need", id, changed, kept.revision);
  });

  it("takes no content of the other kind, as the address of the other kind would send", async () => {
    const { services } = market;
    const id = await published(enterprise, "need", completeNeed());
    const { revision } = await viewPost(services, enterprise, "need", id);
    await expect(
      commands.saveDraft(services, enterprise, "result", id, completeResult(), revision),
    ).rejects.toMatchObject({ code: "notFound" });
    expect((await viewPost(services, enterprise, "need", id)).revision).toBe(revision);
  });

  it("leaves the review queue when it is closed meanwhile", async () => {
    const { services } = market;
    const id = await published(enterprise, "need", completeNeed());
    const { revision } = await viewPost(services, enterprise, "need", id);
    await commands.saveDraft(services, enterprise, "need", id, completeNeed(), revision);
    await commands.submit(services, enterprise, id);
    await commands.close(services, enterprise, id);
    const { lines } = await reviewQueue(services, organizer, { limit: 100 });
    expect(lines.map((line) => line.id)).not.toContain(id);
  });

  it("waits in a queue whose pages lose and repeat nothing, also where two waited as long", async () => {
    const other = await openMarket();
    const { services } = other;
    const author = await createPerson(services);
    const reviewer = await createPerson(services, { platformRole: "organizer" });
    const moment = new Date();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const { id } = await commands.createDraft(services, author, "need", completeNeed());
      await commands.submit({ ...services, now: () => moment }, author, id);
      ids.push(id);
    }
    const seen: string[] = [];
    let after: ReturnType<typeof reviewKey.parse> | undefined;
    for (;;) {
      const page = await reviewQueue(services, reviewer, { after, limit: 2 });
      seen.push(...page.lines.map(({ id }) => id));
      if (page.next === null) break;
      after = reviewKey.parse(page.next);
    }
    expect([...seen].sort()).toEqual([...ids].sort());
    await other.close();
  });

  it("keeps the published version on the market while a change is in review", async () => {
    const { services } = market;
    const id = await published(
      enterprise,
      "need",
      completeNeed({ title: "第一版轴承钢夹杂物控制" }),
    );
    const { revision } = await viewPost(services, enterprise, "need", id);
    await commands.saveDraft(
      services,
      enterprise,
      "need",
      id,
      completeNeed({ title: "第二版轴承钢夹杂物控制" }),
      revision,
    );
    expect((await viewPost(services, university, "need", id)).content.title).toBe(
      "第一版轴承钢夹杂物控制",
    );
    const submitted = await commands.submit(services, enterprise, id);
    await approve(services, organizer, id, submitted.revision);
    expect((await viewPost(services, university, "need", id)).content.title).toBe(
      "第二版轴承钢夹杂物控制",
    );
    const history = await postHistory(services, enterprise, id);
    expect(history.versions.map(({ number }) => number)).toEqual([2, 1]);
    expect(history.log.map(({ action }) => action)).toContain("approve");
  });

  it("leaves search the moment it expires, and comes back with one renewal", async () => {
    const { services } = market;
    const id = await published(enterprise, "need", completeNeed({ title: "临期高温合金叶片涂层" }));
    const now = services.now();
    await services.database
      .update(post)
      .set({ expiresAt: new Date(now.getTime() - 1_000) })
      .where(eq(post.id, id));
    await publishPost(services, id);
    expect(
      (await find(university, "q=临期高温合金叶片涂层")).lines.map((line) => line.id),
    ).not.toContain(id);
    await expirePosts(services);
    expect(await viewPost(services, enterprise, "need", id)).toMatchObject({ state: "expired" });
    await commands.renew(services, enterprise, id);
    await publishPost(services, id);
    expect(
      (await find(university, "q=临期高温合金叶片涂层")).lines.map((line) => line.id),
    ).toContain(id);
  });
});

describe("what is confidential", () => {
  it("is in no hit, count, facet or match of those who may not see it", async () => {
    const { services } = market;
    const secret = completeNeed({
      title: "秘而不宣的量子点喷墨工艺",
      cluster: "new_displays",
      visibility: "invited",
      invited: [organizer.active?.organisationId ?? ""],
    });
    const id = await published(enterprise, "need", secret);
    const resultId = await published(
      university,
      "result",
      completeResult({ title: "量子点喷墨打印工艺", abstract: "量子点喷墨工艺。" }),
    );
    for (const viewer of [null, university]) {
      const found = await find(viewer, "q=秘而不宣");
      expect(found.lines.map((line) => line.id)).not.toContain(id);
      expect(found.facets.cluster.map(({ value }) => value)).not.toContain("new_displays");
      const matches = await matchesOf(services, viewer, resultId, 20);
      expect(matches.map(({ document }) => document.id)).not.toContain(id);
    }
    expect((await find(organizer, "q=秘而不宣")).lines.map((line) => line.id)).toContain(id);
    const { lines } = await listNotifications(services, university, { limit: 100 });
    expect(JSON.stringify(lines)).not.toContain("秘而不宣");
    await expect(viewPost(services, university, "need", id)).rejects.toMatchObject({
      code: "notFound",
    });
  });

  it("hides an anonymous enterprise's name and contact", async () => {
    const { services } = market;
    const id = await published(
      enterprise,
      "need",
      completeNeed({ title: "匿名企业的减速器降噪", visibility: "anonymous" }),
    );
    const view = await viewPost(services, university, "need", id);
    expect(view.owner).toBeNull();
    expect(view.content.contactEmail).toBeNull();
    const { lines } = await find(university, "q=减速器降噪");
    expect(lines.find((line) => line.id === id)?.organisationName).toBe("");
    await expect(viewPost(services, null, "need", id)).rejects.toMatchObject({
      code: "signInRequired",
    });
  });
});
