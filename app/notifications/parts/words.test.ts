import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import type { NotificationContent } from "#app/notifications/kinds.ts";
import { createFormat } from "#app/i18n/format.ts";
import { notificationWords } from "./words.ts";

test("a match that is as good as certain is not told as certain", () => {
  const words = (content: object) =>
    notificationWords(
      content as NotificationContent,
      ((_key: string, values?: { score?: string }) => values?.score ?? "") as unknown as TFunction,
      createFormat("zh-CN"),
    ).lines.join(" ");
  const pair = { score: 0.999, title: "", ownTitle: "" };
  expect(words({ kind: "match_digest", payload: { count: 1, best: [pair] } })).toContain("99%");
  const found = { ...pair, sharedClusters: [], indicatorsMet: 0, terms: [], sharedModes: [] };
  const match = { ...found, trlDistance: null, postId: "x", postKind: "need" };
  expect(words({ kind: "match_found", payload: match })).toContain("99%");
});
