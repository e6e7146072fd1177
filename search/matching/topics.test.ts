import { describe, expect, it } from "vitest";
import type { SearchDocument } from "../documents.ts";
import { fields } from "../thesaurus/index.ts";
import { corpusStatistics } from "./statistics.ts";
import { termsOf } from "./terms.ts";
import { sharedTopics, topicLikeness, topicName, topicsOf } from "./topics.ts";

const nothing = new Map<string, Map<number, number>>();
const about = (...words: string[]) =>
  topicsOf(
    words.map((word) => [word, 1]),
    nothing,
  );

describe("topics", () => {
  it("meet where no word does", () => {
    expect(topicLikeness(about("灌溉"), about("滴灌"))).toBeGreaterThan(0.9);
    expect(sharedTopics(about("灌溉"), about("滴灌")).map(topicName)).toEqual(["灌溉"]);
    expect(topicLikeness(about("灌溉"), about("轴承"))).toBe(0);
  });

  it("are found inside longer words", () => {
    expect(about("锂离子电池隔膜").length).toBeGreaterThan(0);
  });

  it("are the same to themselves, and nothing to what is unknown", () => {
    expect(topicLikeness(about("焊接", "钛合金"), about("焊接", "钛合金"))).toBeCloseTo(1);
    expect(topicLikeness(about("甲乙丙丁"), about("焊接"))).toBe(0);
  });

  it("of a word that the thesaurus lacks are learned from what it stands beside", () => {
    const named = (title: string) =>
      ({
        id: title,
        title,
        keywords: [],
        passages: [],
        indicators: [],
      }) as unknown as SearchDocument;
    const titles = ["灌溉 甲乙酮肟", "滴灌 甲乙酮肟", "喷灌 甲乙酮肟", "轴承 密封", "焊接 焊丝"];
    const { learnedTopics } = corpusStatistics(titles.map(named).map(termsOf));
    const learned = topicsOf([["甲乙", 1]], learnedTopics);
    const strongest = learned.shares.indexOf(Math.max(...learned.shares));
    expect(topicName(strongest)).toBe("灌溉");
  });

  it("have terms of one kind: no spaces at the ends, none twice in a line", () => {
    for (const line of fields.flatMap(({ topics }) => topics)) {
      const terms = line.split(" ");
      expect(terms).not.toContain("");
      expect(new Set(terms).size, line).toBe(terms.length);
    }
  });
});
