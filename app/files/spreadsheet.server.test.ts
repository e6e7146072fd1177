import ExcelJS from "exceljs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { csvOf, workbookOf } from "./spreadsheet.server.ts";

const rowsOf = async (content: Buffer, name: string): Promise<unknown[][]> => {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(new Uint8Array(content).buffer);
  const rows: unknown[][] = [];
  workbook.getWorksheet(name)?.eachRow((row) => {
    const cells: unknown[] = [];
    row.eachCell({ includeEmpty: true }, ({ value }) => cells.push(value));
    rows.push(cells);
  });
  return rows;
};

const hostile = ["=1+1", "+8613800000000", "-2", "@SUM(A1)", "\t=1", "\r=1"];

it.each(hostile)("%j is text, not a formula, in both formats", async (text) => {
  const csv = await csvOf([[text, "对接"]]);
  expect(parse(csv, { bom: true, relax_quotes: true })).toEqual([[`'${text}`, "对接"]]);
  const workbook = await workbookOf([{ name: "a", rows: [[text]] }]);
  expect(String((await rowsOf(workbook, "a"))[0]?.[0])).toMatch(/^'/);
});

it("no cell of a CSV file begins as a formula does, and every other text stays what it is", async () => {
  const text = fc.string({ maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 2, maxLength: 4 }), async (texts) => {
      const [cells = []] = parse(await csvOf([[...texts, "end"]]), { bom: true });
      for (const [index, cell] of cells.slice(0, -1).entries()) {
        expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        expect([texts[index], `'${texts[index]}`]).toContain(cell);
      }
    }),
    { numRuns: 50 },
  );
});

it("a workbook has its sheets by name, with numbers as numbers", async () => {
  const content = await workbookOf([
    {
      name: "甲",
      rows: [
        ["名称", "数量"],
        ["钢", 2.5],
      ],
      hasHead: true,
    },
    { name: "乙".repeat(40), rows: [[-1, null]], columns: [{ width: 20, numFmt: "0.00" }] },
  ]);
  expect(await rowsOf(content, "甲")).toEqual([
    ["名称", "数量"],
    ["钢", 2.5],
  ]);
  expect(await rowsOf(content, "乙".repeat(31))).toEqual([[-1]]);
});
