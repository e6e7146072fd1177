import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { columnsDocument } from "./columns-document.ts";
import { contentOfRow, kindOfColumns, rowSchema } from "./columns.ts";

const contentOf = (kind: "need" | "result", row: object) =>
  contentOfRow(kind, rowSchema(kind).parse(row));

describe("the columns of an import file", () => {
  it("stand in docs/data-load.md as they are (npm run docs:columns prints it)", async () => {
    const file = new URL("../../docs/data-load.md", import.meta.url);
    expect(await readFile(file, "utf8")).toBe(columnsDocument());
  });

  it.each([
    [["id", "title", "content"], "need"],
    [["id", "title", "abstract"], "result"],
    [["id", "title"], null],
  ])("%j tell that the file holds: %s", (columns, kind) => {
    expect(kindOfColumns(columns)).toBe(kind);
  });

  it.each([
    ["410.15", { discipline: null, field: "410.15" }],
    ["没有这个学科", { discipline: null, field: "没有这个学科" }],
  ])("keep a discipline that the list does not have as the field: %s", (discipline, expected) => {
    expect(contentOf("need", { id: "1", title: "标题标题", discipline })).toMatchObject(expected);
  });

  it.each([
    [{}, { amountMin: null, amountMax: null, amountToBeAgreed: true }],
    [{ amount_max: "5000" }, { amountMax: "5000", amountToBeAgreed: false }],
  ])("read an amount, and none as to be agreed: %j", (row, expected) => {
    expect(contentOf("need", { id: "1", title: "标题标题", ...row })).toMatchObject(expected);
  });

  it.each([
    ["1,500,000 元", "1500000"],
    ["150万", "1500000"],
    [1500000, "1500000"],
    ["￥1.5亿", "150000000"],
  ])("read an amount as people write it: %j", (amount, yuan) => {
    const row = { id: "1", title: "标题标题", amount_max: amount };
    expect(contentOf("need", row)).toMatchObject({ amountMax: yuan });
  });

  it.each([
    ["amount_max", "30万-50万", "amountRange"],
    ["amount_max", "100 USD", "amountCurrency"],
    ["amount_max", "面议", "amount"],
    ["contact_email", "联系@例子.cn", "emailLocal"],
    ["trl", "六点五", "wholeNumber"],
    ["title", "x".repeat(121), "tooLong"],
  ])("refuse %s %.20j with %s", (column, cell, message) => {
    const row = { id: "1", title: "标题标题", content: "", [column]: cell };
    const { error } = rowSchema("need").safeParse(row);
    expect(error?.issues).toMatchObject([{ path: [column], message }]);
  });

  it("are kept in the form of all text", () => {
    const row = {
      id: 7,
      title: "⻢氏体\u200B钢\0焊接\r\n变形",
      content: "一\r\n二\0",
      keywords: "石墨\u00AD烯；⻋载",
      trl: "６",
      contact_email: "Li＠münchen.de",
    };
    expect(contentOf("need", row)).toMatchObject({
      title: "马氏体钢焊接 变形",
      problem: "一\n二",
      keywords: ["石墨烯", "车载"],
      trl: 6,
      contactEmail: "li@xn--mnchen-3ya.de",
    });
  });

  it("keep the first keywords of a longer list", () => {
    const keywords = Array.from({ length: 25 }, (_, index) => `词${index}`).join(";");
    expect(contentOf("need", { id: "1", title: "标题标题", keywords }).keywords).toHaveLength(20);
  });

  it("are missing where they must not be", () => {
    const { error } = rowSchema("result").safeParse({ title: "标题标题", abstract: "" });
    expect(error?.issues.map(({ path }) => path.join("."))).toEqual(["id", "abstract"]);
  });
});
