import { Readable } from "node:stream";
import ExcelJS from "exceljs";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditLines } from "#app/kernel/audit.server.ts";
import * as postCommands from "#app/posts/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { approve as approvePost } from "#app/posts/review.server.ts";
import { prepareIndex } from "#app/search/rebuild.server.ts";
import { readSearchParameters } from "#app/search/request.ts";
import { searchFor } from "#app/search/search.server.ts";
import { applySynonyms } from "#app/search/apply-synonyms.server.ts";
import * as commands from "#app/synonyms/commands.server.ts";
import { exportSynonyms, importSynonyms } from "#app/synonyms/exchange.server.ts";
import { previewSynonyms } from "#app/synonyms/preview.server.ts";
import * as queries from "#app/synonyms/queries.server.ts";
import { listKey } from "#app/synonyms/schema.ts";
import { loadSynonyms } from "#app/synonyms/set.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { listen, synonymChannel } from "#db/listener.ts";
import { synonymGroup } from "#db/schema/index.ts";
import { builtInGroups } from "#search/synonyms/index.ts";
import { writingsOf } from "#search/text/synonyms.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let organizer: Viewer;
let person: Viewer;

beforeAll(async () => {
  market = await openMarket();
  await prepareIndex(market.services, false);
  organizer = await createPerson(market.services, { platformRole: "organizer" });
  person = await createPerson(market.services);
});
afterAll(() => market.close());
beforeEach(async () => {
  await market.services.database.delete(synonymGroup);
  await loadSynonyms(market.services.database);
  await market.test.pool.query("DELETE FROM pgboss.job WHERE name = 'synonyms.apply'");
});

const kept = (outcome: commands.GroupOutcome) => {
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.group;
};
const add = async (...words: string[]) =>
  kept(await commands.addSynonyms(market.services, organizer, { words, note: "" }));
const propose = (...words: string[]) =>
  commands.proposeSynonyms(market.services, person, { words, note: "" });
const step = (id: string, given: Parameters<typeof commands.takeSynonymStep>[3]) =>
  commands.takeSynonymStep(market.services, organizer, id, given);
const jobs = async () => {
  const { rows } = await market.services.database.execute<{ n: number }>(
    sql`select count(*)::int n from pgboss.job where name = 'synonyms.apply'`,
  );
  return rows[0]?.n;
};
const titles = async (q: string) => {
  const parameters = readSearchParameters(new URLSearchParams({ q }));
  const { lines } = await searchFor(market.services, null, parameters);
  return lines.map(({ title }) => title.map(({ text }) => text).join(""));
};
async function publish(title: string): Promise<void> {
  const { services } = market;
  const content = completeNeed({ title, keywords: [], problem: "见标题" });
  const draft = await postCommands.createDraft(services, person, "need", content);
  const { revision } = await postCommands.submit(services, person, draft.id);
  await approvePost(services, organizer, draft.id, revision);
  await publishPost(services, draft.id);
}

describe("a proposal", () => {
  it("finds what it should once an organizer approved it, and is on the record", async () => {
    await publish("云母纳米片阻隔膜量产工艺");
    expect(await titles("mica nanosheet")).toEqual([]);
    const { id, revision } = kept(await propose("云母纳米片", "mica nanosheet"));
    await loadSynonyms(market.services.database);
    expect(await titles("mica nanosheet")).toEqual([]);
    kept(await step(id, { step: "approve", revision }));
    await loadSynonyms(market.services.database);
    expect(await titles("mica nanosheet")).toEqual(["云母纳米片阻隔膜量产工艺"]);
    const log = await auditLines(market.services.database, "synonyms", id);
    expect(log.map(({ action, actorName }) => [action, actorName])).toEqual([
      ["approve", organizer.name],
      ["propose", person.name],
    ]);
  });

  it("is refused when it says nothing new, and waits once only", async () => {
    expect(await propose("石墨烯", "graphene")).toMatchObject({ problems: [{ rule: "known" }] });
    kept(await propose("云母纳米片", "mica nanosheet"));
    expect(await propose("mica nanosheet", "云母纳米片")).toEqual({
      problems: [{ rule: "alreadyProposed" }],
    });
    expect(await propose("石墨烯")).toEqual({ problems: [{ rule: "tooFew" }] });
  });

  it("that shares a word with a group in use is approved together with it, or not at all", async () => {
    const { id, revision } = kept(await propose("石墨烯", "单层石墨"));
    expect(await step(id, { step: "approve", revision })).toMatchObject({
      problems: [{ rule: "taken", word: "石墨烯" }],
    });
    const view = await queries.viewSynonyms(market.services, organizer, id);
    expect(view.sharing).toEqual([{ id: null, words: ["石墨烯", "graphene"] }]);
    const merged = kept(await step(id, { step: "merge", revision }));
    expect(merged).toMatchObject({ state: "approved", replaces: "石墨烯" });
    await loadSynonyms(market.services.database);
    expect(writingsOf("单层石墨")).toEqual(["单层石墨", "石墨烯", "graphene"]);

    const second = kept(await propose("单层石墨", "石墨单层片"));
    kept(await step(second.id, { step: "merge", revision: second.revision }));
    await loadSynonyms(market.services.database);
    expect(writingsOf("石墨单层片")).toHaveLength(4);
    const groups = await queries.countSynonyms(market.services, organizer);
    expect(groups).toMatchObject({ approved: 1, retired: 1, builtIn: builtInGroups.length - 1 });
  });

  it("is rejected with a reason that its person reads", async () => {
    const { id, revision } = kept(await propose("云母纳米片", "云母"));
    kept(await step(id, { step: "reject", revision, reason: "云母不是纳米片" }));
    const [line] = await queries.ownProposals(market.services, person);
    expect(line).toMatchObject({ state: "rejected", reason: "云母不是纳米片" });
    await expect(step(id, { step: "approve", revision: revision + 1 })).rejects.toMatchObject({
      code: "illegalStep",
    });
  });
});

describe("organizers", () => {
  it("alone keep the list", async () => {
    const { services } = market;
    const { id, revision } = await add("云母纳米片", "mica nanosheet");
    const forbidden = { code: "forbidden" };
    const given = { words: ["甲乙丙", "jiayibing"], note: "" };
    await expect(
      queries.listSynonyms(services, person, { q: "", state: "all", limit: 5 }),
    ).rejects.toMatchObject(forbidden);
    await expect(
      commands.takeSynonymStep(services, person, id, { step: "retire", revision }),
    ).rejects.toMatchObject(forbidden);
    expect(() => commands.addSynonyms(services, person, given)).toThrow("forbidden");
    expect(() => commands.retireBuiltIn(services, person, "石墨烯")).toThrow("forbidden");
    await expect(exportSynonyms(services, person)).rejects.toMatchObject(forbidden);
  });

  it("do not overwrite what another changed meanwhile", async () => {
    const { id, revision } = await add("云母纳米片", "mica nanosheet");
    const edit = (word: string) =>
      step(id, { step: "edit", revision, words: ["云母纳米片", word], note: "" });
    const both = await Promise.allSettled([edit("mica sheet"), edit("mica flake")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = both.find((one) => one.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "conflict" });
    expect((await queries.viewSynonyms(market.services, organizer, id)).revision).toBe(2);
  });

  it("cannot bring one word into two groups, even at once", async () => {
    const { services } = market;
    const given = (word: string) => ({ words: ["云母纳米片", word], note: "" });
    const outcomes = await Promise.all([
      commands.addSynonyms(services, organizer, given("mica nanosheet")),
      commands.addSynonyms(services, organizer, given("mica flake")),
    ]);
    expect(outcomes.filter((outcome) => "group" in outcome)).toHaveLength(1);
    expect(outcomes.find((outcome) => "problems" in outcome)).toMatchObject({
      problems: [{ rule: "taken", word: "云母纳米片" }],
    });
  });

  it("retire a built-in group, restore it, and replace it by an edited copy", async () => {
    const { services } = market;
    const retired = await commands.retireBuiltIn(services, organizer, "石墨烯");
    await loadSynonyms(services.database);
    expect(writingsOf("graphene")).toEqual(["graphene"]);
    await expect(commands.retireBuiltIn(services, organizer, "石墨烯")).rejects.toMatchObject({
      code: "conflict",
    });
    kept(await step(retired.id, { step: "restore", revision: retired.revision }));
    await loadSynonyms(services.database);
    expect(writingsOf("graphene")).toEqual(["graphene", "石墨烯"]);

    const copy = { words: ["废水", "污水", "废液"], note: "", replaces: "废水" };
    kept(await commands.addSynonyms(services, organizer, copy));
    await loadSynonyms(services.database);
    expect(writingsOf("污水")).toEqual(["污水", "废水", "废液"]);
  });

  it("page through all groups, each once, the product's before the built-in ones", async () => {
    for (const number of ["一", "二", "三"]) await add(`云母纳米片${number}`, `mica${number}号`);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof queries.listSynonyms>> = await queries.listSynonyms(
        market.services,
        organizer,
        { q: "", state: "all", after: after === null ? undefined : listKey.parse(after), limit: 2 },
      );
      seen.push(...page.lines.map(({ words }) => words[0] ?? ""));
      after = page.next;
    } while (after !== null);
    expect(seen.slice(0, 3)).toEqual(["云母纳米片三", "云母纳米片二", "云母纳米片一"]);
    expect(seen).toHaveLength(3 + builtInGroups.length);
    expect(new Set(seen).size).toBe(seen.length);
    const found = await queries.listSynonyms(market.services, organizer, {
      q: "ＭＩＣＡ 二",
      state: "approved",
      limit: 5,
    });
    expect(found.lines.map(({ words }) => words[1])).toEqual(["mica二号"]);
  });

  it("see what a group would change before they keep it", async () => {
    await publish("氟晶云母片熔体合成");
    await publish("Synthetic fluorphlogopite for paints");
    const preview = await previewSynonyms(
      market.services,
      organizer,
      ["氟晶云母", "fluorphlogopite", "石墨烯"],
      {},
    );
    expect(preview).toMatchObject({
      problems: [{ rule: "taken", word: "石墨烯" }],
      found: [{ total: 1 }, { total: 1 }, { total: 0 }],
      together: { total: 2, atLeast: false },
    });
  });
});

describe("the effect", () => {
  it("reaches every server by an announcement, and asks for one job, however many changes", async () => {
    let told = 0;
    const listener = await listen(
      market.test.url,
      { [synonymChannel]: () => void (told += 1) },
      () => {},
    );
    await add("云母纳米片", "mica nanosheet");
    await add("氟晶云母", "fluorphlogopite");
    kept(await propose("合成云母", "synthetic mica"));
    await expect.poll(() => told).toBe(2);
    expect(await jobs()).toBe(1);
    await listener.close();
  });

  it("builds the index anew only when a document has a word that changed", async () => {
    const { services } = market;
    await publish("拓扑绝缘体薄膜生长");
    await applySynonyms(services);
    const built = async () => {
      const { rows } = await market.test.pool.query<{ oid: number }>(
        "SELECT 'search.document'::regclass::oid::int AS oid",
      );
      return rows[0]?.oid;
    };
    const before = await built();
    await add("没有人写过的词语", "never written word");
    await applySynonyms(services);
    expect(await built()).toBe(before);
    await add("拓扑绝缘体", "topological insulator");
    await applySynonyms(services);
    expect(await built()).not.toBe(before);
    const again = await built();
    await applySynonyms(services);
    expect(await built()).toBe(again);
    expect(await titles("topological insulator")).toEqual(["拓扑绝缘体薄膜生长"]);
  });
});

describe("the import", () => {
  const load = (...lines: string[]) =>
    importSynonyms(market.services, organizer, Readable.from([Buffer.from(lines.join("\r\n"))]));

  it("takes good rows, names wrong ones by line and reason, and changes nothing a second time", async () => {
    const file = [
      "\uFEFFwords,note",
      "云母纳米片;Mica Nanosheet,来自行业标准",
      '"氟晶云母；fluorphlogopite","两行',
      '的说明"',
      "石墨烯;单层石墨,",
      "孤词,",
      "fluorphlogopite;氟金云母,",
      "石墨烯;graphene,",
    ];
    const report = await load(...file);
    expect(report).toMatchObject({
      added: 2,
      unchanged: 1,
      wrong: [
        { line: 5, problems: [{ rule: "taken", word: "石墨烯" }] },
        { line: 6, problems: [{ rule: "tooFew" }] },
        { line: 7, problems: [{ rule: "taken", word: "fluorphlogopite" }] },
      ],
    });
    expect(await load(...file)).toMatchObject({ added: 0, unchanged: 3 });
    await loadSynonyms(market.services.database);
    expect(writingsOf("mica nanosheet")).toEqual(["mica nanosheet", "云母纳米片"]);
    expect(await jobs()).toBe(1);
  });

  it("reads what the export wrote as known, formulas made harmless", async () => {
    await load("words,note", "云母纳米片;mica nanosheet,=1+1");
    const file = await exportSynonyms(market.services, organizer);
    expect(file.toString()).toContain("'=1+1");
    expect(await load(file.toString())).toMatchObject({ added: 0, wrong: [] });
  });

  it("reads what spreadsheets on Chinese systems write", async () => {
    const bytes = Buffer.concat([
      Buffer.from("words,note\n"),
      Buffer.from([0xd4, 0xc6, 0xc4, 0xb8, 0xc6, 0xac]),
      Buffer.from(";mica flake,\n"),
    ]);
    expect(await importSynonyms(market.services, organizer, Readable.from([bytes]))).toMatchObject({
      added: 1,
    });
    await loadSynonyms(market.services.database);
    expect(writingsOf("mica flake")).toEqual(["mica flake", "云母片"]);
  });

  it("reads a workbook under its title, and UTF-16 with tabs", async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet("词表");
    sheet.addRow(["2026年同义词"]);
    sheet.addRow(["同义词", "说明"]);
    sheet.addRow(["碳纳米洋葱；carbon nano onion", "会议提出"]);
    sheet.addRow([{ formula: "NA()", result: { error: "#N/A" } }, ""]);
    const book = Buffer.from(await workbook.xlsx.writeBuffer());
    const report = await importSynonyms(market.services, organizer, Readable.from([book]));
    expect(report).toMatchObject({
      added: 1,
      wrong: [{ line: 4, problems: [{ rule: "cell", reason: "cellError" }] }],
      source: { sheet: "词表", headingLine: 2 },
    });
    const text = Buffer.from("\uFEFFwords\tnote\r\n氮化镓纳米柱;gan nanopillar\t\r\n", "utf16le");
    expect(await importSynonyms(market.services, organizer, Readable.from([text]))).toMatchObject({
      added: 1,
      source: { text: { encoding: "utf-16le", separator: "\t" } },
    });
  });

  it("refuses a file that is not of this kind", async () => {
    expect(await load("name,note", "甲,乙")).toBe("noColumns");
    expect(await load("name,whatever", "甲,乙")).toBe("noColumns");
    await expect(
      importSynonyms(market.services, organizer, Readable.from([])),
    ).rejects.toMatchObject({ code: "fileEmpty" });
    expect(await load('words,note\n"甲')).toBe("unreadable");
    await expect(load(`words,note\n${"甲".repeat(1_000_000)}`)).rejects.toMatchObject({
      code: "fileTooLarge",
    });
    const [row] = await market.services.database
      .select()
      .from(synonymGroup)
      .where(eq(synonymGroup.state, "approved"));
    expect(row).toBeUndefined();
  });
});
