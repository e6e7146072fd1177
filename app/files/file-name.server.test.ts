import { describe, expect, it } from "vitest";
import { cleanFileName } from "./file-name.server.ts";

describe("the name of a file", () => {
  it.each([
    ["指标测试报告.pdf", "指标测试报告.pdf"],
    ["تقرير الاختبار.docx", "تقرير الاختبار.docx"],
    ['报告"终稿"（第2版）.pdf', '报告"终稿"（第2版）.pdf'],
    ["C:\\Users\\Li\\报告.pdf", "报告.pdf"],
    ["../../etc/passwd.pdf", "passwd.pdf"],
    ["图纸\u0000\r\n\u0007.png", "图纸.png"],
    ["fdp.\u202Eexe.pdf", "fdp.exe.pdf"],
    ["half \uD83D.png", "half.png"],
    ["e\u0301tude.pdf", "\u00E9tude.pdf"],
    [" 报告.pdf . ", "报告.pdf"],
    [".pdf", "pdf"],
    ["folder/", "file"],
    ["", "file"],
    ["no-extension", "no-extension"],
  ])("%j is kept as %j", (given, kept) => {
    expect(cleanFileName(given)).toBe(kept);
  });

  it("is cut between characters and keeps its extension", () => {
    const family = "👩‍👩‍👧‍👦";
    const kept = cleanFileName(`${family.repeat(300)}.PDF`);
    expect(kept.endsWith(".PDF")).toBe(true);
    expect(kept.slice(0, -4).replaceAll(family, "")).toBe("");
    expect([...new Intl.Segmenter().segment(cleanFileName(`${"报".repeat(300)}.pdf`))].length).toBe(
      120,
    );
    expect(cleanFileName(`a${"\u0301".repeat(9_000)}.pdf`).length).toBeLessThanOrEqual(480);
  });

  it("of two names that differ only in what is cut is still a name", () => {
    expect(cleanFileName(`${"x".repeat(119)} .pdf`)).toBe(`${"x".repeat(116)}.pdf`);
  });
});
