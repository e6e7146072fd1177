import { describe, expect, it } from "vitest";
import { areTextsAlike, briefReasonsSchema } from "./schema.ts";

describe("short reasons", () => {
  it("say that whole texts are alike only when an embedding server found so", () => {
    expect(areTextsAlike({ embedding: null })).toBe(false);
    expect(areTextsAlike({ embedding: 0.4 })).toBe(false);
    expect(areTextsAlike({ embedding: 0.8 })).toBe(true);
  });

  it("are read as they were stored before they knew of whole texts", () => {
    const stored = {
      terms: [{ term: "石墨烯", counterpart: "graphene" }],
      topics: [],
      indicatorsMet: 0,
      indicatorsMissed: 0,
      sharedClusters: [],
      trlDistance: null,
      sharedModes: [],
      money: "unknown",
    };
    expect(briefReasonsSchema.parse(stored)).toEqual({ ...stored, textsAlike: false });
  });
});
