import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { utils, write } from "@e965/xlsx";
import ExcelJS from "exceljs";
import { strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { problemOfCell } from "./cells.ts";
import { NoColumns, readTable, type TableChoice } from "./read-table.server.ts";
import { UnreadableFile } from "./table.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "duijie-table-"));
afterAll(() => rmSync(folder, { recursive: true }));

const names = {
  organisation: ["organisation", "单位名称", "单位"],
  name: ["name", "姓名"],
  email: ["email", "邮箱", "E-mail"],
  phone: ["phone", "手机", "联系电话", "电话"],
  absences: ["absences", "不能参加的时段"],
} as const;
type Column = keyof typeof names;

let number = 0;
function saved(content: string | Uint8Array, extension = "csv"): string {
  const file = path.join(folder, `${(number += 1)}.${extension}`);
  writeFileSync(file, content);
  return file;
}

async function rowsOf(file: string, choice: TableChoice<Column> = {}) {
  const { source, rows } = await readTable(file, names, choice);
  const read: { line: number; texts: Record<string, string>; problems: Record<string, string> }[] =
    [];
  for await (const { line, cells } of rows) {
    const entries = Object.entries(cells);
    read.push({
      line,
      texts: Object.fromEntries(entries.map(([column, { text }]) => [column, text])),
      problems: Object.fromEntries(
        entries.flatMap(([column, cell]) => {
          const problem = problemOfCell(cell, column === "phone");
          return problem ? [[column, problem]] : [];
        }),
      ),
    });
  }
  return { source, rows: read };
}

const failureOf = async (file: string): Promise<string> => {
  try {
    await rowsOf(file);
    return "read";
  } catch (error) {
    return error instanceof UnreadableFile ? error.failure : String(error);
  }
};

async function workbook(fill: (book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const person = "苏州恒远,甲,jia@example.cn";

describe("a text", () => {
  const text = `单位名称,姓名,邮箱\n${person}\n`;
  const gbk = Buffer.concat([
    // 单位名称,姓名,邮箱 and 甲, in GB 18030
    Buffer.from("b5a5cebbc3fbb3c62cd0d5c3fb2cd3cacfe40a", "hex"),
    Buffer.from("cbd5d6ddbae3d4b62cbcd72c", "hex"),
    Buffer.from("jia@example.cn\n"),
  ]);
  const utf16 = (mark: boolean) => Buffer.from((mark ? "\uFEFF" : "") + text, "utf16le");
  const bigEndian = (bytes: Buffer) => Buffer.from(bytes).swap16();

  it.each([
    ["utf-8", Buffer.from(text)],
    ["utf-8", Buffer.from(`\uFEFF${text}`)],
    ["gb18030", gbk],
    ["utf-16le", utf16(true)],
    ["utf-16le", utf16(false)],
    ["utf-16be", bigEndian(utf16(true))],
    ["utf-16be", bigEndian(utf16(false))],
  ])("in %s is read", async (encoding, bytes) => {
    const { source, rows } = await rowsOf(saved(bytes));
    expect(source.text).toEqual({ encoding, separator: ",", strayBytes: 0, strayLine: null });
    expect(rows).toEqual([
      {
        line: 2,
        texts: { organisation: "苏州恒远", name: "甲", email: "jia@example.cn" },
        problems: {},
      },
    ]);
  });

  it.each([",", ";", "\t", "|", "，", "；", "^", "~", ":"])(
    "separated by %j is read, with lists of the other marks inside",
    async (separator) => {
      const time = separator === ":" ? "2030-05-16" : "2030-05-16 09:00;2030-05-16 10:00";
      const list = separator === ";" ? `"${time}"` : time;
      const lines = [
        ["单位名称", "姓名", "邮箱", "不能参加的时段"],
        ["甲公司", "甲", "a@example.cn", list],
        ["乙公司", "乙", "b@example.cn", ""],
      ];
      const { source, rows } = await rowsOf(
        saved(lines.map((line) => line.join(separator)).join("\r\n")),
      );
      expect(source.text?.separator).toBe(separator);
      expect(rows[0]?.texts).toMatchObject({ name: "甲", absences: time });
    },
  );

  it("of one column is not divided by the marks in its cells", async () => {
    const { source, rows } = await rowsOf(saved("姓名\n甲;乙\n丙;丁\n"));
    expect(source.text?.separator).toBe(",");
    expect(rows.map(({ texts }) => texts.name)).toEqual(["甲;乙", "丙;丁"]);
  });

  it("names its separator in a first line, as spreadsheets write it", async () => {
    const { rows } = await rowsOf(saved("sep=;\r\n单位;姓名\r\n甲,乙;丙\r\n"));
    expect(rows).toMatchObject([{ line: 3, texts: { organisation: "甲,乙", name: "丙" } }]);
  });

  it("with a stray byte is read, and says on which line", async () => {
    const bytes = Buffer.concat([
      Buffer.from("单位,姓名\n甲公司,Ren"),
      Buffer.from([0xe9]),
      Buffer.from("\n乙公司,李四\n"),
    ]);
    const { source, rows } = await rowsOf(saved(bytes));
    expect(rows.map(({ texts }) => texts.name)).toEqual(["René", "李四"]);
    expect(source.text).toMatchObject({ encoding: "utf-8", strayBytes: 1, strayLine: 2 });
  });

  it("of Western Europe is read", async () => {
    const bytes = Buffer.from("organisation;name\nMüller Söhne;François\n", "latin1");
    const { source, rows } = await rowsOf(saved(bytes));
    expect(source.text?.encoding).toBe("windows-1252");
    expect(rows[0]?.texts).toEqual({ organisation: "Müller Söhne", name: "François" });
  });

  it("keeps no zero characters, and shows what a spreadsheet could not", async () => {
    const { rows } = await rowsOf(
      saved("单位,姓名,手机\n甲\u0000司,#N/A,1.38123E+10\n乙,########,025-8321 0000\n"),
    );
    expect(rows).toMatchObject([
      { texts: { organisation: "甲司" }, problems: { name: "cellError", phone: "cellLongNumber" } },
      { problems: { name: "cellError" } },
    ]);
  });

  it.each([
    ["an empty file", "", "empty"],
    ["only line ends", "\n\r\n \n", "empty"],
    ["only a byte order mark", "\uFEFF", "empty"],
    ["a quotation mark that is never closed", '单位,姓名\n"甲,乙', "unreadable"],
    ["columns that mean nothing", "a,b\n1,2\n", "noColumns"],
    ["a PDF", "%PDF-1.7\nabc", "notATable"],
    [
      "bytes",
      Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7919) % 256)),
      "notATable",
    ],
    ["a ZIP that is no workbook", zipSync({ "a.txt": strToU8("x") }), "notATable"],
    ["a ZIP cut off", Buffer.from("504b0304140000000800", "hex"), "unreadable"],
    ["an old workbook cut off", Buffer.from("d0cf11e0a1b11ae1000000", "hex"), "unreadable"],
  ])("%s", async (_what, content, failure) => {
    expect(await failureOf(saved(content))).toBe(failure);
  });

  it("of a line with a million columns ends", async () => {
    expect(await failureOf(saved(`单位,姓名\n${",".repeat(1_000_000)}\n`))).toBe("read");
  });
});

describe("a workbook", () => {
  it("gives links, formatted text, formulas and times as they are seen, and errors as such", async () => {
    const content = await workbook((book) => {
      const sheet = book.addWorksheet("报名");
      sheet.addRow(["单位名称", "姓名", "邮箱", "手机", "不能参加的时段"]);
      const when = new Date("2026-11-30T09:00:00Z");
      sheet.addRow([
        { richText: [{ text: "苏州" }, { text: "恒远", font: { bold: true } }] },
        { formula: 'A1&"x"', result: "甲" },
        {
          text: { richText: [{ text: "jia@" }, { text: "example.cn" }] },
          hyperlink: "mailto:jia@example.cn",
        },
        "025-8321 0000",
        when,
      ]);
      sheet.getCell("E2").numFmt = 'yyyy"年"m"月"d"日" hh:mm';
      sheet.addRow([
        { formula: "NA()", result: { error: "#N/A" } },
        "乙",
        "b@example.cn",
        913301001234567890,
        when,
      ]);
      sheet.getCell("E3").numFmt = "yyyy-mm-dd h:mm";
      sheet.addRow(["丙", "丙", "c@example.cn", 13812345678, 0.375]);
      sheet.getCell("E4").numFmt = "h:mm";
      sheet.addRow([0.1 + 0.2, 0.95, 1e-7, "", new Date("2026-11-30T00:00:00Z")]);
      sheet.getCell("B5").numFmt = "0.0%";
    });
    const { source, rows } = await rowsOf(saved(content, "xlsx"));
    expect(source).toMatchObject({ sheet: "报名", headingLine: 1, text: null });
    expect(rows).toEqual([
      {
        line: 2,
        texts: {
          organisation: "苏州恒远",
          name: "甲",
          email: "jia@example.cn",
          phone: "025-8321 0000",
          absences: "2026-11-30 09:00",
        },
        problems: {},
      },
      {
        line: 3,
        texts: expect.objectContaining({ name: "乙", absences: "2026-11-30 09:00" }),
        problems: { organisation: "cellError", phone: "cellLongNumber" },
      },
      {
        line: 4,
        texts: expect.objectContaining({ phone: "13812345678", absences: "09:00" }),
        problems: { phone: "cellNumber" },
      },
      {
        line: 5,
        texts: { organisation: "0.3", name: "95%", email: "0.0000001", absences: "2026-11-30" },
        problems: {},
      },
    ]);
  });

  it("has its headings under titles, in two rows, behind a sheet of notes, and merged cells", async () => {
    const content = await workbook((book) => {
      const notes = book.addWorksheet("填写说明");
      notes.addRow(["一、每行填写一人。"]);
      notes.addRow(["二、手机", "请填写11位号码"]);
      book.addWorksheet("字典", { state: "hidden" }).addRow(["单位", "姓名", "邮箱", "手机"]);
      const sheet = book.addWorksheet("报名汇总");
      sheet.addRow(["2026年江苏省新材料对接会参会回执"]);
      sheet.mergeCells("A1:E1");
      sheet.addRow(["填报单位（盖章）：", "", "填报日期："]);
      sheet.addRow(["序号", "单位", "参会人员", "", ""]);
      sheet.addRow(["", "名称", "姓名", "手机", "E－mail（必填）"]);
      sheet.mergeCells("A3:A4");
      sheet.mergeCells("C3:E3");
      sheet.addRow([1, "南京某某公司", "甲", "025-8321 0000", "a@example.cn"]);
      sheet.addRow([2, "", "乙", "", "b@example.cn"]);
      sheet.mergeCells("B5:B6");
      sheet.addRow([]);
      sheet.addRow([3, "苏州某某公司", "丙", "", "c@example.cn"]);
    });
    const { source, rows } = await rowsOf(saved(content, "xlsx"));
    expect(source).toMatchObject({
      sheet: "报名汇总",
      sheets: ["填写说明", "报名汇总"],
      headingLine: 3,
      headingRows: 2,
      columns: {
        organisation: { place: 1, text: "单位 名称" },
        phone: { place: 3, text: "参会人员 手机" },
        email: { place: 4 },
      },
    });
    expect(rows.map(({ line, texts }) => [line, texts.organisation, texts.name])).toEqual([
      [5, "南京某某公司", "甲"],
      [6, "南京某某公司", "乙"],
      [8, "苏州某某公司", "丙"],
    ]);
  });

  it("is read as the person chooses: another sheet, row and column", async () => {
    const content = await workbook((book) => {
      for (const name of ["第一批", "第二批"]) {
        const sheet = book.addWorksheet(name);
        sheet.addRow(["单位", "姓名", "负责人"]);
        sheet.addRow([`${name}公司`, "甲", "乙"]);
        sheet.addRow(["单位", "姓名", "负责人"]);
        sheet.addRow([`${name}分公司`, "丙", "丁"]);
      }
    });
    const file = saved(content, "xlsx");
    expect((await rowsOf(file)).source).toMatchObject({ sheet: "第一批", headingLine: 1 });
    const choice = { sheet: "第二批", headingLine: 3, columns: { name: 2 } };
    const { source, rows } = await rowsOf(file, choice);
    expect(source).toMatchObject({ sheet: "第二批", headingLine: 3 });
    expect(source.columns.name).toEqual({ place: 2, text: "负责人" });
    expect(rows.map(({ texts }) => texts)).toEqual([{ organisation: "第二批分公司", name: "丁" }]);
  });

  it("says what it saw when no column is known", async () => {
    const content = await workbook((book) => {
      book.addWorksheet("表").addRow(["公司", "谁"]);
    });
    const error = await readTable(saved(content, "xlsx"), names).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NoColumns);
    expect((error as NoColumns).source).toMatchObject({
      sheets: ["表"],
      headings: [
        { place: 0, text: "公司" },
        { place: 1, text: "谁" },
      ],
    });
  });

  const cells = [
    ["单位名称", "姓名", "不能参加的时段"],
    ["苏州恒远", "甲", { t: "n", v: 46356.375, z: "yyyy/m/d h:mm" }],
  ];
  it.each(["biff8", "ods", "xlsb", "xlsx"] as const)("of the kind %s is read", async (bookType) => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet(cells), "表");
    const content = new Uint8Array(write(book, { type: "array", bookType }) as ArrayBuffer);
    const { rows } = await rowsOf(saved(content, "xls"));
    expect(rows.map(({ texts }) => texts)).toEqual([
      { organisation: "苏州恒远", name: "甲", absences: "2026-11-30 09:00" },
    ]);
  });

  it("that is a web page's table is read, with its long numbers whole", async () => {
    const page =
      "<html><meta charset='utf-8'><table><tr><th>单位</th><th>手机</th></tr>" +
      "<tr><td>苏州恒远</td><td>02583210000</td></tr></table></html>";
    const { rows } = await rowsOf(saved(page, "xls"));
    expect(rows[0]).toMatchObject({ texts: { phone: "02583210000" }, problems: {} });
  });

  it("counts days from 1904 where it says so", async () => {
    const content = await workbook((book) => {
      book.properties.date1904 = true;
      const sheet = book.addWorksheet("表");
      sheet.addRow(["姓名", "不能参加的时段"]);
      sheet.addRow(["甲", new Date("2026-11-30T09:30:00Z")]);
      sheet.getCell("B2").numFmt = "yyyy-mm-dd hh:mm";
    });
    expect((await rowsOf(saved(content, "xlsx"))).rows[0]?.texts.absences).toBe("2026-11-30 09:30");
  });

  it("is told to be empty, whole or in its sheets", async () => {
    const bare = await workbook((book) => void book.addWorksheet("表"));
    expect(await failureOf(saved(bare, "xlsx"))).toBe("empty");
    const heads = await workbook((book) => void book.addWorksheet("表").addRow(["单位", "姓名"]));
    expect((await rowsOf(saved(heads, "xlsx"))).rows).toEqual([]);
  });

  it("that unpacks to more than is read, or lies about it, is refused", async () => {
    const content = await workbook((book) => {
      book.addWorksheet("表").addRow(["单位", "姓名"]);
    });
    const parts = unzipSync(content);
    const bomb = zipSync({ ...parts, "xl/bomb.xml": new Uint8Array(130 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await failureOf(saved(bomb, "xlsx"))).toBe("tooLarge");
    const many = Object.fromEntries(
      Array.from({ length: 2_100 }, (_, at) => [`xl/${at}.xml`, strToU8("x")]),
    );
    expect(await failureOf(saved(zipSync({ ...parts, ...many }), "xlsx"))).toBe("tooLarge");
    const liar = zipSync({ ...parts, "xl/liar.xml": new Uint8Array(1024 * 1024) });
    const said = Buffer.from(liar);
    const size = Buffer.from([0, 0, 16, 0]);
    for (let at = said.indexOf(size); at !== -1; at = said.indexOf(size, at + 1))
      said.writeUInt32LE(10, at);
    expect(said.equals(Buffer.from(liar))).toBe(false);
    expect(await failureOf(saved(said, "xlsx"))).toBe("unreadable");
    const truncated = content.slice(0, content.length / 2);
    expect(await failureOf(saved(truncated, "xlsx"))).toBe("unreadable");
  });
});
