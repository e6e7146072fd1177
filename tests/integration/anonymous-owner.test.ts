import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { viewDeal } from "#app/deals/record.server.ts";
import { decideInterest, expressInterest } from "#app/interests/commands.server.ts";
import { viewInterest } from "#app/interests/queries.server.ts";
import { changeProfile } from "#app/organisations/commands.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { startOfDay } from "#app/kernel/dates.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { viewPost } from "#app/posts/queries.server.ts";
import { approve } from "#app/posts/review.server.ts";
import { thingToReport } from "#app/reports/subject.server.ts";
import { indexOrganisation } from "#app/search/index.server.ts";
import { readSearchParameters } from "#app/search/request.ts";
import { postsOf, searchFor } from "#app/search/search.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { attachment, organisation, post } from "#db/schema/index.ts";
import {
  completeNeed,
  completeResult,
  createPerson,
  dealOf,
  openMarket,
  type TestMarket,
} from "#tests/support/market.ts";
import { publishedPost } from "#tests/support/posts.ts";
import type { Region } from "#app/codes/codes.ts";

let market: TestMarket;
let owner: Viewer;
let reader: Viewer;
let organizer: Viewer;

beforeEach(async () => {
  market = await openMarket();
  const { services } = market;
  owner = await createPerson(services, { name: "甲公司", region: "3205" });
  reader = await createPerson(services, { kind: "university" });
  organizer = await createPerson(services, {
    kind: "university",
    platformRole: "organizer",
  });
});
afterEach(() => market.close());

const anonymous = completeNeed({ visibility: "anonymous" });
const others = async (count: number, region: Region) => {
  for (let made = 0; made < count; made += 1) await createPerson(market.services, { region });
};
const publish = (content = anonymous) =>
  publishedPost(market.services, organizer, owner, "need", content);
const found = async (address: string) => {
  const parameters = readSearchParameters(new URLSearchParams(`kind=need&${address}`));
  return searchFor(market.services, reader, parameters);
};
const shown = async (): Promise<unknown[]> =>
  (await found("")).lines.map(({ region, verified }) => ({ region, verified }));

describe("an anonymous need shows of its enterprise", () => {
  it("nothing while fewer than five are like it", async () => {
    await others(3, "3205");
    await publish();
    expect(await shown()).toEqual([{ region: null, verified: false }]);
    for (const region of ["3205", "32"]) expect((await found(`region=${region}`)).total).toBe(0);
    expect((await found("")).facets.region).toEqual([]);
  });

  it("its city where five are", async () => {
    await others(4, "3205");
    await publish();
    expect(await shown()).toEqual([{ region: "3205", verified: true }]);
    expect((await found("region=3205")).total).toBe(1);
  });

  it("its province where the cities of few have five together, in list, facet and filter alike", async () => {
    await others(4, "3206");
    await publish();
    expect(await shown()).toEqual([{ region: "32", verified: true }]);
    expect((await found("")).facets.region).toEqual([{ value: "32", count: 1 }]);
    expect([(await found("region=32")).total, (await found("region=3205")).total]).toEqual([1, 0]);
  });

  it("what was settled when it was published, whatever its enterprise or others do", async () => {
    await others(3, "3205");
    const id = await publish();
    const before = await found("");
    await others(9, "3205");
    const { services } = market;
    await changeProfile(services, owner, {
      ...{ name: "甲公司新名", nameEn: "", kind: "enterprise", region: "3201" },
      ...{ profile: "", website: "" },
    });
    await services.database
      .update(organisation)
      .set({ verified: false })
      .where(eq(organisation.id, owner.active?.organisationId ?? ""));
    await indexOrganisation(services, owner.active?.organisationId ?? "");
    await publishPost(services, id);
    const after = await found("");
    expect(after.lines).toEqual(before.lines);
    expect(after.facets.region).toEqual([]);
    const { revision } = await commands.saveDraft(services, owner, "need", id, anonymous, 3);
    const submitted = await commands.submit(services, owner, id);
    expect(submitted.revision).toBeGreaterThan(revision);
    await approve(services, organizer, id, submitted.revision);
    await publishPost(services, id);
    expect((await found("")).lines).toEqual(before.lines);
  });
});

describe("an anonymous need tells no minute", () => {
  it("by its dates, in page and list, but to those who know whose it is", async () => {
    const { services } = market;
    const id = await publish();
    const seen = await viewPost(services, reader, "need", id);
    const published = new Date(seen.publishedAt ?? "");
    expect(published).toEqual(startOfDay(published));
    const [line] = (await found("")).lines;
    expect(line?.publishedAt).toBe(published.getTime() / 1_000);
    const own = await viewPost(services, owner, "need", id);
    expect(own.publishedAt).not.toBe(seen.publishedAt);
  });

  it("by its id or those of its files: they are drawn, and do not grow with time", async () => {
    const id = await publish();
    const [file] = await market.services.database
      .insert(attachment)
      .values({
        ...{ postId: id, name: "图.pdf", mediaType: "application/pdf", size: 1 },
        ...{ sha256: "", storageKey: "k" },
      })
      .returning();
    for (const one of [id, file?.id]) expect(one?.[14]).toBe("4");
    const [row] = await market.services.database.select().from(post).where(eq(post.id, id));
    expect(row?.shownOwner).toEqual({ region: null, verified: false });
  });
});

it("the page of an organisation does not run short by its anonymous posts", async () => {
  const { services } = market;
  const named = await publish(completeNeed({ title: "具名的需求" }));
  const content = { ...anonymous, kind: "need" };
  await services.database.insert(post).values(
    Array.from({ length: 60 }, () => ({
      ...{ kind: "need" as const, organisationId: owner.active?.organisationId ?? "" },
      ...{ publication: "published" as const, content, version: 1, publishedAt: new Date() },
    })),
  );
  const lines = await postsOf(services, reader, owner.active?.organisationId ?? "");
  expect(lines.map(({ id }) => id)).toEqual([named]);
});

it("a report of an anonymous post or of its side's words does not carry whose they are", async () => {
  const { services } = market;
  const id = await publish();
  const thing = await thingToReport(services.database, reader, { kind: "post", id });
  expect(JSON.stringify(thing)).not.toContain(owner.active?.organisationId);
  expect(thing.organisationName).toBe("");
});

it("an anonymous need that its enterprise sends along is not tied to its name before it was accepted", async () => {
  const { services } = market;
  const needId = await publish();
  const resultId = await publishedPost(services, organizer, reader, "result", completeResult());
  const interestId = await expressInterest(services, owner, resultId, {
    message: "我们需要这样的成果，请联系。",
    ownPostId: needId,
  });
  const dealId = await dealOf(services, interestId);
  const seen = async (viewer: Viewer) => [
    (await viewInterest(services, viewer, interestId)).ownPost?.id ?? null,
    (await viewDeal(services, viewer, dealId)).parties[0]?.post?.id ?? null,
  ];
  expect(await seen(owner)).toEqual([needId, needId]);
  expect(await seen(reader)).toEqual([null, null]);
  await decideInterest(services, reader, interestId, "accept");
  expect(await seen(reader)).toEqual([needId, needId]);
});

it("a need that was published under a name does not become anonymous, an anonymous one gets a name", async () => {
  const { services } = market;
  const named = await publish(completeNeed());
  const late = commands.saveDraft(services, owner, "need", named, anonymous, 3);
  await expect(late).rejects.toMatchObject({ code: "wasNamed" });
  const hidden = await publish();
  await commands.saveDraft(
    services,
    owner,
    "need",
    hidden,
    completeNeed({ title: "后来具名的碳化硅基板需求" }),
    3,
  );
  await commands.submit(services, owner, hidden);
});
