import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeDiscarded } from "#app/files/removal.server.ts";
import { boardSchema, dealBoard, endReasonsByCluster } from "#app/deals/board.server.ts";
import { brokerInvitations, proposeBroker, takeBrokerStep } from "#app/deals/brokers.server.ts";
import { addComment, addVersion, openVersion } from "#app/deals/documents.server.ts";
import { listDeals } from "#app/deals/list.server.ts";
import { moveDeal } from "#app/deals/move.server.ts";
import { addNote, editNote } from "#app/deals/notes.server.ts";
import { peopleForBroker, viewDeal } from "#app/deals/record.server.ts";
import { remindOfTasks } from "#app/deals/reminders.server.ts";
import { addTask, setTaskDone } from "#app/deals/tasks.server.ts";
import { markThreadRead, sendMessage } from "#app/deals/thread.server.ts";
import { decideInterest } from "#app/interests/commands.server.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { mayJoin } from "#app/server/live-rooms.ts";
import { dealBroker, dealMessage, dealNote } from "#db/schema/index.ts";
import {
  codeOf,
  file,
  message,
  note,
  openDealMarket,
  pdf,
  type DealMarket,
} from "#tests/support/deal-market.ts";

let market: DealMarket;
let services: Services;
let demand: Viewer;
let demandReader: Viewer;
let supply: Viewer;
let broker: Viewer;
let organizer: Viewer;
let stranger: Viewer;
beforeAll(async () => {
  market = await openDealMarket();
  ({ services, demand, demandReader, supply, broker, organizer, stranger } = market);
});
afterAll(() => market.close());

const told = async (viewer: Viewer, dealId: string) =>
  (await listNotifications(services, viewer, { limit: 100 })).lines
    .filter(({ payload }) => "dealId" in payload && payload.dealId === dealId)
    .map(({ kind }) => kind);

describe("moving a deal", () => {
  it("of two who move it at once one is told of the conflict, and everyone else of the move", async () => {
    const dealId = await market.openDeal();
    const { version } = await market.dealRow(dealId);
    const outcomes = await Promise.all([
      codeOf(moveDeal(services, demand, dealId, { action: "visit", version, note: "" })),
      codeOf(moveDeal(services, supply, dealId, { action: "negotiate", version, note: "" })),
    ]);
    expect(outcomes.sort()).toEqual(["conflict", "done"]);
    expect((await market.dealRow(dealId)).version).toBe(version + 1);
    expect((await told(demandReader, dealId)).filter((kind) => kind === "deal_moved")).toHaveLength(
      1,
    );
  });

  it("the same step sent twice by one person is one step", async () => {
    const dealId = await market.openDeal();
    const { version } = await market.dealRow(dealId);
    const move = { action: "visit" as const, version, note: "" };
    await Promise.all([1, 2].map(() => moveDeal(services, demand, dealId, move)));
    expect(await market.dealRow(dealId)).toMatchObject({ stage: "visit", version: version + 1 });
    expect(await codeOf(moveDeal(services, supply, dealId, move))).toBe("conflict");
  });

  it("ends with a reason that both sides see and organizers count, and comes back", async () => {
    const dealId = await market.openDeal();
    const { version } = await market.dealRow(dealId);
    await moveDeal(services, supply, dealId, {
      action: "end",
      version,
      reason: "price",
      note: "只对双方说的话",
    });
    expect(await viewDeal(services, demand, dealId)).toMatchObject({
      endReason: "price",
      endNote: "只对双方说的话",
      may: { message: false, write: false, steps: ["reopen"] },
    });
    expect(await viewDeal(services, organizer, dealId)).toMatchObject({
      endReason: "price",
      endNote: "",
    });
    const [line] = await endReasonsByCluster(services, organizer);
    expect(line?.cluster).toBe("frontier_materials");
    expect(line?.ended).toContainEqual({ reason: "price", count: 1 });
    expect(await codeOf(endReasonsByCluster(services, demand))).toBe("forbidden");
    await moveDeal(services, demand, dealId, { action: "reopen", version: version + 1, note: "" });
    const { way } = await viewDeal(services, demand, dealId);
    expect(way.map(({ action, side }) => [action, side])).toEqual([
      ["open", "supply"],
      ["accept", "demand"],
      ["end", "supply"],
      ["reopen", "demand"],
    ]);
  });

  it("a declined interest is counted by its reason", async () => {
    const dealId = await market.openDeal(false);
    const { interestId } = await market.dealRow(dealId);
    await decideInterest(services, demand, interestId, "decline", { reason: "maturity", note: "" });
    const [line] = await endReasonsByCluster(services, organizer);
    expect(line?.declined).toContainEqual({ reason: "maturity", count: 1 });
  });
});

describe("the thread", () => {
  it("keeps a message once that is sent twice, and tells the others", async () => {
    const dealId = await market.openDeal(false);
    const sent = message();
    await Promise.all([1, 2].map(() => sendMessage(services, supply, dealId, sent)));
    const { contents } = await viewDeal(services, demand, dealId);
    expect(contents?.messages.map(({ body, own }) => [body, own])).toEqual([[sent.body, false]]);
    expect(await told(demand, dealId)).toEqual(["message_received"]);
    expect(await told(supply, dealId)).toEqual([]);
  });

  it("shows who has read how far, and never goes back", async () => {
    const dealId = await market.openDeal();
    await sendMessage(services, supply, dealId, message("第一条"));
    await sendMessage(services, supply, dealId, message("第二条"));
    const seen = await viewDeal(services, demand, dealId);
    const [first, second] = seen.contents?.messages.map(({ id }) => id) ?? [];
    expect(seen.contents?.unreadMessageId).toBe(second);
    const unread = async () =>
      (await listDeals(services, demand, { limit: 50 })).lines.find(({ id }) => id === dealId)
        ?.unread;
    expect(await unread()).toBe(2);
    await markThreadRead(services, demand, dealId, second ?? "");
    await markThreadRead(services, demand, dealId, first ?? "");
    expect(await unread()).toBe(0);
    const { contents } = await viewDeal(services, supply, dealId);
    expect(contents?.messages.map(({ readBy }) => readBy)).toEqual([[demand.name], [demand.name]]);
  });

  it("is paged", async () => {
    const dealId = await market.openDeal();
    await services.database.insert(dealMessage).values(
      Array.from({ length: 60 }, (_, number) => ({
        dealId,
        organisationId: supply.active?.organisationId,
        authorId: supply.userId,
        body: String(number),
        clientKey: randomUUID(),
      })),
    );
    const newest = await viewDeal(services, demand, dealId);
    expect(newest.contents?.messages.map(({ body }) => body)).toEqual(
      Array.from({ length: 50 }, (_, number) => String(number + 10)),
    );
    const before = newest.contents?.earlier ?? undefined;
    const earlier = await viewDeal(services, demand, dealId, { before });
    expect(earlier.contents?.messages).toHaveLength(10);
    expect(earlier.contents?.earlier).toBeNull();
  });
});

describe("tasks", () => {
  const task = (assignee: { side: "demand" | "supply" | "broker"; personId: string | null }) => ({
    title: "寄出样件",
    dueOn: "2026-03-10",
    assignee,
    clientKey: randomUUID(),
  });

  it("are for people of that side only", async () => {
    const dealId = await market.openDeal();
    const add = (side: "demand" | "supply" | "broker", personId: string | null) =>
      codeOf(addTask(services, demand, dealId, task({ side, personId })));
    expect(await add("supply", supply.userId)).toBe("done");
    expect(await add("supply", demand.userId)).toBe("notAssignable");
    expect(await add("demand", demandReader.userId)).toBe("notAssignable");
    expect(await add("broker", null)).toBe("notAssignable");
  });

  it("remind the one who has to do it once, the day before, unless done or ended", async () => {
    const dealId = await market.openDeal();
    await addTask(services, demand, dealId, task({ side: "supply", personId: null }));
    await addTask(services, demand, dealId, {
      ...task({ side: "supply", personId: null }),
      title: "已经做完",
    });
    const { contents } = await viewDeal(services, supply, dealId);
    const finished = contents?.tasks.find(({ title }) => title === "已经做完")?.id ?? "";
    await setTaskDone(services, supply, dealId, finished, true);
    const at = (now: string) => remindOfTasks({ ...services, now: () => new Date(now) });
    const reminders = async () =>
      (await told(supply, dealId)).filter((kind) => kind === "deal_task_due").length;
    await at("2026-03-08T15:59:00Z");
    expect(await reminders()).toBe(0);
    await at("2026-03-08T16:01:00Z");
    await at("2026-03-09T08:00:00Z");
    expect(await reminders()).toBe(1);
    expect(await told(demand, dealId)).not.toContain("deal_task_due");
  });
});

describe("meeting notes", () => {
  it("of two who edit one the second is told, and the first's text stays", async () => {
    const dealId = await market.openDeal();
    await addNote(services, demand, dealId, { ...note(), clientKey: randomUUID() });
    const [made] = await services.database
      .select()
      .from(dealNote)
      .where(eq(dealNote.dealId, dealId));
    const edit = (viewer: Viewer, body: string, version: number) =>
      codeOf(editNote(services, viewer, dealId, made?.id ?? "", { ...note(body), version }));
    expect(await edit(demand, "第一位写的", 1)).toBe("done");
    expect(await edit(supply, "第二位写的", 1)).toBe("conflict");
    const { contents } = await viewDeal(services, supply, dealId);
    expect(contents?.notes).toMatchObject([{ body: "第一位写的", version: 2 }]);
    expect(await edit(supply, "第二位写的", 2)).toBe("done");
  });
});

describe("documents", () => {
  it("keep every version with its checksum and comments, in order", async () => {
    const dealId = await market.openDeal();
    await addVersion(services, demand, dealId, { title: "检测方案" }, file());
    const documentsOf = async () =>
      (await viewDeal(services, supply, dealId)).contents?.documents ?? [];
    const [{ id = "", versions = [] } = {}] = await documentsOf();
    const versionId = versions[0]?.id ?? "";
    await Promise.all([
      addVersion(services, supply, dealId, { documentId: id }, file("plan-b.pdf")),
      addVersion(services, demand, dealId, { documentId: id }, file("plan-c.pdf")),
    ]);
    const said = message("第三节需要补充");
    await addComment(services, supply, dealId, versionId, said);
    await addComment(services, supply, dealId, versionId, said);
    const [document] = await documentsOf();
    expect(document?.versions.map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(document?.versions[2]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(document?.versions[2]?.comments.map(({ body }) => body)).toEqual([said.body]);
    const opened = await openVersion(services, supply, dealId, versionId);
    expect(await buffer(await opened.open())).toEqual(pdf);
  });

  it("that are not what their name says leave nothing behind", async () => {
    const dealId = await market.openDeal();
    const kept = () =>
      readdirSync(market.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      ).length;
    const before = kept();
    const add = (title: string, bytes: Buffer) =>
      codeOf(addVersion(services, demand, dealId, { title }, file("plan.pdf", bytes)));
    expect(await add("文本", Buffer.from("just text"))).toBe("fileType");
    expect(kept()).toBe(before);
    expect(
      await codeOf(
        addVersion(services, demand, dealId, { documentId: randomUUID() }, file("plan.pdf")),
      ),
    ).toBe("notFound");
    await removeDiscarded(services);
    expect(kept()).toBe(before);
  });
});

describe("the broker", () => {
  it("hears of it and sees the record only when it is theirs to, and not a moment longer", async () => {
    const dealId = await market.openDeal();
    const sees = () => codeOf(viewDeal(services, broker, dealId));
    const joins = () => mayJoin(services.database, broker, `deal:${dealId}`);
    await proposeBroker(services, demand, dealId, broker.userId);
    expect([await sees(), await joins(), await told(broker, dealId)]).toEqual([
      "notFound",
      false,
      [],
    ]);
    const [row] = await services.database
      .select()
      .from(dealBroker)
      .where(eq(dealBroker.dealId, dealId));
    const step = (viewer: Viewer, name: Parameters<typeof takeBrokerStep>[4]) =>
      codeOf(takeBrokerStep(services, viewer, dealId, row?.id ?? "", name));
    expect(await step(demand, "agree")).toBe("forbidden");
    expect(await step(broker, "accept")).toBe("illegalStep");
    expect(await step(supply, "agree")).toBe("done");
    expect(await sees()).toBe("notFound");
    expect((await brokerInvitations(services, broker)).map((one) => one.dealId)).toContain(dealId);
    expect(await step(broker, "accept")).toBe("done");
    expect([await sees(), await joins()]).toEqual(["done", true]);
    expect(await codeOf(proposeBroker(services, supply, dealId, stranger.userId))).toBe(
      "brokerTaken",
    );
    expect(await step(supply, "remove")).toBe("done");
    expect([await sees(), await joins()]).toEqual(["notFound", false]);
    expect(await codeOf(sendMessage(services, broker, dealId, message()))).toBe("notFound");
  });

  it("is nobody of either side, and found by the beginning of a name or a mail address", async () => {
    const dealId = await market.openDeal();
    expect(await codeOf(proposeBroker(services, demand, dealId, demandReader.userId))).toBe(
      "notABroker",
    );
    const find = (asked: string) => peopleForBroker(services, demand, dealId, asked);
    expect((await find(broker.email)).map(({ id }) => id)).toEqual([broker.userId]);
    expect((await find(broker.name)).map(({ id }) => id)).toEqual([broker.userId]);
    expect(await find(supply.email)).toEqual([]);
    expect(await find("%")).toEqual([]);
  });

  it("a removal empties the person's open rooms", async () => {
    const { dealId, brokerRow } = await market.withBroker();
    const events: string[] = [];
    const client = await market.pool.connect();
    client.on("notification", ({ payload }) => events.push(payload ?? ""));
    await client.query("LISTEN duijie_events");
    await takeBrokerStep(services, demand, dealId, brokerRow, "remove");
    await client.query("SELECT 1");
    client.release(true);
    const closed = events.map((text) => JSON.parse(text) as { event: string; rooms: string[] });
    expect(closed.filter(({ event }) => event === "room.closed")).toMatchObject([
      { rooms: [`user:${broker.userId}`] },
    ]);
  });
});

describe("the board", () => {
  it("has a broker's own deals, and all for organizers by cluster and city", async () => {
    const { dealId } = await market.withBroker();
    const idsFor = async (viewer: Viewer, query: Record<string, string> = {}) =>
      (await dealBoard(services, viewer, boardSchema.parse(query))).flatMap(({ cards }) =>
        cards.map(({ id }) => id),
      );
    expect(await idsFor(broker)).toContain(dealId);
    expect(await idsFor(demand)).toEqual([]);
    expect(await idsFor(organizer)).toContain(dealId);
    expect(await idsFor(organizer, { cluster: "frontier_materials", city: "3201" })).toContain(
      dealId,
    );
    expect(await idsFor(organizer, { cluster: "new_displays" })).toEqual([]);
    expect(await idsFor(organizer, { city: "3213" })).toEqual([]);
  });
});
