import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decideInterest, expressInterest } from "#app/interests/commands.server.ts";
import { listMatches } from "#app/matching/list.server.ts";
import { matchesOf } from "#app/matching/matches.server.ts";
import type { MatchView } from "#app/matching/views.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { viewPost } from "#app/posts/queries.server.ts";
import { approve } from "#app/posts/review.server.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { matchedPost } from "#db/schema/index.ts";
import { SearchUnavailable } from "#search/engine.ts";
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
let stranger: Viewer;
let organizer: Viewer;
beforeEach(async () => {
  market = await openMarket();
  const { services } = market;
  enterprise = await createPerson(services);
  university = await createPerson(services, { kind: "university" });
  stranger = await createPerson(services);
  organizer = await createPerson(services, { kind: "authority", platformRole: "organizer" });
});
afterEach(() => market.close());

const published = (viewer: Viewer, kind: "need" | "result", content: Content) =>
  publishedPost(market.services, organizer, viewer, kind, content);

const limit = 10;
const shownTo = (viewer: MaybeViewer, postId: string): Promise<MatchView[]> =>
  matchesOf(market.services, viewer, postId, limit);
const idsFor = async (viewer: MaybeViewer, postId: string) =>
  (await shownTo(viewer, postId)).map(({ document }) => document.id);

/** What the index finds, as while the post has not been matched. */
async function foundNow(viewer: MaybeViewer, postId: string): Promise<MatchView[]> {
  const { database } = market.services;
  const [kept] = await database
    .delete(matchedPost)
    .where(eq(matchedPost.postId, postId))
    .returning();
  const found = await shownTo(viewer, postId);
  if (kept) await database.insert(matchedPost).values(kept);
  return found;
}

const inKind = (view: MatchView) => ({ ...view, score: Math.round(view.score * 1e4) });

describe("the matches on a post's page", () => {
  it("are those that the index would find, with the same words, for everybody who may see the post", async () => {
    const needs = [
      await published(enterprise, "need", completeNeed()),
      await published(
        enterprise,
        "need",
        completeNeed({ title: "匿名的碳化硅陶瓷基板烧结", visibility: "anonymous" }),
      ),
    ];
    const results = [
      await published(university, "result", completeResult()),
      await published(
        university,
        "result",
        completeResult({ title: "碳化硅陶瓷基板流延", visibility: "registered" }),
      ),
      await published(enterprise, "result", completeResult({ title: "碳化硅陶瓷基板烧结炉" })),
      await published(
        university,
        "result",
        completeResult({
          title: "碳化硅陶瓷基板焊接",
          visibility: "invited",
          invited: [stranger.active?.organisationId ?? ""],
        }),
      ),
    ];
    // How common words are is counted from all that is there.
    for (const postId of [...needs, ...results]) await publishPost(market.services, postId);
    for (const viewer of [null, stranger, enterprise, university, organizer])
      for (const postId of [...needs, ...results]) {
        const seen = await shownTo(viewer, postId).catch((error: Error) => error.message);
        const found = await foundNow(viewer, postId).catch((error: Error) => error.message);
        if (typeof seen === "string" || typeof found === "string") expect(seen).toBe(found);
        else expect(seen.map(inKind)).toEqual(found.map(inKind));
      }
    const [named = "", anonymous = ""] = needs;
    const [open, registered, own, invited] = results;
    expect(await idsFor(null, named)).toEqual([open]);
    expect((await idsFor(stranger, named)).sort()).toEqual([open, registered, invited].sort());
    expect((await idsFor(university, anonymous)).sort()).toEqual(
      [open, registered, invited, own].sort(),
    );
  });

  it("need no index once the post was matched", async () => {
    const needId = await published(enterprise, "need", completeNeed());
    const resultId = await published(university, "result", completeResult());
    const { services } = market;
    const away = () => Promise.reject(new SearchUnavailable("away"));
    const search = { ...services.search, candidates: away, documents: away, sample: away };
    const matcher = { ...services.matcher, matchesFor: away };
    const without = { ...services, search, matcher };
    const seen = await matchesOf(without, null, needId, limit);
    expect(seen.map(({ document }) => document.id)).toEqual([resultId]);
    await services.database.delete(matchedPost);
    await expect(matchesOf(without, null, needId, limit)).rejects.toThrow(SearchUnavailable);
  });

  it("show others an anonymous need beside its own organisation's result, and tell that organisation nothing", async () => {
    const anonymous = completeNeed({ visibility: "anonymous" });
    const needId = await published(enterprise, "need", anonymous);
    const resultId = await published(enterprise, "result", completeResult());
    expect(await idsFor(stranger, needId)).toEqual([resultId]);
    expect(await idsFor(stranger, resultId)).toEqual([needId]);
    expect(await idsFor(enterprise, needId)).toEqual([]);
    const { services } = market;
    const { lines } = await listMatches(services, enterprise, { seenUntil: null, limit: 20 });
    expect(lines).toEqual([]);
    const told = await listNotifications(services, enterprise, { limit: 50 });
    expect(told.lines.filter(({ kind }) => kind === "match_found")).toEqual([]);
  });

  it("move for the two sides alone by how their contact ended", async () => {
    const needId = await published(enterprise, "need", completeNeed());
    const resultId = await published(university, "result", completeResult());
    const { services } = market;
    const scoreFor = async (viewer: MaybeViewer) => (await shownTo(viewer, needId))[0]?.score ?? 0;
    const before = await scoreFor(stranger);
    expect(await scoreFor(enterprise)).toBe(before);
    const input = { message: "希望了解贵方的工况与样品要求。", ownPostId: resultId };
    const interestId = await expressInterest(services, university, needId, input);
    await decideInterest(services, enterprise, interestId, "decline", {
      reason: "other",
      note: "",
    });
    expect(await scoreFor(enterprise)).toBeLessThan(before);
    await publishPost(services, needId);
    expect(await scoreFor(enterprise)).toBeLessThan(before);
    expect(await scoreFor(stranger)).toBeCloseTo(before, 6);
    expect(await scoreFor(null)).toBeCloseTo(before, 6);
  });

  it("keep no word of what the other side has changed since", async () => {
    const needId = await published(enterprise, "need", completeNeed());
    const resultId = await published(university, "result", completeResult());
    const { services } = market;
    expect((await shownTo(null, needId))[0]?.reasons.terms).not.toEqual([]);
    const { revision } = await viewPost(services, university, "result", resultId);
    const changed = completeResult({ abstract: "另一项技术。" });
    await commands.saveDraft(services, university, "result", resultId, changed, revision);
    const submitted = await commands.submit(services, university, resultId);
    await approve(services, organizer, resultId, submitted.revision);
    expect((await shownTo(null, needId))[0]?.reasons).toMatchObject({ terms: [], topics: [] });
  });
});
