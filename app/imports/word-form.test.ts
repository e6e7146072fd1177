import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readDocument } from "#app/office/word-document.server.ts";
import { UnreadableFile } from "#app/office/table.ts";
import { draftSchema } from "#app/posts/content.ts";
import { parseForm } from "#app/forms/parse-form.ts";
import type { PostKind } from "#app/codes/codes.ts";
import { needBelow, needBesides, resultForm, wordDocument } from "#tests/support/word-forms.ts";
import { fillForm, isOfKind } from "./word-form.ts";

/** What our form holds once it is filled in, as it would be saved. */
async function filled(kind: PostKind, document: Buffer) {
  const blocks = await readDocument(document);
  const { fields, rest } = fillForm(kind, blocks);
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const submission = parseForm(form, { schema: draftSchema(kind) });
  if (submission.status !== "success") throw new Error(JSON.stringify(submission.error));
  return { content: submission.value, rest, blocks };
}

describe("a form of a need or a result as a document", () => {
  it("with labels beside values, groups, boxes and a table of indicators", async () => {
    const { content, rest, blocks } = await filled("need", await needBesides());
    expect(content).toMatchObject({
      title: "高导热碳化硅基板低翘曲烧结工艺",
      cluster: "frontier_materials",
      field: "先进陶瓷",
      keywords: ["碳化硅", "翘曲", "烧结", "基板"],
      problem: "基板烧结后翘曲大，\n良率只有七成。",
      trl: 7,
      deadline: "2027-06-30",
      cooperationModes: ["commissioned_development", "equity"],
      amountMin: "800000",
      amountMax: "1500000",
      foundation: "material",
      importSubstitution: true,
      visibility: "anonymous",
      contactName: "张工",
      contactPhone: "0512-6288 0000",
      contactEmail: "zhang@example.cn",
    });
    expect(content).toMatchObject({
      indicators: [
        { name: "热导率", today: "150", comparison: "ge", value: "190", unit: "W/(m·K)" },
        { name: "翘曲度", today: "0.8 mm", comparison: "le", value: "0.3", unit: "mm" },
        { name: "工作温度", comparison: "range", value: "-40", upper: "150", unit: "℃" },
        { name: "外观", comparison: "text", method: "无可见裂纹" },
      ],
    });
    expect(rest).toEqual([
      { label: "单位名称", text: "苏州恒远（集团）有限公司" },
      { label: "单位性质", text: "☑企业 ☐高校" },
      { label: "合作方式", text: "其他：待商定" },
      { label: "法定代表人", text: "王某" },
      { label: "注册资本", text: "5000万元" },
    ]);
    expect(isOfKind("need", blocks)).toBe(true);
    expect(isOfKind("result", blocks)).toBe(false);
  });

  it("with values below their labels, and contacts in paragraphs", async () => {
    const { content, rest } = await filled("need", await needBelow());
    expect(content).toMatchObject({
      title: "低温固化粉末涂料在热敏基材上的附着力",
      problem: "固化温度高于140 ℃时基材变形。\n附着力不足。",
      currentState: "试过三家供应商的树脂。",
      technology: "固化温度≤120 ℃，附着力≥5 MPa，国产原料。",
      goal: "形成量产工艺。",
      cooperationModes: ["commissioned_development", "joint_development"],
      amountToBeAgreed: true,
      deadline: "2027-12-31",
      contactName: "李工",
      contactPhone: "13812345678",
      contactEmail: "li@example.cn",
      indicators: [
        { name: "固化温度", comparison: "le", value: "120", unit: "℃" },
        { name: "附着力", comparison: "ge", value: "5", unit: "MPa" },
      ],
    });
    expect(rest.map(({ text }) => text)).toEqual([
      "填报单位：无锡某某科技有限公司",
      "我们还希望参观贵校的中试线。",
    ]);
  });

  it("of a result, in two columns and in paragraphs", async () => {
    const { content, rest, blocks } = await filled("result", await resultForm());
    expect(content).toMatchObject({
      title: "毫米波雷达人体生命体征监测算法",
      people: "赵某、钱某",
      cluster: "internet_of_things",
      trl: 6,
      abstract: "在3米内非接触测量心率和呼吸。\n误差小于每分钟2次。",
      innovation: "与接触式设备相比，无需佩戴。",
      appliedWhere: "已在两家养老院试用。",
      evaluation: "third_party_appraisal",
      cooperationModes: ["licence", "equity"],
      amountMax: "1200000",
      contactName: "孙老师",
      contactPhone: "025-8689 0000",
      contactEmail: "sun@example.edu.cn",
      intellectualProperty: [
        { kind: "invention_patent", number: "ZL202110123456.7", state: "granted" },
        { kind: "software_copyright", number: "2021SR0123456", state: "granted" },
        { kind: "invention_patent", number: "ZL 202110123456.7", state: "granted" },
        { kind: "utility_model", number: "CN202210654321.X", state: "applied" },
      ],
    });
    expect(isOfKind("result", blocks)).toBe(true);
    expect(rest.map(({ label }) => label)).toEqual(
      expect.arrayContaining(["完成单位", "密级", "主要技术指标"]),
    );
  });

  it("without anything that is known leaves all of it in the rest", async () => {
    const document = await wordDocument([
      "会议纪要",
      [
        ["时间", "周一"],
        ["", ""],
      ],
      "到会者五人。",
    ]);
    const { fields, rest } = fillForm("need", await readDocument(document));
    expect(fields).toEqual([]);
    expect(rest).toEqual([
      { label: "", text: "会议纪要" },
      { label: "时间", text: "周一" },
      { label: "", text: "到会者五人。" },
    ]);
  });
});

describe("what is no document", () => {
  const failureOf = (content: Uint8Array) =>
    readDocument(Buffer.from(content)).then(
      () => "read",
      (error: unknown) => (error instanceof UnreadableFile ? error.failure : String(error)),
    );

  it.each([
    ["an empty file", new Uint8Array(), "notADocument"],
    ["text", strToU8("需求名称：…"), "notADocument"],
    ["an old document", Buffer.from("d0cf11e0a1b11ae1", "hex"), "notADocument"],
    ["another ZIP", zipSync({ "a.txt": strToU8("x") }), "notADocument"],
    ["broken XML", zipSync({ "word/document.xml": strToU8("<w:document") }), "unreadable"],
    ["a ZIP cut off", Buffer.from("504b0304140000000800", "hex"), "unreadable"],
    [
      "one that unpacks to too much",
      zipSync({ "word/document.xml": new Uint8Array(130 * 1024 * 1024) }),
      "tooLarge",
    ],
  ])("%s is told", async (_what, content, failure) => {
    expect(await failureOf(content)).toBe(failure);
  });
});
