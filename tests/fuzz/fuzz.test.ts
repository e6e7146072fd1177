import ExcelJS from "exceljs";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { caseSchema } from "./case.ts";
import { triedFile } from "./files.ts";
import { formsOf } from "./forms.ts";
import { errorsIn } from "./judge.ts";
import { makeCase } from "./makers/index.ts";
import { randomOf } from "./random.ts";
import type { Route } from "./routes.ts";
import { World } from "./world.ts";

/** One that learned nothing, so that no database is asked. */
const world = new World(new pg.Pool());
const route: Route = {
  id: "sessions/registrations/pages/register",
  pattern: "/sessions/:sessionId/register",
  names: ["version", "people"],
  literals: ["yes"],
  hasAction: true,
  isResource: false,
  isIndex: false,
  takesFiles: true,
};
const made = (seed: number, number: number) =>
  makeCase({
    random: randomOf(seed, number),
    world,
    routes: [route],
    forms: [],
    origin: "http://localhost",
  });

describe("cases", () => {
  it("are the same for the same seed and number, and others for another seed", () => {
    const hundred = (seed: number) =>
      Array.from({ length: 100 }, (_, number) => made(seed, number));
    expect(hundred(1)).toEqual(hundred(1));
    expect(hundred(1)).not.toEqual(hundred(2));
  });

  it("can be kept in a file and sent again", () => {
    for (let number = 0; number < 500; number += 1) {
      const one = made(3, number);
      expect(caseSchema.parse(JSON.parse(JSON.stringify(one)))).toEqual(
        JSON.parse(JSON.stringify(one)),
      );
    }
  });

  it("are of every kind", () => {
    const kinds = Array.from({ length: 400 }, (_, number) => made(4, number));
    expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(["http", "raw", "socket"]));
    const labels = new Set(kinds.map(({ label }) => label.split(" ")[0]));
    expect(labels).toEqual(
      new Set(
        ["read", "method", "beside", "form", "guess", "account", "raw", "live"].filter(
          (one) => one !== "form",
        ),
      ),
    );
  });
});

it("some files are workbooks that open, so that the rest is refused for what is wrong in it", async () => {
  const opened = new Set<string>();
  for (let number = 0; number < 300; number += 1) {
    const { content } = triedFile(randomOf(5, number));
    if (!content.startsWith("PK") || content.length > 2_500 || opened.has("姓名")) continue;
    const book = new ExcelJS.Workbook();
    const bytes = Buffer.from(content, "latin1");
    await book.xlsx.load(new Uint8Array(bytes).buffer).then(
      () => opened.add(String(book.worksheets[0]?.getCell("A1").value)),
      () => {},
    );
  }
  expect(opened).toContain("姓名");
});

it("the forms of a page are found with fields, choices and buttons", () => {
  const html = `<form method="get"><input name="q"/></form>
    <form method="post" action="/a?x=1&amp;y=2"><input type="hidden" name="version" value="3"/>
      <select name="kind"><option value="a"></option><option value="b"></option></select>
      <button name="step" value="go">Go</button></form>`;
  expect(formsOf(html, "/page", "guest", world)).toEqual([
    {
      as: "guest",
      action: "/a?x=1&y=2",
      multipart: false,
      fields: [
        { name: "version", type: "hidden", value: "3", options: [] },
        { name: "kind", type: "select", value: "a", options: ["a", "b"] },
      ],
      buttons: [{ name: "step", value: "go" }],
    },
  ]);
});

it("errors of the log are told apart by message and place", () => {
  const log = `[10:00:00.000] WARN: request
[10:00:01.000] ERROR: request failed
    error: {
      "type": "TypeError",
      "message": "x is not a function",
      "stack":
          TypeError: x is not a function
              at loader (/p/app/posts/pages/a.tsx:3:5)
    }
[10:00:02.000] WARN: request`;
  expect(errorsIn(log)).toMatchObject([{ cause: expect.stringContaining("x is not a function") }]);
});
