import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerAmendment, proposeAmendment } from "#app/contracts/amendments.server.ts";
import { createContract } from "#app/contracts/commands.server.ts";
import { answerTermination, askTermination, finishContract } from "#app/contracts/ending.server.ts";
import { moveMilestone } from "#app/contracts/milestones.server.ts";
import { viewContract } from "#app/contracts/queries.server.ts";
import { registerContract } from "#app/contracts/registration.server.ts";
import { remindOfMilestones } from "#app/contracts/reminders.server.ts";
import { parseContract } from "#app/contracts/schema.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import { dayOf } from "#app/kernel/dates.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { contractMilestone, deal } from "#db/schema/index.ts";
import {
  completeContract,
  openSides,
  readRow,
  signedContract,
  submittedContract,
  type Sides,
} from "#tests/support/contracts.ts";
import { openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let sides: Sides;
beforeAll(async () => {
  market = await openMarket();
  sides = await openSides(market.services);
});
afterAll(() => market.close());

let issued = 0;
const registration = (registeredOn = dayOf(new Date())) => ({
  registrationNumber: String(++issued).padStart(16, "2026320100000000"),
  registeredOn,
});
const told = async (viewer: Viewer, contractId: string) =>
  (await listNotifications(market.services, viewer, { limit: 200 })).lines.flatMap((line) =>
    "contractId" in line.payload && line.payload.contractId === contractId
      ? [line.payload.step as string]
      : [],
  );
const dealOf = async (dealId: string) =>
  (await market.services.database.select().from(deal).where(eq(deal.id, dealId)))[0];

describe("milestones and endings", () => {
  const settle = async (id: string) => {
    const { services } = market;
    for (const { id: milestoneId } of (await viewContract(services, sides.buyer, id)).milestones)
      for (const [viewer, action, version] of [
        [sides.seller, "deliver", 1],
        [sides.buyer, "accept", 2],
        [sides.buyer, "pay", 3],
        [sides.seller, "confirm", 4],
      ] as const)
        await moveMilestone(services, viewer, id, { milestoneId, action, version });
  };

  it("a registered contract of which all is settled is performed, and its deal too", async () => {
    const { services } = market;
    const { id, version } = await submittedContract(services, sides);
    await registerContract(services, sides.organizer, id, version, registration());
    await settle(id);
    const row = await readRow(services, id);
    expect(row.state).toBe("performed");
    expect((await dealOf(row.dealId))?.stage).toBe("performed");
  });

  it("what is settled before it is registered is performed by the registration", async () => {
    const { services } = market;
    const { id, version } = await submittedContract(services, sides);
    await settle(id);
    expect((await readRow(services, id)).state).toBe("submitted");
    await registerContract(services, sides.organizer, id, version, registration());
    expect((await readRow(services, id)).state).toBe("performed");
  });

  it("an unregistered one is closed only when all is settled", async () => {
    const { services } = market;
    const { id, version } = await signedContract(services, sides);
    const finish = () => finishContract(services, sides.seller, id, version);
    await expect(finish()).rejects.toMatchObject({ code: "milestonesOpen" });
    await settle(id);
    await finish();
    expect((await readRow(services, id)).state).toBe("performed");
  });

  it("a rejection needs a reason, and each step is its own side's", async () => {
    const { services } = market;
    const { id } = await signedContract(services, sides);
    const [first] = (await viewContract(services, sides.seller, id)).milestones;
    const milestoneId = first?.id ?? "";
    const step = { milestoneId, version: 1 };
    await expect(
      moveMilestone(services, sides.buyer, id, { ...step, action: "deliver" }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await moveMilestone(services, sides.seller, id, { ...step, action: "deliver" });
    const reject = (reason: string) =>
      moveMilestone(services, sides.buyer, id, {
        milestoneId,
        version: 2,
        action: "reject",
        reason,
      });
    await expect(reject("")).rejects.toMatchObject({ code: "incomplete" });
    await reject("翘曲超差");
    const [again] = (await viewContract(services, sides.seller, id)).milestones;
    expect(again).toMatchObject({ state: "rejected", rejectReason: "翘曲超差", may: ["deliver"] });
  });

  it("ends before its time only when both sides say so, and the deal can have another", async () => {
    const { services } = market;
    const { id, version, dealId } = await signedContract(services, sides);
    await askTermination(services, sides.buyer, id, version, "项目取消");
    const answer = (viewer: Viewer, action: "terminate" | "withdrawTermination") =>
      answerTermination(services, viewer, id, version + 1, action);
    await expect(answer(sides.buyer, "terminate")).rejects.toMatchObject({ code: "forbidden" });
    await expect(answer(sides.seller, "withdrawTermination")).rejects.toMatchObject({
      code: "forbidden",
    });
    await answer(sides.seller, "terminate");
    expect((await readRow(services, id)).state).toBe("terminated");
    expect((await dealOf(dealId))?.stage).toBe("negotiation");
    await createContract(services, sides.buyer, dealId, completeContract());
  });

  it("reminds both sides 14 and 3 days before and once when overdue, by notice and mail", async () => {
    const { services } = market;
    const dueOn = "2029-06-30";
    const { id } = await signedContract(services, sides, {
      milestones: [{ id: null, title: "样件", dueOn, amount: "300000.30" }],
    });
    const mails = async () =>
      (
        await market.test.pool.query<{ n: number }>(
          "SELECT count(*)::int AS n FROM notification WHERE mail_due_at IS NOT NULL AND kind = 'contract_milestone' AND payload ->> 'contractId' = $1",
          [id],
        )
      ).rows[0]?.n;
    const at = async (day: string) => {
      const clock = { ...services, now: () => new Date(`${day}T02:00:00Z`) };
      await remindOfMilestones(clock);
      await remindOfMilestones(clock);
      const steps = (await told(sides.buyer, id)).filter((step) => /due/.test(step));
      return [steps.toReversed(), await mails()];
    };
    expect(await at("2029-06-15")).toEqual([[], 0]);
    expect(await at("2029-06-16")).toEqual([["due"], 2]);
    expect(await at("2029-06-27")).toEqual([["due", "due"], 4]);
    expect(await at("2029-06-30")).toEqual([["due", "due"], 4]);
    expect(await at("2029-07-01")).toEqual([["due", "due", "overdue"], 6]);
    expect(await at("2029-08-01")).toEqual([["due", "due", "overdue"], 6]);
  });
});

describe("amendments", () => {
  const amended = async (changes: Parameters<typeof completeContract>[0]) => {
    const { services } = market;
    const { id, version, content } = await signedContract(services, sides);
    const proposal = { content: { ...content, ...changes }, reason: "范围增加", version };
    await proposeAmendment(services, sides.seller, id, proposal);
    const [one] = (await viewContract(services, sides.buyer, id)).amendments;
    return { id, version, content, read: { number: one?.number ?? 0, hash: one?.hash ?? "" } };
  };

  it("is proposed by one side and agreed by the other, and then is the text in force", async () => {
    const { services } = market;
    const signed = await amended({
      contractAmount: "400000.30",
      milestones: [
        { id: null, title: "样件", dueOn: "2029-06-30", amount: "100000.10" },
        { id: null, title: "验收", dueOn: "2030-01-31", amount: "300000.20" },
      ],
    });
    const { id, read } = signed;
    expect((await readRow(services, id)).contractAmount).toBe("300000.30");
    await expect(answerAmendment(services, sides.seller, id, read, "agree")).rejects.toMatchObject({
      code: "forbidden",
    });
    await answerAmendment(services, sides.buyer, id, read, "agree");
    await expect(answerAmendment(services, sides.buyer, id, read, "agree")).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await readRow(services, id)).toMatchObject({
      contractAmount: "400000.30",
      state: "signed",
    });
    const view = await viewContract(services, sides.seller, id);
    expect(view.milestones.map(({ amount }) => amount)).toEqual(["100000.10", "300000.20"]);
    expect(view.amendments[0]?.differences.map(({ field }) => field)).toContain("contractAmount");
  });

  it("waits alone, and is void once declined or taken back", async () => {
    const { services } = market;
    const { id, version, content, read } = await amended({ place: "苏州" });
    const again = { content: { ...content, place: "无锡" }, reason: "改地点", version };
    await expect(proposeAmendment(services, sides.buyer, id, again)).rejects.toMatchObject({
      code: "amendmentOpen",
    });
    await answerAmendment(services, sides.seller, id, read, "withdraw");
    await proposeAmendment(services, sides.buyer, id, again);
    const [newest] = (await viewContract(services, sides.seller, id)).amendments;
    expect(newest).toMatchObject({ number: 2, state: "proposed", may: ["agree", "decline"] });
    expect(parseContract((await readRow(services, id)).content).place).toBe("南京");
  });

  it("leaves what work has begun on alone", async () => {
    const { services } = market;
    const { id, version, content } = await signedContract(services, sides);
    const [first, second] = content.milestones;
    await moveMilestone(services, sides.seller, id, {
      milestoneId: first?.id ?? "",
      action: "deliver",
      version: 1,
    });
    const milestones = second ? [{ ...second, amount: "300000.30" }] : [];
    await expect(
      proposeAmendment(services, sides.seller, id, {
        content: { ...content, milestones },
        reason: "合并",
        version,
      }),
    ).rejects.toMatchObject({ code: "milestoneStarted" });
    await expect(
      proposeAmendment(services, sides.seller, id, { content, reason: "无", version }),
    ).rejects.toMatchObject({ code: "nothingChanged" });
  });
});

it("a milestone's amount is kept to the cent", async () => {
  const { id } = await signedContract(market.services, sides, {
    contractAmount: "9999999999999.99",
    technologyAmount: "0.01",
    milestones: [
      { id: null, title: "一", dueOn: "2029-01-01", amount: "9999999999999.98" },
      { id: null, title: "二", dueOn: "2029-02-01", amount: "0.01" },
    ],
  });
  const rows = await market.services.database
    .select()
    .from(contractMilestone)
    .where(eq(contractMilestone.contractId, id));
  expect(rows.map(({ amount }) => amount).sort()).toEqual(["0.01", "9999999999999.98"]);
});
