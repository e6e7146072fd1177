import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseForm } from "#app/forms/parse-form.ts";
import { keywords } from "./fields.ts";
import { limits } from "./values.ts";

const { schema } = keywords({ section: "basics" });
const ofForm = (sent: [string, string][]) => {
  const parsed = parseForm(new URLSearchParams(sent), { schema: z.object({ words: schema }) });
  return parsed.status === "success" ? parsed.value.words : parsed.error;
};

describe("keywords", () => {
  it.each([
    ["nothing", "", []],
    ["one word", "碳化硅", ["碳化硅"]],
    ["both scripts' marks", "a;b；c,d，e、f\ng", ["a", "b", "c", "d", "e", "f", "g"]],
    ["blanks and empty places", " ； 碳化硅 ；；\t热导率；", ["碳化硅", "热导率"]],
    ["a word twice", "热导率;热导率", ["热导率"]],
    ["words with blanks", "silicon carbide; SiC", ["silicon carbide", "SiC"]],
  ])("come of the line that a form without scripts sends: %s", (_, line, words) => {
    expect(ofForm([["words", line]])).toEqual(words);
  });

  it("are the list as it is where a list is sent or kept", () => {
    const list: [string, string][] = [
      ["words[0]", "碳化硅, 4H 晶型"],
      ["words[1]", "热导率"],
    ];
    expect(ofForm(list)).toEqual(["碳化硅, 4H 晶型", "热导率"]);
    expect(schema.parse(["a,b"])).toEqual(["a,b"]);
    expect(schema.parse(undefined)).toEqual([]);
  });

  it("are refused where there are too many of them or one is too long", () => {
    const many = Array.from({ length: limits.keywords + 1 }, (_, index) => `词${index}`);
    expect(ofForm([["words", many.join("；")]])).toHaveProperty("words");
    expect(ofForm([["words", "长".repeat(limits.keyword + 1)]])).toHaveProperty(["words[0]"]);
  });
});
