import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as commands from "#app/posts/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { approve } from "#app/posts/review.server.ts";
import { ownTimetable } from "#app/sessions/meetings/meeting-queries.server.ts";
import { addPair, forbidPair } from "#app/sessions/meetings/pairs.server.ts";
import { publishTimetable } from "#app/sessions/meetings/timetable/timetable.server.ts";
import {
  actingAs,
  partnerKey,
  partnersOf,
  wishesOf,
} from "#app/sessions/meetings/wish-queries.server.ts";
import { askToMeet, rankWish, takeWishStep } from "#app/sessions/meetings/wishes.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { notification } from "#db/schema/index.ts";
import {
  completeNeed,
  completeResult,
  createPerson,
  openMarket,
  type TestMarket,
} from "#tests/support/market.ts";
import { attend, openSession, sessionTools, type Guest } from "#tests/support/sessions.ts";

let market: TestMarket;
let organizer: Viewer;
let tools: ReturnType<typeof sessionTools>;
beforeAll(async () => {
  market = await openMarket();
  organizer = await createPerson(market.services, { platformRole: "organizer" });
  tools = sessionTools(market.services, organizer);
});
afterAll(() => market.close());

describe("a wish to meet", () => {
  it("is asked, told, answered and taken back by its own sides only", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b, c] = (await tools.guests(id, 3)) as [Guest, Guest, Guest];
    const reader = await createPerson(services, {
      organisation: a.viewer.active ?? undefined,
      role: "reader",
    });
    const stranger = await createPerson(services);
    for (const viewer of [b.viewer, c.viewer, reader, stranger, organizer])
      await expect(
        askToMeet(services, viewer, id, { fromId: a.id, toId: b.id, message: "" }),
      ).rejects.toMatchObject({ code: "forbidden" });
    const asking = { fromId: a.id, toId: b.id, message: "想了解贵方的烧结工艺" };
    expect(await askToMeet(services, a.viewer, id, asking)).toBe("asked");
    expect(await askToMeet(services, a.viewer, id, asking)).toBe("asked");
    const told = await services.database
      .select()
      .from(notification)
      .where(and(eq(notification.userId, b.viewer.userId), eq(notification.kind, "session_wish")));
    expect(told).toMatchObject([{ payload: { news: "asked", message: asking.message } }]);
    const [wish] = await tools.wishes(id);
    const wishId = wish?.id ?? "";
    const take = (viewer: Viewer, action: "accept" | "decline" | "withdraw", number: number) =>
      takeWishStep(services, viewer, id, wishId, { action, version: number });
    for (const viewer of [a.viewer, c.viewer, reader, stranger])
      for (const action of ["accept", "decline"] as const)
        await expect(take(viewer, action, 1)).rejects.toMatchObject({ code: "forbidden" });
    for (const viewer of [b.viewer, c.viewer, reader, stranger])
      await expect(take(viewer, "withdraw", 1)).rejects.toMatchObject({ code: "forbidden" });
    expect(await take(b.viewer, "accept", 1)).toBe("accepted");
    await expect(take(b.viewer, "decline", 1)).rejects.toMatchObject({ code: "conflict" });
    expect(await take(b.viewer, "decline", 2)).toBe("declined");
    await expect(tools.ask(id, a, b)).rejects.toMatchObject({ code: "wishDeclined" });
    expect(await tools.ask(id, b, a)).toBe("accepted");
  });

  it("from both sides at once is one accepted wish", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await tools.guests(id, 2)) as [Guest, Guest];
    const states = await Promise.all([tools.ask(id, a, b), tools.ask(id, b, a)]);
    expect(states.sort()).toEqual(["accepted", "asked"]);
    expect(await tools.wishes(id)).toMatchObject([{ state: "accepted" }]);
  });

  it("taken back can be turned round by the other side", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await tools.guests(id, 2)) as [Guest, Guest];
    await tools.ask(id, a, b);
    const [wish] = await tools.wishes(id);
    const back = { action: "withdraw", version: 1 } as const;
    await takeWishStep(services, a.viewer, id, wish?.id ?? "", back);
    expect(await tools.ask(id, b, a)).toBe("asked");
    expect(await tools.wishes(id)).toMatchObject([{ fromParticipantId: b.id, state: "asked" }]);
  });

  it("is not possible between organisations that are kept apart, nor with one's own", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await tools.guests(id, 2)) as [Guest, Guest];
    const organisations = {
      one: b.viewer.active?.organisationId ?? "",
      other: a.viewer.active?.organisationId ?? "",
      reason: "诉讼中",
    };
    expect(() => forbidPair(services, a.viewer, id, organisations)).toThrow("forbidden");
    await forbidPair(services, organizer, id, organisations);
    await expect(tools.ask(id, a, b)).rejects.toMatchObject({ code: "pairForbidden" });
    await expect(addPair(services, organizer, id, [a.id, b.id])).rejects.toMatchObject({
      code: "pairForbidden",
    });
    const page = { participantId: a.id, search: "", limit: 20 };
    expect((await partnersOf(services, a.viewer, id, page)).partners).toEqual([]);
    await expect(tools.ask(id, a, a)).rejects.toMatchObject({ code: "pairForbidden" });
  });

  it("is ranked from 1 on without gaps", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, ...others] = (await tools.guests(id, 4)) as [Guest, Guest, Guest, Guest];
    for (const other of others) await tools.ask(id, a, other);
    const { acting } = await actingAs(services, a.viewer, id, undefined);
    const lines = () => wishesOf(services, a.viewer, id, acting);
    for (const line of await lines())
      await rankWish(services, a.viewer, id, line.id, {
        ...{ participantId: a.id, rank: 1, version: line.version },
      });
    const ranked = await lines();
    expect(ranked.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    const last = ranked[2];
    if (!last) throw new Error("nothing is ranked");
    const first = { participantId: a.id, rank: 1, version: last.version };
    await rankWish(services, a.viewer, id, last.id, first);
    expect((await lines()).map((line) => line.id)).toEqual([last.id, ranked[0]?.id, ranked[1]?.id]);
    await expect(rankWish(services, a.viewer, id, last.id, first)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("shows partners by match, paged by key, and nothing of anonymous posts beside a name", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const publish = async (viewer: Viewer, kind: "need" | "result", content: object) => {
      const created = await commands.createDraft(services, viewer, kind, content as never);
      const { revision } = await commands.submit(services, viewer, created.id);
      await approve(services, organizer, created.id, revision);
      await publishPost(services, created.id);
      return created.id;
    };
    const university = await createPerson(services, { kind: "university" });
    const result = await publish(university, "result", completeResult());
    const open = await createPerson(services);
    const openNeed = await publish(open, "need", completeNeed());
    const anonymous = await createPerson(services);
    const secret = completeNeed({
      title: "匿名记号的高导热碳化硅陶瓷基板烧结",
      visibility: "anonymous",
    });
    const secretNeed = await publish(anonymous, "need", secret);
    const own = await attend(services, university, id, [result]);
    const named = await attend(services, open, id, [openNeed]);
    const hidden = await attend(services, anonymous, id, [secretNeed]);
    const first = await partnersOf(services, university, id, {
      ...{ participantId: own, search: "", limit: 1 },
    });
    expect(first.partners).toMatchObject([{ participantId: named, posts: [{ id: openNeed }] }]);
    expect(first.partners[0]?.score).toBeGreaterThan(0);
    const second = await partnersOf(services, university, id, {
      ...{ participantId: own, search: "", limit: 1 },
      after: partnerKey.parse(first.next),
    });
    expect(second.partners).toMatchObject([{ participantId: hidden, score: null, posts: [] }]);
    expect(second.next).toBeNull();
    const found = await partnersOf(services, university, id, {
      ...{ participantId: own, search: "匿名记号", limit: 10 },
    });
    expect(found.partners).toEqual([]);
    const message = { fromId: hidden, toId: own, message: "" };
    await askToMeet(services, anonymous, id, message);
    await askToMeet(services, university, id, { fromId: own, toId: hidden, message: "" });
    await tools.run(id);
    await publishTimetable(services, organizer, id, await tools.version(id), "final");
    const { acting } = await actingAs(services, university, id, undefined);
    const shown = JSON.stringify([
      await wishesOf(services, university, id, acting),
      await ownTimetable(services, university, id),
    ]);
    expect(shown).toContain(anonymous.active?.name);
    expect(shown).not.toContain("匿名记号");
    expect(shown).not.toContain(secretNeed);
  });
});
