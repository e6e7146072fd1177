import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeSearch, listSearches, saveSearch, stepSearch } from "#app/alerts/commands.server.ts";
import { tellFinds } from "#app/alerts/tell.server.ts";
import { blockOrganisation } from "#app/blocks/blocks.server.ts";
import { changeMailSubscription, mailSubscription } from "#app/alerts/unsubscribe.server.ts";
import { mailNotifications } from "#app/notifications/mail.server.ts";
import { changePreferences } from "#app/alerts/preferences.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { approve } from "#app/posts/review.server.ts";
import { searchParameters, type SearchParameters } from "#app/search/request.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { mailToken, notification, savedSearchHit } from "#db/schema/index.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let enterprise: Viewer;
let organizer: Viewer;
beforeAll(async () => {
  market = await openMarket();
  enterprise = await createPerson(market.services);
  organizer = await createPerson(market.services, { platformRole: "organizer" });
});
afterAll(() => market.close());

const asked = (changes: Partial<SearchParameters> = {}) => searchParameters.parse(changes);

async function saved(
  person: Viewer,
  frequency: "immediate" | "daily" | "weekly" | "none" = "immediate",
  changes: Partial<SearchParameters> = { q: "碳化硅", kind: ["need"] },
): Promise<string> {
  const input = { name: "碳化硅", frequency };
  const outcome = await saveSearch(market.services, person, asked(changes), input);
  if (!("saved" in outcome)) throw new Error("it was not saved");
  return outcome.saved;
}

async function publishedNeed(changes: Parameters<typeof completeNeed>[0] = {}): Promise<string> {
  const { services } = market;
  const { id } = await commands.createDraft(services, enterprise, "need", completeNeed(changes));
  const { revision } = await commands.submit(services, enterprise, id);
  await approve(services, organizer, id, revision);
  await publishPost(services, id);
  return id;
}

const toldOf = (person: Viewer, kind: string) =>
  market.services.database
    .select()
    .from(notification)
    .where(and(eq(notification.userId, person.userId), eq(notification.kind, kind)));

const mailsTo = async (person: Viewer) => {
  const { rows } = await market.test.pool.query<{
    data: { to: string; body: string; unsubscribeUrl?: string };
  }>("SELECT data FROM pgboss.job WHERE name = 'mail.send' AND data ->> 'to' = $1", [person.email]);
  return rows.map(({ data }) => data);
};

const tomorrow = () => new Date(Date.now() + 25 * 60 * 60 * 1_000);
const later = () => ({ ...market.services, now: tomorrow });

describe("a saved search", () => {
  it("is kept once, however it is written, and not more than a person may have", async () => {
    const person = await createPerson(market.services);
    const id = await saved(person, "daily", { q: "碳化硅", cluster: ["frontier_materials"] });
    const again = await saveSearch(
      market.services,
      person,
      asked({ q: " 碳化硅 ", cluster: ["frontier_materials"], page: 3, sort: "newest" }),
      { name: "另一个名字", frequency: "daily" },
    );
    expect(again).toEqual({ same: id });
    for (let n = 1; n < 50; n += 1) await saved(person, "none", { q: `检索${n}` });
    expect(
      await saveSearch(market.services, person, asked({ q: "多一个" }), {
        name: "多一个",
        frequency: "daily",
      }),
    ).toEqual({ tooMany: true });
    await stepSearch(market.services, person, id, "delete");
    expect(await listSearches(market.services, person)).toHaveLength(49);
    expect(await stepSearch(market.services, person, id, "restore")).toBe("done");
    expect(await listSearches(market.services, person)).toHaveLength(50);
  });

  it("is its person's alone", async () => {
    const person = await createPerson(market.services);
    const other = await createPerson(market.services);
    const id = await saved(person);
    for (const work of [
      () => stepSearch(market.services, other, id, "delete"),
      () => changeSearch(market.services, other, id, { name: "改名", frequency: "none" }),
    ])
      await expect(work()).rejects.toMatchObject({ code: "notFound" });
  });
});

describe("an alert", () => {
  it("says nothing of posts of organisations that are kept apart, whoever wanted it so", async () => {
    const [blocking, blocked] = [
      await createPerson(market.services),
      await createPerson(market.services),
    ];
    const between = await createPerson(market.services);
    for (const person of [blocking, blocked, between]) await saved(person);
    const idOf = (person: Viewer) => person.active?.organisationId ?? "";
    const block = (by: Viewer, whom: Viewer) =>
      blockOrganisation(market.services, by, idOf(whom), { note: "" });
    await block(blocking, enterprise);
    await block(enterprise, blocked);
    await publishedNeed();
    await block(between, enterprise);
    await tellFinds(market.services);
    for (const person of [blocking, blocked, between])
      expect(await toldOf(person, "search_hit")).toEqual([]);
  });

  it("tells of a new post once, however often its work repeats and the post changes", async () => {
    const person = await createPerson(market.services);
    await saved(person);
    const needId = await publishedNeed();
    for (let n = 0; n < 3; n += 1) await tellFinds(market.services);
    await publishPost(market.services, needId);
    await tellFinds(market.services);
    expect(await toldOf(person, "search_hit")).toMatchObject([{ payload: { postId: needId } }]);
  });

  it("tells nobody of what they may not see, nor of what does not fit", async () => {
    const person = await createPerson(market.services);
    const partner = await createPerson(market.services);
    await saved(person);
    await saved(partner);
    await saved(person, "immediate", { q: "石墨烯导热膜" });
    await publishedNeed({
      visibility: "invited",
      invited: [partner.active?.organisationId ?? ""],
    });
    await tellFinds(market.services);
    expect(await toldOf(person, "search_hit")).toEqual([]);
    expect(await toldOf(partner, "search_hit")).toHaveLength(1);
  });

  it("gathers a day into one digest, which never repeats an item", async () => {
    const person = await createPerson(market.services);
    await saved(person, "daily");
    await publishedNeed();
    await publishedNeed();
    await tellFinds(market.services);
    expect(await toldOf(person, "search_digest")).toEqual([]);
    await Promise.all([tellFinds(later()), tellFinds(later())]);
    expect(await toldOf(person, "search_digest")).toMatchObject([{ payload: { count: 2 } }]);
    await tellFinds(later());
    expect(await toldOf(person, "search_digest")).toHaveLength(1);
  });

  it("is dropped with a pause, and an empty digest is not sent", async () => {
    const person = await createPerson(market.services);
    const id = await saved(person, "daily");
    await publishedNeed();
    await stepSearch(market.services, person, id, "pause");
    await tellFinds(later());
    expect(await toldOf(person, "search_digest")).toEqual([]);
    expect(
      await market.services.database
        .select()
        .from(savedSearchHit)
        .where(eq(savedSearchHit.userId, person.userId)),
    ).toEqual([]);
  });
});

describe("mail", () => {
  it("goes out once, says how it is stopped, and stops by its link without a session", async () => {
    const person = await createPerson(market.services);
    await saved(person);
    await publishedNeed();
    await tellFinds(market.services);
    await Promise.all([1, 2].map(() => mailNotifications(market.services)));
    const mails = await mailsTo(person);
    expect(mails).toHaveLength(1);
    const token = mails[0]?.unsubscribeUrl?.split("/").at(-1) ?? "";
    expect(mails[0]?.body).toContain(token);
    expect(await mailSubscription(market.services, token)).toMatchObject({
      scope: "search",
      stopped: false,
    });
    await changeMailSubscription(market.services, token, "stop");
    await changeMailSubscription(market.services, token, "stop");
    expect((await listSearches(market.services, person))[0]?.paused).toBe(true);
    await publishedNeed();
    await tellFinds(market.services);
    await mailNotifications(market.services);
    expect(await mailsTo(person)).toHaveLength(1);
    await changeMailSubscription(market.services, token, "resume");
    expect((await listSearches(market.services, person))[0]?.paused).toBe(false);
    await expect(
      changeMailSubscription(market.services, "no-such-token", "stop"),
    ).rejects.toMatchObject({ code: "notFound" });
  });

  it("follows what the person chose, and waits for the end of quiet hours", async () => {
    const person = await createPerson(market.services);
    const choose = (mail: "immediate" | "off", quietOn: boolean) =>
      changePreferences(market.services, person, {
        channels: { saved_searches: { inProduct: false, mail } },
        quietOn,
        quietFrom: "00:00",
        quietTo: "23:59",
        zone: "Asia/Shanghai",
      });
    await saved(person);
    await choose("off", false);
    await publishedNeed();
    await tellFinds(market.services);
    await mailNotifications(market.services);
    expect(await mailsTo(person)).toEqual([]);
    expect(await toldOf(person, "search_hit")).toMatchObject([{ shown: false }]);
    await choose("immediate", true);
    await publishedNeed();
    await tellFinds(market.services);
    await mailNotifications(market.services);
    expect(await mailsTo(person)).toEqual([]);
    await mailNotifications(later());
    expect(await mailsTo(person)).toHaveLength(1);
    expect(
      await market.services.database
        .select()
        .from(mailToken)
        .where(eq(mailToken.userId, person.userId)),
    ).toHaveLength(1);
  });
});
