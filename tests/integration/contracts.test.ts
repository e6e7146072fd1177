import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  agreeContract,
  createContract,
  proposeContract,
  reopenContract,
  saveContract,
  signContract,
} from "#app/contracts/commands.server.ts";
import { nextContractNumber } from "#app/contracts/number.server.ts";
import {
  contractsOfDeal,
  listContracts,
  registrationQueue,
  viewContract,
} from "#app/contracts/queries.server.ts";
import {
  registerContract,
  returnContract,
  submitContract,
} from "#app/contracts/registration.server.ts";
import { parseContract } from "#app/contracts/schema.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import { dayOf } from "#app/kernel/dates.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { auditEntry, contract, deal } from "#db/schema/index.ts";
import {
  agreedContract,
  completeContract,
  openDealOf,
  openSides,
  readRow,
  signedContract,
  submittedContract,
  type Sides,
} from "#tests/support/contracts.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let sides: Sides;
let reader: Viewer;
let stranger: Viewer;
beforeAll(async () => {
  market = await openMarket();
  const { services } = market;
  sides = await openSides(services);
  const organisation = sides.buyer.active ?? undefined;
  reader = await createPerson(services, { organisation, role: "reader" });
  stranger = await createPerson(services);
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

describe("drafting and agreeing", () => {
  it("is one draft of both sides, at most one of a deal", async () => {
    const { services } = market;
    const dealId = await openDealOf(services, sides);
    const id = await createContract(services, sides.seller, dealId, completeContract());
    const view = await viewContract(services, sides.buyer, id);
    expect(view.content).toMatchObject({
      buyerName: sides.buyer.active?.name,
      sellerName: sides.seller.active?.name,
    });
    expect(view.number).toBeNull();
    await expect(
      createContract(services, sides.buyer, dealId, completeContract()),
    ).rejects.toMatchObject({ code: "contractExists" });
    await expect(
      createContract(services, stranger, dealId, completeContract()),
    ).rejects.toMatchObject({ code: "notFound" });
    expect(await contractsOfDeal(services, sides.buyer, dealId)).toMatchObject({
      lines: [{ id }],
      mayBegin: false,
    });
  });

  it("tells the second of two who save at once, and keeps the first one's text", async () => {
    const { services } = market;
    const dealId = await openDealOf(services, sides);
    const id = await createContract(services, sides.seller, dealId, completeContract());
    const saves = await Promise.allSettled([
      saveContract(services, sides.buyer, id, completeContract({ place: "苏州" }), 1),
      saveContract(services, sides.seller, id, completeContract({ place: "无锡" }), 1),
    ]);
    const refused = saves.filter(({ status }) => status === "rejected");
    expect(refused).toMatchObject([{ reason: { code: "conflict" } }]);
    const kept = saves.find(({ status }) => status === "fulfilled");
    const { content } = await readRow(services, id);
    expect(parseContract(content).place).toBe(
      kept?.status === "fulfilled" ? kept.value.content.place : "",
    );
  });

  it("proposes only what is whole, and agrees only to what was read", async () => {
    const { services } = market;
    const dealId = await openDealOf(services, sides);
    const id = await createContract(
      services,
      sides.seller,
      dealId,
      completeContract({ kind: "licence_patent" }),
    );
    await expect(proposeContract(services, sides.seller, id, 1)).rejects.toMatchObject({
      code: "incomplete",
    });
    await saveContract(services, sides.seller, id, completeContract(), 1);
    const proposed = await proposeContract(services, sides.seller, id, 2);
    const read = { version: proposed.version, hash: proposed.contentHash ?? "" };
    await expect(agreeContract(services, sides.seller, id, read)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(agreeContract(services, reader, id, read)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      agreeContract(services, sides.buyer, id, { ...read, hash: "0".repeat(64) }),
    ).rejects.toMatchObject({ code: "conflict" });
    const agreed = await agreeContract(services, sides.buyer, id, read);
    expect(agreed.number).toMatch(/^DJ-\d{4}-\d{6}$/);
    expect(await told(sides.buyer, id)).toEqual(["proposed"]);
    expect(await told(sides.seller, id)).toEqual(["agreed"]);
  });

  it("agrees once, however often the browser sends it", async () => {
    const { services } = market;
    const dealId = await openDealOf(services, sides);
    const id = await createContract(services, sides.seller, dealId, completeContract());
    const { version, contentHash } = await proposeContract(services, sides.seller, id, 1);
    const read = { version, hash: contentHash ?? "" };
    const [one, two] = await Promise.all([
      agreeContract(services, sides.buyer, id, read),
      agreeContract(services, sides.buyer, id, read),
    ]);
    expect(one.number).toBe(two.number);
    expect((await readRow(services, id)).version).toBe(version + 1);
    const entries = await services.database
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.subjectId, id), eq(auditEntry.action, "agree")));
    expect(entries).toHaveLength(1);
  });

  it("a change takes agreement and signature back, and shows field by field what is different", async () => {
    const { services } = market;
    const found = await agreedContract(services, sides);
    const hash = found.contentHash ?? "";
    const half = await signContract(
      services,
      sides.seller,
      found.id,
      { version: found.version, hash },
      { signedOn: dayOf(services.now()), signatory: "李强" },
    );
    const { version } = await reopenContract(services, sides.buyer, found.id, half.version);
    const changed = { ...found.content, place: "苏州", technologyAmount: "260000" };
    await saveContract(services, sides.buyer, found.id, changed, version);
    const view = await viewContract(services, sides.seller, found.id);
    expect(view).toMatchObject({ state: "draft", signatures: [], number: found.number });
    expect(view.changedSince).toEqual([
      { field: "place", before: "南京", after: "苏州" },
      { field: "technologyAmount", before: "250000", after: "260000" },
    ]);
    await expect(
      signContract(
        services,
        sides.buyer,
        found.id,
        { version: view.version, hash },
        { signedOn: dayOf(services.now()), signatory: "王敏" },
      ),
    ).rejects.toMatchObject({ code: "illegalStep" });
  });
});

describe("signing and registering", () => {
  it("takes both signatures, each side's own, then the deal follows", async () => {
    const { services } = market;
    const found = await agreedContract(services, sides);
    const signature = { signedOn: "2026-03-01", signatory: "签约人" };
    const read = { version: found.version, hash: found.contentHash ?? "" };
    await expect(
      signContract(services, sides.seller, found.id, read, {
        ...signature,
        signedOn: "2999-01-01",
      }),
    ).rejects.toMatchObject({ code: "dayAhead" });
    const half = await signContract(services, sides.seller, found.id, read, signature);
    expect(half).toMatchObject({ state: "half_signed", signedOn: null });
    const next = { ...read, version: half.version };
    await expect(
      signContract(services, sides.seller, found.id, next, signature),
    ).rejects.toMatchObject({ code: "forbidden" });
    expect((await dealOf(found.dealId))?.stage).toBe("contact");
    await signContract(services, sides.buyer, found.id, next, {
      ...signature,
      signedOn: "2026-03-05",
    });
    expect(await readRow(services, found.id)).toMatchObject({
      state: "signed",
      signedOn: "2026-03-05",
      contractAmount: "300000.30",
    });
    expect((await dealOf(found.dealId))?.stage).toBe("contract");
  });

  it("is handed in by the seller, returned with a reason, mended and registered", async () => {
    const { services } = market;
    const signed = await signedContract(services, sides);
    const submit = (viewer: Viewer, version: number) =>
      submitContract(services, viewer, signed.id, version);
    await expect(submit(sides.buyer, signed.version)).rejects.toMatchObject({ code: "forbidden" });
    await submit(sides.seller, signed.version);
    const queue = await registrationQueue(services, sides.organizer, {
      state: "submitted",
      limit: 50,
    });
    expect(queue.lines).toContainEqual(expect.objectContaining({ id: signed.id }));
    await expect(
      registrationQueue(services, sides.buyer, { state: "submitted", limit: 50 }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await returnContract(services, sides.organizer, signed.id, signed.version + 1, "附件不全");
    await submit(sides.seller, signed.version + 2);
    const given = registration();
    const register = (viewer: Viewer, changes = {}) =>
      registerContract(services, viewer, signed.id, signed.version + 3, { ...given, ...changes });
    await expect(register(sides.seller)).rejects.toMatchObject({ code: "forbidden" });
    await expect(register(sides.organizer, { registeredOn: "2999-01-01" })).rejects.toMatchObject({
      code: "dayAhead",
    });
    await expect(register(sides.organizer, { registeredOn: "2020-01-01" })).rejects.toMatchObject({
      code: "dayBeforeSignature",
    });
    await register(sides.organizer);
    expect((await dealOf(signed.dealId))?.stage).toBe("registered");
    expect(await told(sides.buyer, signed.id)).toContain("registered");
    const other = await submittedContract(services, sides);
    await expect(
      registerContract(services, sides.organizer, other.id, other.version, given),
    ).rejects.toMatchObject({ code: "registrationNumberTaken" });
  });

  it("of two organizers who decide at once one is told, and it is decided once", async () => {
    const { services } = market;
    const other = await createPerson(services, { kind: "authority", platformRole: "organizer" });
    const { id, version } = await submittedContract(services, sides);
    const decided = await Promise.allSettled([
      registerContract(services, sides.organizer, id, version, registration()),
      returnContract(services, other, id, version, "请补充附件"),
    ]);
    expect(decided.filter(({ status }) => status === "rejected")).toMatchObject([
      { reason: { code: "conflict" } },
    ]);
  });

  it("of an import the domestic buyer registers", async () => {
    const { services } = market;
    const signed = await signedContract(services, sides, { sellerRegion: "DE" });
    await expect(
      submitContract(services, sides.seller, signed.id, signed.version),
    ).rejects.toMatchObject({ code: "forbidden" });
    await submitContract(services, sides.buyer, signed.id, signed.version);
  });
});

describe("who sees what", () => {
  it("only the two sides, the broker, and organizers from submission on; in the database too", async () => {
    const { services } = market;
    const broker = await createPerson(services);
    const signed = await signedContract(services, sides);
    const { id, dealId } = signed;
    const sees = async (viewer: Viewer) => {
      const seen = await viewContract(services, viewer, id).then(
        () => true,
        (error: { code?: string }) => error.code !== "notFound",
      );
      const { lines } = await contractsOfDeal(services, viewer, dealId);
      expect(lines.length > 0).toBe(seen);
      return seen;
    };
    expect(await sees(sides.buyer)).toBe(true);
    expect(await sees(sides.seller)).toBe(true);
    expect(await sees(reader)).toBe(true);
    expect(await sees(stranger)).toBe(false);
    expect(await sees(sides.organizer)).toBe(false);
    expect(await sees(broker)).toBe(false);
    await services.database
      .update(deal)
      .set({ brokerId: broker.userId })
      .where(eq(deal.id, dealId));
    expect(await sees(broker)).toBe(true);
    expect((await viewContract(services, broker, id)).may).toEqual([]);
    expect((await listContracts(services, broker, { limit: 10 })).lines).toHaveLength(1);
    await submitContract(services, sides.seller, id, signed.version);
    expect(await sees(sides.organizer)).toBe(true);
    expect(await sees(stranger)).toBe(false);
  });

  it("pages a list by key", async () => {
    const { services } = market;
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await listContracts(services, sides.buyer, { before, limit: 3 });
      seen.push(...page.lines.map(({ id }) => id));
      before = page.next ?? undefined;
    } while (before);
    const all = await services.database
      .select({ id: contract.id })
      .from(contract)
      .where(eq(contract.buyerOrganisationId, sides.buyer.active?.organisationId ?? ""));
    expect(seen.length).toBe(all.length);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe("contract numbers", () => {
  it("have no gap and no double under 20 transactions at once, of which some are rolled back", async () => {
    const { services } = market;
    const taken = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        inTransaction(services.database, async (transaction) => {
          const number = await nextContractNumber(transaction, 2031);
          if (index % 5 === 0) throw new Error("rolled back");
          return number;
        }),
      ),
    );
    const numbers = taken.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(numbers.sort()).toEqual(
      Array.from({ length: 16 }, (_, index) => `DJ-2031-${String(index + 1).padStart(6, "0")}`),
    );
  });
});
