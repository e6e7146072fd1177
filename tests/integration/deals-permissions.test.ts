import { randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proposeBroker } from "#app/deals/brokers.server.ts";
import { addComment, addVersion, openVersion } from "#app/deals/documents.server.ts";
import { moveDeal } from "#app/deals/move.server.ts";
import { addNote } from "#app/deals/notes.server.ts";
import { peopleForBroker, viewDeal } from "#app/deals/record.server.ts";
import { addTask } from "#app/deals/tasks.server.ts";
import { markThreadRead, sendMessage } from "#app/deals/thread.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { asReader } from "#db/row-security.ts";
import { dealMessage } from "#db/schema/index.ts";
import {
  codeOf,
  file,
  message,
  note,
  openDealMarket,
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

/** Every role by every function; "-" stands for done. */
describe("permissions", () => {
  type Try = (viewer: Viewer, dealId: string) => Promise<unknown>;
  const tries: Record<string, Try> = {
    view: (viewer, id) => viewDeal(services, viewer, id),
    move: async (viewer, id) => {
      const { version, stage } = await market.dealRow(id);
      const action = stage === "visit" ? "negotiate" : "visit";
      return moveDeal(services, viewer, id, { action, version, note: "" });
    },
    message: (viewer, id) => sendMessage(services, viewer, id, message()),
    read: async (viewer, id) => markThreadRead(services, viewer, id, await anyMessage(id)),
    task: (viewer, id) =>
      addTask(services, viewer, id, {
        title: "样件",
        dueOn: "2031-01-01",
        assignee: { side: "supply", personId: null },
        clientKey: randomUUID(),
      }),
    note: (viewer, id) => addNote(services, viewer, id, { ...note(), clientKey: randomUUID() }),
    document: (viewer, id) => addVersion(services, viewer, id, { title: "方案" }, file()),
    download: async (viewer, id) =>
      buffer(await (await openVersion(services, viewer, id, await anyVersion(id))).open()),
    comment: async (viewer, id) =>
      addComment(services, viewer, id, await anyVersion(id), message()),
    find: (viewer, id) => peopleForBroker(services, viewer, id, "person"),
    propose: (viewer, id) => proposeBroker(services, viewer, id, stranger.userId),
  };
  const anyMessage = async (id: string) =>
    (await viewDeal(services, demand, id)).contents?.messages[0]?.id ?? "";
  const anyVersion = async (id: string) =>
    (await viewDeal(services, demand, id)).contents?.documents[0]?.versions[0]?.id ?? "";
  const writer = { find: "done", propose: "brokerTaken" };
  const expected: [role: string, viewer: () => Viewer, Record<string, string>][] = [
    ["demand owner", () => demand, writer],
    ["supply owner", () => supply, writer],
    ["broker", () => broker, { find: "forbidden", propose: "forbidden" }],
    [
      "reader",
      () => demandReader,
      {
        move: "forbidden",
        message: "forbidden",
        task: "forbidden",
        note: "forbidden",
        document: "forbidden",
        comment: "forbidden",
        find: "forbidden",
        propose: "forbidden",
      },
    ],
    [
      "organizer",
      () => organizer,
      {
        message: "forbidden",
        read: "notFound",
        task: "forbidden",
        note: "forbidden",
        document: "notFound",
        download: "notFound",
        comment: "forbidden",
        find: "notFound",
        propose: "forbidden",
      },
    ],
    [
      "stranger",
      () => stranger,
      Object.fromEntries(Object.keys(tries).map((name) => [name, "notFound"])),
    ],
  ];
  let dealId = "";
  beforeAll(async () => {
    ({ dealId } = await market.withBroker());
    await sendMessage(services, supply, dealId, message("秘密的话"));
    await addVersion(services, demand, dealId, { title: "方案" }, file());
  });

  it.each(expected)("of a %s", async (_role, viewer, refused) => {
    const outcomes: Record<string, string> = {};
    for (const [name, attempt] of Object.entries(tries))
      outcomes[name] = await codeOf(attempt(viewer(), dealId));
    const wanted = Object.fromEntries(Object.keys(tries).map((name) => [name, "done"]));
    expect(outcomes).toEqual({ ...wanted, ...refused });
  });

  it("an organizer's view has no contents", async () => {
    const view = await viewDeal(services, organizer, dealId);
    expect(view).toMatchObject({ contents: null, origin: null, broker: null, side: null });
    expect(JSON.stringify(view)).not.toContain("秘密的话");
  });

  it("the database itself gives contents to the sides and the broker only", async () => {
    const rowsFor = (viewer: Viewer) =>
      asReader(
        services.database,
        {
          userId: viewer.userId,
          organisationIds: viewer.memberships.map(({ organisationId }) => organisationId),
          organizer: viewer.platformRole !== "member",
        },
        (transaction) => transaction.$count(dealMessage, eq(dealMessage.dealId, dealId)),
      );
    for (const viewer of [demand, demandReader, supply, broker])
      expect(await rowsFor(viewer)).toBeGreaterThan(0);
    for (const viewer of [organizer, stranger]) expect(await rowsFor(viewer)).toBe(0);
  });
});
