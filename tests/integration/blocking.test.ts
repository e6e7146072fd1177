import { randomUUID } from "node:crypto";
import { isNull } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { blockOrganisation, listBlocks, unblockOrganisation } from "#app/blocks/blocks.server.ts";
import { proposeBroker } from "#app/deals/brokers.server.ts";
import { sendMessage } from "#app/deals/thread.server.ts";
import { decideInterest, expressInterest } from "#app/interests/commands.server.ts";
import { listMatches } from "#app/matching/list.server.ts";
import { matchesOf } from "#app/matching/matches.server.ts";
import { refreshMatches } from "#app/matching/refresh.server.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { approve } from "#app/posts/review.server.ts";
import { readerOf } from "#app/kernel/reader.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { asReader } from "#db/row-security.ts";
import { organisationBlock, standingMatch } from "#db/schema/index.ts";
import {
  completeNeed,
  completeResult,
  createPerson,
  dealOf,
  openMarket,
  type TestMarket,
} from "#tests/support/market.ts";
import { publishedPost } from "#tests/support/posts.ts";

let market: TestMarket;
let enterprise: Viewer;
let university: Viewer;
let organizer: Viewer;
let needId: string;
let resultId: string;

beforeEach(async () => {
  market = await openMarket();
  const { services } = market;
  enterprise = await createPerson(services);
  university = await createPerson(services, { kind: "university" });
  organizer = await createPerson(services, { platformRole: "organizer" });
  needId = await published(enterprise, "need");
  resultId = await published(university, "result");
});
afterEach(() => market.close());

async function published(viewer: Viewer, kind: "need" | "result"): Promise<string> {
  const { services } = market;
  const content = kind === "need" ? completeNeed() : completeResult();
  const { id } = await commands.createDraft(services, viewer, kind, content);
  const { revision } = await commands.submit(services, viewer, id);
  await approve(services, organizer, id, revision);
  await publishPost(services, id);
  return id;
}

const idOf = (viewer: Viewer): string => viewer.active?.organisationId ?? "";
const block = (by: Viewer, whom: Viewer) =>
  blockOrganisation(market.services, by, idOf(whom), { note: "" });
const standing = () =>
  market.services.database.select().from(standingMatch).where(isNull(standingMatch.endedAt));
const listed = async (viewer: Viewer) =>
  (await listMatches(market.services, viewer, { seenUntil: null, limit: 20 })).lines;
const code = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: { code: string }) => error.code,
  );
const input = { message: "我们有相近的成果，希望了解贵方的工况。", ownPostId: null };

describe.each([
  ["the need's side", () => enterprise, () => university],
  ["the result's side", () => university, () => enterprise],
])("a block by %s", (_side, blocking, blocked) => {
  it("ends standing matches of the two, and no later work brings them back or tells of them", async () => {
    expect(await standing()).toHaveLength(1);
    const told = async (viewer: Viewer) =>
      (await listNotifications(market.services, viewer, { limit: 50 })).lines.filter(
        ({ kind }) => kind === "match_found",
      ).length;
    const before = [await told(enterprise), await told(university)];
    await block(blocking(), blocked());
    expect(await standing()).toEqual([]);
    await publishPost(market.services, needId);
    await publishPost(market.services, resultId);
    await published(blocked(), blocked() === enterprise ? "need" : "result");
    expect(await standing()).toEqual([]);
    for (const viewer of [enterprise, university]) expect(await listed(viewer)).toEqual([]);
    expect(await matchesOf(market.services, enterprise, needId, 10)).toEqual([]);
    expect(await matchesOf(market.services, university, resultId, 10)).toEqual([]);
    expect([await told(enterprise), await told(university)]).toEqual(before);
  });

  it("lets neither express interest, and says no more than that it is not possible", async () => {
    await block(blocking(), blocked());
    const { services } = market;
    expect(await code(expressInterest(services, university, needId, input))).toBe("notPossible");
    expect(await code(expressInterest(services, enterprise, resultId, input))).toBe("notPossible");
  });

  it("ends the talk of an interest that was there", async () => {
    const { services } = market;
    const interestId = await expressInterest(services, university, needId, input);
    const dealId = await dealOf(services, interestId);
    await block(blocking(), blocked());
    const message = () => ({ body: "还在吗？", clientKey: randomUUID() });
    expect(await code(sendMessage(services, university, dealId, message()))).toBe("notPossible");
    expect(await code(sendMessage(services, enterprise, dealId, message()))).toBe("notPossible");
  });

  it("lets neither propose a broker", async () => {
    const { services } = market;
    const interestId = await expressInterest(services, university, needId, input);
    await decideInterest(services, enterprise, interestId, "accept");
    const dealId = await dealOf(services, interestId);
    await block(blocking(), blocked());
    const broker = await createPerson(services);
    for (const viewer of [university, enterprise])
      expect(await code(proposeBroker(services, viewer, dealId, broker.userId))).toBe(
        "notPossible",
      );
  });

  it("can be taken back: the two are matched and talk again", async () => {
    const { services } = market;
    await block(blocking(), blocked());
    await block(blocking(), blocked());
    expect(await listBlocks(services, blocking())).toMatchObject([
      { organisationId: idOf(blocked()) },
    ]);
    expect(await listBlocks(services, blocked())).toEqual([]);
    expect(await code(unblockOrganisation(services, blocked(), idOf(blocking())))).toBe("notFound");
    await unblockOrganisation(services, blocking(), idOf(blocked()));
    await refreshMatches(services);
    expect(await standing()).toHaveLength(1);
    expect(await code(expressInterest(services, university, needId, input))).toBe("ok");
  });

  it("is known to those who set it, whatever a query asks", async () => {
    await block(blocking(), blocked());
    const seen = (viewer: Viewer | null) =>
      asReader(market.services.database, readerOf(viewer), (transaction) =>
        transaction.select().from(organisationBlock),
      );
    expect(await seen(blocking())).toHaveLength(1);
    for (const viewer of [blocked(), organizer, null]) expect(await seen(viewer)).toEqual([]);
  });
});

describe("beside an anonymous need of one of the two, a block", () => {
  let anonymousId: string;
  beforeEach(async () => {
    const content = completeNeed({ title: "匿名的碳化硅陶瓷基板需求", visibility: "anonymous" });
    anonymousId = await publishedPost(market.services, organizer, enterprise, "need", content);
  });
  const seenBy = async (viewer: Viewer) => (await listed(viewer)).map(({ other }) => other.id);

  it.each([
    ["the enterprise", () => enterprise, () => university],
    ["the university", () => university, () => enterprise],
  ])(
    "by %s leaves it where the university sees it, and takes what it knows of the university",
    async (_by, blocking, blocked) => {
      await block(blocking(), blocked());
      expect(await seenBy(university)).toEqual([anonymousId]);
      expect(await seenBy(enterprise)).toEqual([]);
      for (const id of [anonymousId, resultId]) await publishPost(market.services, id);
      expect(await seenBy(university)).toEqual([anonymousId]);
      expect(await seenBy(enterprise)).toEqual([]);
      const found = await matchesOf(market.services, university, resultId, 10);
      expect(found.map(({ document }) => document.id)).toEqual([anonymousId]);
      expect(await matchesOf(market.services, enterprise, anonymousId, 10)).toEqual([]);
      await unblockOrganisation(market.services, blocking(), idOf(blocked()));
      await refreshMatches(market.services);
      expect((await seenBy(university)).sort()).toEqual([anonymousId, needId].sort());
      expect(await seenBy(enterprise)).toEqual([resultId, resultId]);
    },
  );

  it("by the enterprise lets the university ask and write, and tells nobody of it", async () => {
    const { services } = market;
    await block(enterprise, university);
    const before = await listNotifications(services, enterprise, { limit: 50 });
    const interestId = await expressInterest(services, university, anonymousId, input);
    const dealId = await dealOf(services, interestId);
    const message = () => ({ body: "请问工况如何？", clientKey: randomUUID() });
    await sendMessage(services, university, dealId, message());
    expect(await listNotifications(services, enterprise, { limit: 50 })).toEqual(before);
    expect(await code(sendMessage(services, enterprise, dealId, message()))).toBe("notPossible");
    expect(await code(decideInterest(services, enterprise, interestId, "accept"))).toBe(
      "notPossible",
    );
    const decline = { reason: "other" as const, note: "" };
    expect(await code(decideInterest(services, enterprise, interestId, "decline", decline))).toBe(
      "ok",
    );
  });

  it("by the university is no answer to what it asks: they talk unnamed, and do not come together", async () => {
    const { services } = market;
    await block(university, enterprise);
    const interestId = await expressInterest(services, university, anonymousId, input);
    const dealId = await dealOf(services, interestId);
    const message = () => ({ body: "请问工况如何？", clientKey: randomUUID() });
    for (const viewer of [university, enterprise])
      expect(await code(sendMessage(services, viewer, dealId, message()))).toBe("ok");
    const kinds = async (viewer: Viewer) =>
      (await listNotifications(services, viewer, { limit: 50 })).lines.map(({ kind }) => kind);
    expect(await kinds(enterprise)).toEqual(
      expect.arrayContaining(["interest_received", "message_received"]),
    );
    expect(await code(decideInterest(services, enterprise, interestId, "accept"))).toBe(
      "notPossible",
    );
  });
});

it("keeps an interest that waited from being accepted", async () => {
  const interestId = await expressInterest(market.services, university, needId, input);
  await block(university, enterprise);
  const accepted = decideInterest(market.services, enterprise, interestId, "accept");
  expect(await code(accepted)).toBe("notPossible");
});

it("leaves matches with third organisations standing", async () => {
  const third = await createPerson(market.services, { kind: "institute" });
  await published(third, "result");
  await block(enterprise, university);
  expect(await standing()).toMatchObject([{ resultOrganisationId: idOf(third) }]);
});

it.each([
  ["a reader", "forbidden"],
  ["an editor", "ok"],
] as const)("%s who blocks gets: %s", async (who, answer) => {
  const role = who === "a reader" ? "reader" : "editor";
  const organisation = enterprise.active ?? undefined;
  const viewer = await createPerson(market.services, { organisation, role });
  expect(await code(block(viewer, university))).toBe(answer);
  expect(await code(block(viewer, enterprise))).toBe("forbidden");
  const unknown = blockOrganisation(market.services, enterprise, randomUUID(), { note: "" });
  expect(await code(unknown)).toBe("notFound");
});
