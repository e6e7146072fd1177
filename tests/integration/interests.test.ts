import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listDeals } from "#app/deals/list.server.ts";
import { viewDeal } from "#app/deals/record.server.ts";
import { sendMessage } from "#app/deals/thread.server.ts";
import { decideInterest, expressInterest } from "#app/interests/commands.server.ts";
import { listInterests, viewInterest } from "#app/interests/queries.server.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { viewPost } from "#app/posts/queries.server.ts";
import { approve } from "#app/posts/review.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { deal } from "#db/schema/index.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let enterprise: Viewer;
let colleague: Viewer;
let university: Viewer;
let organizer: Viewer;
beforeAll(async () => {
  market = await openMarket();
  enterprise = await createPerson(market.services);
  const organisation = enterprise.active ?? undefined;
  colleague = await createPerson(market.services, { organisation, role: "reader" });
  university = await createPerson(market.services, { kind: "university" });
  organizer = await createPerson(market.services, { platformRole: "organizer" });
});
afterAll(() => market.close());

const input = { message: "我们有相近的成果，希望了解贵方的工况。", ownPostId: null };

async function publishedNeed(changes: Parameters<typeof completeNeed>[0] = {}): Promise<string> {
  const { services } = market;
  const { id } = await commands.createDraft(services, enterprise, "need", completeNeed(changes));
  const { revision } = await commands.submit(services, enterprise, id);
  await approve(services, organizer, id, revision);
  return id;
}

const express = async (changes: Parameters<typeof completeNeed>[0] = {}) =>
  expressInterest(market.services, university, await publishedNeed(changes), input);

const told = async (viewer: Viewer, interestId: string) => {
  const dealId = await dealOf(interestId);
  return (await listNotifications(market.services, viewer, { limit: 100 })).lines.filter(
    ({ payload }) =>
      ("interestId" in payload && payload.interestId === interestId) ||
      ("dealId" in payload && payload.dealId === dealId),
  );
};

async function dealOf(interestId: string): Promise<string> {
  const [row] = await market.services.database
    .select({ id: deal.id })
    .from(deal)
    .where(eq(deal.interestId, interestId));
  if (!row) throw new Error("the interest has no deal");
  return row.id;
}

describe("an expression of interest", () => {
  it("reaches the other side once, and stands once however often it is sent", async () => {
    const needId = await publishedNeed();
    const interestId = await expressInterest(market.services, university, needId, input);
    await expect(expressInterest(market.services, university, needId, input)).rejects.toMatchObject(
      { code: "alreadyInterested" },
    );
    expect((await told(enterprise, interestId)).map(({ kind }) => kind)).toEqual([
      "interest_received",
    ]);
    expect((await listInterests(market.services, enterprise, { limit: 50 })).lines).toContainEqual(
      expect.objectContaining({ id: interestId, sent: false }),
    );
  });

  it("cannot be sent to oneself, by a reader, or about what is not on the market", async () => {
    const { services } = market;
    const needId = await publishedNeed();
    const sending = (viewer: Viewer) => expressInterest(services, viewer, needId, input);
    await expect(sending(enterprise)).rejects.toMatchObject({ code: "ownPost" });
    await expect(sending(colleague)).rejects.toMatchObject({ code: "forbidden" });
    await commands.close(services, enterprise, needId);
    await expect(sending(university)).rejects.toMatchObject({ code: "illegalStep" });
  });

  it("is decided once: of two who answer at the same moment one is told so", async () => {
    const { services } = market;
    const interestId = await express();
    const answers = await Promise.allSettled([
      decideInterest(services, enterprise, interestId, "accept"),
      decideInterest(services, enterprise, interestId, "decline", { reason: "other", note: "" }),
    ]);
    const refused = answers.filter(({ status }) => status === "rejected");
    expect(refused).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ code: "illegalStep" }) }),
    ]);
    expect(await told(university, interestId)).toHaveLength(1);
  });

  it("is the receiver's to answer and the sender's to take back, and no reader's", async () => {
    const { services } = market;
    const interestId = await express();
    const decide = (viewer: Viewer, step: "accept" | "withdraw") =>
      decideInterest(services, viewer, interestId, step);
    await expect(decide(university, "accept")).rejects.toMatchObject({ code: "forbidden" });
    await expect(decide(enterprise, "withdraw")).rejects.toMatchObject({ code: "forbidden" });
    await expect(decide(colleague, "accept")).rejects.toMatchObject({ code: "forbidden" });
    await expect(decide(organizer, "accept")).rejects.toMatchObject({ code: "notFound" });
    await decide(university, "withdraw");
    await expect(decide(enterprise, "accept")).rejects.toMatchObject({ code: "illegalStep" });
  });

  it("never shows the other side the title of a working copy", async () => {
    const { services } = market;
    const needId = await publishedNeed({ title: "已经公开的需求标题" });
    const interestId = await expressInterest(services, university, needId, input);
    const { revision } = await viewPost(services, enterprise, "need", needId);
    const changed = completeNeed({ title: "还没有审核的新标题" });
    await commands.saveDraft(services, enterprise, "need", needId, changed, revision);
    await decideInterest(services, enterprise, interestId, "accept");
    const view = await viewInterest(services, university, interestId);
    const record = await viewDeal(services, university, await dealOf(interestId));
    const { lines } = await listInterests(services, university, { limit: 50 });
    const seen = JSON.stringify([view, record, lines, await told(university, interestId)]);
    expect(seen).toContain("已经公开的需求标题");
    expect(seen).not.toContain("还没有审核的新标题");
  });

  it.each(["decline", "accept"] as const)(
    "shows an anonymous enterprise's name when it accepts and only then: %s",
    async (step) => {
      const { services } = market;
      const interestId = await express({ visibility: "anonymous" });
      const clientKey = randomUUID();
      const dealId = await dealOf(interestId);
      await sendMessage(services, enterprise, dealId, { body: "请介绍团队", clientKey });
      const name = enterprise.active?.name ?? "";
      const seen = async () =>
        JSON.stringify([
          await viewInterest(services, university, interestId),
          await viewDeal(services, university, dealId),
          ...(await listDeals(services, university, { limit: 50 })).lines.filter(
            ({ id }) => id === dealId,
          ),
          ...(await listDeals(services, university, { stage: "ended", limit: 50 })).lines.filter(
            ({ id }) => id === dealId,
          ),
          (await listInterests(services, university, { limit: 50 })).lines.filter(
            ({ id }) => id === interestId,
          ),
          await told(university, interestId),
        ]);
      expect(await seen()).not.toContain(name);
      const decline = { reason: "other" as const, note: "" };
      await decideInterest(services, enterprise, interestId, step, decline);
      if (step === "accept") expect(await seen()).toContain(name);
      else expect(await seen()).not.toContain(name);
    },
  );
});

describe("the deal of an interest", () => {
  const dealsOf = (interestId: string) =>
    market.services.database.select().from(deal).where(eq(deal.interestId, interestId));

  it("opens with it, knows buyer and seller, and follows the answer", async () => {
    const interestId = await express();
    expect(await dealsOf(interestId)).toMatchObject([
      {
        stage: "interest",
        demandOrganisationId: enterprise.active?.organisationId,
        supplyOrganisationId: university.active?.organisationId,
        resultId: null,
      },
    ]);
    await decideInterest(market.services, enterprise, interestId, "accept");
    expect(await dealsOf(interestId)).toMatchObject([{ stage: "contact", version: 2 }]);
  });

  it("ends with a decline, and is the same one when the pair tries again", async () => {
    const needId = await publishedNeed();
    const first = await expressInterest(market.services, university, needId, input);
    await decideInterest(market.services, enterprise, first, "decline", {
      reason: "other",
      note: "",
    });
    const [ended] = await dealsOf(first);
    expect(ended).toMatchObject({ stage: "ended", endReason: "declined" });
    const second = await expressInterest(market.services, university, needId, input);
    expect(await dealsOf(second)).toMatchObject([
      { id: ended?.id, stage: "interest", endReason: null },
    ]);
  });
});
