import ExcelJS from "exceljs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answerAmendment, proposeAmendment } from "#app/contracts/amendments.server.ts";
import { answerTermination, askTermination } from "#app/contracts/ending.server.ts";
import { exportStatistics } from "#app/contracts/export.server.ts";
import { viewContract } from "#app/contracts/queries.server.ts";
import { registerContract } from "#app/contracts/registration.server.ts";
import type { ContractContent } from "#app/contracts/schema.ts";
import {
  contractStatistics,
  shownStatistics,
  type Period,
} from "#app/contracts/statistics.server.ts";
import type { StatisticsTable } from "#app/contracts/statistics.ts";
import {
  agreedContract,
  signedContract,
  submittedContract,
  type Sides,
} from "#tests/support/contracts.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let sides: Sides;

const priced = (
  contractAmount: string,
  technologyAmount: string,
  changes: Partial<ContractContent> = {},
): Partial<ContractContent> => ({
  contractAmount,
  technologyAmount,
  milestones: [{ id: null, title: "全部", dueOn: "2029-01-01", amount: contractAmount }],
  ...changes,
});

async function registered(
  number: number,
  registeredOn: string,
  changes: Partial<ContractContent>,
): Promise<string> {
  const { services } = market;
  const { id, version } = await submittedContract(services, sides, changes, "2025-03-01");
  const registrationNumber = `20263201000000${String(number).padStart(2, "0")}`;
  const given = { registrationNumber, registeredOn };
  await registerContract(services, sides.organizer, id, version, given);
  return id;
}

beforeAll(async () => {
  market = await openMarket();
  const { services } = market;
  sides = {
    buyer: await createPerson(services),
    seller: await createPerson(services, { kind: "university" }),
    organizer: await createPerson(services, { kind: "authority", platformRole: "organizer" }),
  };
  const service = { kind: "service", cluster: "integrated_circuits" } as const;
  await registered(1, "2025-06-30", priced("100000.10", "80000.05"));
  await registered(2, "2025-07-01", priced("200000.20", "0.01", { buyerRegion: "3202" }));
  await registered(3, "2026-02-01", priced("0.70", "0.70", service));

  /** Amended after its registration: it counts with what is in force. */
  const id = await registered(4, "2026-03-01", priced("1000", "1000", service));
  const { content, version } = await viewContract(services, sides.seller, id);
  const grown = {
    ...content,
    ...priced("2000.05", "1500"),
    milestones: content.milestones.map((row) => ({ ...row, amount: "2000.05" })),
  };
  const proposal = { content: grown, reason: "增加内容", version };
  await proposeAmendment(services, sides.seller, id, proposal);
  const [amendment] = (await viewContract(services, sides.buyer, id)).amendments;
  const read = { number: 1, hash: amendment?.hash ?? "" };
  await answerAmendment(services, sides.buyer, id, read, "agree");

  await signedContract(services, sides, priced("5000", "4000", service), "2026-01-15");
  await agreedContract(services, sides, priced("7777777", "7777777"));
  const ended = await signedContract(services, sides, priced("8888888", "1"), "2026-01-16");
  await askTermination(services, sides.buyer, ended.id, ended.version, "取消");
  await answerTermination(services, sides.seller, ended.id, ended.version + 1, "terminate");
});
afterAll(() => market.close());

const always: Period = { from: null, to: null };

/** Key, then number, contract and technology amount of the registered and of those only signed. */
async function counted(table: StatisticsTable, period = always) {
  const { rows, total } = await contractStatistics(market.services, table, period);
  return [...rows, { ...total, key: "total" }]
    .map(({ key, registered: one, signed }) => [
      key,
      ...[one, signed].flatMap((f) => [f.count, f.contractAmount, f.technologyAmount]),
    ])
    .sort((one, other) => (String(one[0]) < String(other[0]) ? -1 : 1));
}

const nothing = [0, "0.00", "0.00"];
const signed = [1, "5000.00", "4000.00"];
const total = ["total", 4, "302001.05", "81500.76", ...signed];

it.each<[StatisticsTable, unknown[][]]>([
  [
    "kind",
    [
      ["development_commissioned", 2, "300000.30", "80000.06", ...nothing],
      ["service", 2, "2000.75", "1500.70", ...signed],
      total,
    ],
  ],
  [
    "cluster",
    [
      ["frontier_materials", 2, "300000.30", "80000.06", ...nothing],
      ["integrated_circuits", 2, "2000.75", "1500.70", ...signed],
      total,
    ],
  ],
  [
    "buyerRegion",
    [
      ["3202", 1, "200000.20", "0.01", ...nothing],
      ["3205", 3, "102000.85", "81500.75", ...signed],
      total,
    ],
  ],
  ["sellerRegion", [["3201", 4, "302001.05", "81500.76", ...signed], total]],
  [
    "year",
    [
      ["2025", 2, "300000.30", "80000.06", ...nothing],
      ["2026", 2, "2000.75", "1500.70", ...signed],
      total,
    ],
  ],
  [
    "half",
    [
      ["2025-H1", 1, "100000.10", "80000.05", ...nothing],
      ["2025-H2", 1, "200000.20", "0.01", ...nothing],
      ["2026-H1", 2, "2000.75", "1500.70", ...signed],
      total,
    ],
  ],
])("by %s the figures are those reckoned by hand", async (table, expected) => {
  expect(await counted(table)).toEqual(expected);
});

it("counts the days of a period, both included", async () => {
  expect(await counted("year", { from: "2025-06-30", to: "2025-06-30" })).toEqual([
    ["2025", 1, "100000.10", "80000.05", ...nothing],
    ["total", 1, "100000.10", "80000.05", ...nothing],
  ]);
  expect(await counted("year", { from: "2030-01-01", to: null })).toEqual([
    ["total", ...nothing, ...nothing],
  ]);
});

it("shows organizers all, and others no small cell, no half-year and no period", async () => {
  const { services } = market;
  const period = { from: "2026-01-01", to: null };
  const all = await shownStatistics(services, sides.organizer, period);
  expect(all.map(({ table }) => table)).toContain("half");
  expect(all[0]?.total.registered?.count).toBe(2);
  const open = await shownStatistics(services, sides.buyer, period);
  expect(open.map(({ table }) => table)).toEqual([
    "kind",
    "cluster",
    "buyerRegion",
    "sellerRegion",
    "year",
  ]);
  for (const { rows, total: sum } of open) {
    expect(sum.registered?.count).toBe(4);
    expect(sum.signed).toBeNull();
    for (const { registered: one } of rows) expect(one === null || one.count >= 3).toBe(true);
  }
});

it("writes what is shown as CSV to the cent and as a workbook of numbers", async () => {
  const tables = await shownStatistics(market.services, sides.organizer, always);
  const words = {
    tableName: (table: string) => table,
    keyName: (_table: string, key: string | null) => key ?? "",
    total: "=total",
    hidden: "*",
    columns: ["t", "k", "1", "2", "3", "4", "5", "6"],
  };
  const csv = (await exportStatistics(tables, "csv", words)).toString("utf8");
  expect(csv.startsWith("\uFEFF")).toBe(true);
  expect(csv).toContain("year,2025,2,300000.30,80000.06,0,0.00,0.00");
  expect(csv).toContain("'=total");
  const workbook = new ExcelJS.Workbook();
  const file = await exportStatistics(tables, "xlsx", words);
  await workbook.xlsx.load(file as unknown as ExcelJS.Buffer);
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(tables.map(({ table }) => table));
  const values = workbook.getWorksheet("year")?.getRow(2).values;
  expect(values).toEqual([undefined, "2025", 2, 300000.3, 80000.06, 0, 0, 0]);
});
