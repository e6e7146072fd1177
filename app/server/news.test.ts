import { describe, expect, it } from "vitest";
import { createFormat } from "#app/i18n/format.ts";
import { translatorFor } from "#app/i18n/i18n.server.ts";
import { languages } from "#app/i18n/languages.ts";
import { news } from "./news.ts";

const uuid = "0198c6a0-0000-7000-8000-000000000000";

/** A payload for a schema: its first choice where there is one, and a value that is found again. */
const samples: Record<string, Record<string, unknown>> = {
  match_found: {
    ...{ postId: uuid, postKind: "need", postTitle: "焊接需求", ownPostId: uuid },
    ...{ ownPostTitle: "焊接成果", score: 0.999, terms: ["焊接"], indicatorsMet: 1 },
    ...{ sharedClusters: [], trlDistance: 1, sharedModes: [] },
  },
  match_digest: { count: 1, best: [{ title: "甲", ownTitle: "乙", score: 0.999 }] },
};

describe.each(languages)("news in %s", (language) => {
  it.each(Object.keys(samples))(
    "a pair of %s that is as good as certain is not told as certain",
    async (name) => {
      const speech = { t: await translatorFor(language), format: createFormat(language) };
      const words = news.kind(name)?.say(samples[name], speech);
      expect(words?.lines.join(" ")).toContain("99%");
      expect(words?.lines.join(" ")).not.toContain("100%");
    },
  );

  it("each group has a title of its own", async () => {
    const t = await translatorFor(language);
    const titles = news.groups.map((group) => group.title(t));
    expect(new Set(titles).size).toBe(news.groups.length);
    expect(titles.filter((title) => title.includes("news."))).toEqual([]);
  });
});

it("a line that this version does not know is said by nobody", async () => {
  const speech = { t: await translatorFor("en"), format: createFormat("en") };
  expect(news.kind("of_a_later_version")).toBeUndefined();
  expect(news.kind("match_digest")?.say({ count: "many" }, speech)).toBeNull();
});
