import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeDiscarded } from "#app/files/removal.server.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import {
  changePicture,
  changeStory,
  consentToStory,
  publishStory,
  takeStoryDown,
  withdrawConsent,
  writeStory,
} from "#app/stories/commands.server.ts";
import {
  dealsWithSuccess,
  openPicture,
  publishedStories,
  storiesInWork,
  storyKey,
  viewStory,
} from "#app/stories/queries.server.ts";
import { storySchema } from "#app/stories/schema.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { dealBetween } from "#tests/support/deals.ts";
import { memoryStore, smallPicture } from "#tests/support/files.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let demand: Viewer;
let supply: Viewer;
let organizer: Viewer;
let stranger: Viewer;
const files = memoryStore();
beforeAll(async () => {
  market = await openMarket();
  market.services.files = files;
  demand = await createPerson(market.services);
  supply = await createPerson(market.services, { kind: "university" });
  organizer = await createPerson(market.services, { platformRole: "organizer" });
  stranger = await createPerson(market.services);
});
afterAll(() => market.close());

const words = storySchema.parse({
  title: "高导热基板量产",
  body: "双方用八个月把烧结翘曲降到原来的三分之一，良率从六成提高到九成以上，已供货两家客户。",
});
const code = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: { code: string }) => error.code,
  );
const look = (viewer: Viewer | null, id: string) => viewStory(market.services, viewer, id);
const versionOf = async (id: string) => (await look(organizer, id)).version;
const consent = async (viewer: Viewer, id: string) =>
  consentToStory(market.services, viewer, id, (await look(organizer, id)).hash);
const publish = async (id: string, by = organizer) =>
  publishStory(market.services, by, id, await versionOf(id));
const isPublic = async (id: string) =>
  (await publishedStories(market.services, { limit: 50 })).lines.some((line) => line.id === id);

const written = async () =>
  writeStory(
    market.services,
    supply,
    await dealBetween(market.services, demand, supply, organizer),
    words,
  );

async function published(): Promise<string> {
  const id = await written();
  await consent(demand, id);
  await consent(supply, id);
  await publish(id);
  return id;
}

describe("a success story", () => {
  it("is written of a deal with a contract, and of no earlier one", async () => {
    const early = await dealBetween(market.services, demand, supply, organizer, ["negotiate"]);
    expect(await code(writeStory(market.services, demand, early, words))).toBe("illegalStep");
    const id = await dealBetween(market.services, demand, supply, organizer);
    expect((await dealsWithSuccess(market.services, demand)).map((one) => one.id)).toContain(id);
    expect((await dealsWithSuccess(market.services, demand)).map((one) => one.id)).not.toContain(
      early,
    );
    expect(await code(writeStory(market.services, stranger, id, words))).toBe("notFound");
  });

  it("is public when both sides have consented and an organizer publishes it", async () => {
    const id = await written();
    expect(await code(publish(id))).toBe("illegalStep");
    await consent(supply, id);
    await consent(supply, id);
    expect(await code(publish(id))).toBe("illegalStep");
    await consent(demand, id);
    expect(await isPublic(id)).toBe(false);
    await publish(id);
    expect(await isPublic(id)).toBe(true);
    expect(await look(null, id)).toMatchObject({ title: words.title, consents: [] });
    const told = (await listNotifications(market.services, demand, { limit: 20 })).lines;
    expect(told.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["story_consent_asked", "story_published"]),
    );
  });

  it("keeps no consent when one character of it changes", async () => {
    const id = await written();
    await consent(supply, id);
    await consent(demand, id);
    const { hash, version } = await look(demand, id);
    await changeStory(market.services, demand, id, { ...words, body: `${words.body}。` }, version);
    expect(await look(demand, id)).toMatchObject({
      state: "draft",
      consents: [{ given: false }, { given: false }],
    });
    expect(await code(consentToStory(market.services, supply, id, hash))).toBe("conflict");
    expect(await code(publish(id))).toBe("illegalStep");
    const now = await look(demand, id);
    await consent(supply, id);
    await changeStory(
      market.services,
      demand,
      id,
      { ...words, body: `${words.body}。` },
      now.version + 1,
    );
    expect((await look(supply, id)).consents.filter(({ given }) => given)).toHaveLength(1);
  });

  it("keeps no consent when its picture changes, and no bytes that nobody needs", async () => {
    const id = await written();
    await consent(supply, id);
    const put = async (tail: string) =>
      changePicture(market.services, supply, id, smallPicture("a.png", tail), await versionOf(id));
    await put("one");
    expect((await look(supply, id)).consents.filter(({ given }) => given)).toEqual([]);
    await removeDiscarded(market.services);
    expect(files.kept.size).toBe(1);
    await put("one");
    await removeDiscarded(market.services);
    expect(files.kept.size).toBe(1);
    expect(await code(openPicture(market.services, demand, id))).toBe("ok");
    await put("two");
    await removeDiscarded(market.services);
    expect(files.kept.size).toBe(1);
    expect(await code(openPicture(market.services, null, id))).toBe("notFound");
    await consent(supply, id);
    await consent(demand, id);
    await publish(id);
    expect(await code(openPicture(market.services, null, id))).toBe("ok");
    const version = await versionOf(id);
    expect(await code(changePicture(market.services, supply, id, null, version))).toBe(
      "illegalStep",
    );
    await withdrawConsent(market.services, supply, id);
    await changePicture(market.services, supply, id, null, await versionOf(id));
    await removeDiscarded(market.services);
    expect(files.kept.size).toBe(0);
  });

  it.each([
    ["the demand side", () => demand],
    ["the supply side", () => supply],
  ])("is gone at once when %s withdraws its consent", async (_who, side) => {
    const id = await published();
    await withdrawConsent(market.services, side(), id);
    expect(await isPublic(id)).toBe(false);
    expect(await code(look(null, id))).toBe("notFound");
    expect(await code(look(stranger, id))).toBe("notFound");
    expect(await code(publish(id))).toBe("illegalStep");
    expect((await look(side(), id)).may).toEqual(["edit"]);
    await changeStory(market.services, side(), id, words, await versionOf(id));
    await consent(demand, id);
    await consent(supply, id);
    await publish(id);
    expect(await isPublic(id)).toBe(true);
  });

  it("can be taken down by an organizer, who says why", async () => {
    const id = await published();
    await takeStoryDown(market.services, organizer, id, "合同有争议");
    expect(await isPublic(id)).toBe(false);
    expect((await listNotifications(market.services, supply, { limit: 10 })).lines).toContainEqual(
      expect.objectContaining({
        kind: "story_taken_down",
        payload: expect.objectContaining({ storyId: id, reason: "合同有争议" }),
      }),
    );
  });

  it("is agreed once when both sides consent at the same moment", async () => {
    const id = await written();
    await Promise.all([consent(demand, id), consent(supply, id)]);
    expect(await look(demand, id)).toMatchObject({ state: "agreed" });
  });
});

describe("who may do what with a story", () => {
  it.each([
    ["a stranger", () => stranger, "notFound", "notFound", "notFound", "notFound"],
    ["the supply side", () => supply, "ok", "ok", "forbidden", "ok"],
    ["an organizer", () => organizer, "ok", "forbidden", "illegalStep", "ok"],
  ] as const)("%s", async (_who, viewer, sees, consents, publishes, changes) => {
    const id = await written();
    const { services } = market;
    const { hash, version } = await look(organizer, id);
    expect(await code(look(viewer(), id))).toBe(sees);
    expect(await code(publishStory(services, viewer(), id, version))).toBe(publishes);
    expect(await code(takeStoryDown(services, viewer(), id, "x"))).toBe(publishes);
    expect(
      await code(changeStory(services, viewer(), id, { ...words, titleEn: "A" }, version)),
    ).toBe(changes);
    const after = await look(organizer, id);
    expect(hash === after.hash).toBe(changes !== "ok");
    expect(await code(consentToStory(services, viewer(), id, after.hash))).toBe(consents);
    expect(await code(withdrawConsent(services, viewer(), id))).toBe(consents);
  });

  it("a reader of a side sees it and consents to nothing", async () => {
    const id = await written();
    const organisation = demand.active ?? undefined;
    const reader = await createPerson(market.services, { organisation, role: "reader" });
    expect(await look(reader, id)).toMatchObject({ side: null, may: [] });
    expect(await code(consent(reader, id))).toBe("forbidden");
    expect(await code(withdrawConsent(market.services, reader, id))).toBe("forbidden");
  });

  it("work lists show a side its own stories, and organizers all", async () => {
    const id = await written();
    const seen = async (viewer: Viewer) =>
      (await storiesInWork(market.services, viewer, { limit: 100 })).lines.map((line) => line.id);
    expect(await seen(demand)).toContain(id);
    expect(await seen(organizer)).toContain(id);
    expect(await seen(stranger)).toEqual([]);
  });
});

it("published stories are paged, the newest first, also those of one organisation", async () => {
  for (let made = 0; made < 3; made++) await published();
  const all = (await publishedStories(market.services, { limit: 100 })).lines.map(({ id }) => id);
  const paged: string[] = [];
  for (let after: string | null = ""; after !== null;) {
    const page: Awaited<ReturnType<typeof publishedStories>> = await publishedStories(
      market.services,
      {
        organisationId: supply.active?.organisationId ?? "",
        after: storyKey.safeParse(after).data,
        limit: 2,
      },
    );
    paged.push(...page.lines.map(({ id }) => id));
    after = page.next;
  }
  expect(paged).toEqual(all);
  const other = stranger.active?.organisationId ?? "";
  expect(
    (await publishedStories(market.services, { organisationId: other, limit: 5 })).lines,
  ).toEqual([]);
});
