import { z } from "zod";
import { codeName } from "#app/i18n/codes.ts";
import { newsKind, type NewsGroup, type Speech } from "#app/kernel/news.ts";
import { aboutPost } from "#app/posts/news.ts";
import { shownChance } from "./certainty.ts";

const matches: NewsGroup = {
  name: "matches",
  title: (t) => t("matches:news.group"),
  defaults: { inProduct: true, mail: "daily" },
};

const foundMatch = aboutPost.extend({
  ownPostId: z.uuid(),
  ownPostTitle: z.string(),
  /** 0 to 1. */
  score: z.number(),
  /** The strongest terms that meet. */
  terms: z.array(z.string()),
  indicatorsMet: z.number().int(),
  sharedClusters: z.array(z.string()),
  /** reached minus wanted; null when unknown. */
  trlDistance: z.number().int().nullable(),
  sharedModes: z.array(z.string()),
});

function reasonsOf(match: z.output<typeof foundMatch>, { t, format }: Speech): string {
  const clusters = match.sharedClusters.map((code) => codeName(t, "clusters", code));
  return [
    t("matches:news.score", { score: format.percent(shownChance(match.score)) }),
    clusters.length > 0 ? t("matches:brief.cluster", { clusters: format.list(clusters) }) : "",
    match.indicatorsMet > 0 ? t("matches:brief.indicators", { count: match.indicatorsMet }) : "",
    match.trlDistance !== null && match.trlDistance >= 0 ? t("matches:brief.trl") : "",
    match.sharedModes.length > 0 ? t("matches:brief.modes") : "",
  ]
    .filter((reason) => reason !== "")
    .join(" · ");
}

export const matchNews = {
  found: newsKind({
    name: "match_found",
    group: matches,
    payload: foundMatch,
    words: (match, speech) => {
      const { t, format } = speech;
      const ownKind = match.postKind === "need" ? "result" : "need";
      const terms = format.list(match.terms);
      return {
        title: t("matches:news.found", match),
        lines: [
          reasonsOf(match, speech),
          match.terms.length > 0 ? t("matches:brief.terms", { terms }) : "",
        ],
        href: `/${ownKind}s/${match.ownPostId}#match-${match.postId}`,
      };
    },
  }),
  digest: newsKind({
    name: "match_digest",
    group: matches,
    isDigest: true,
    payload: z.object({
      /** All matches it stands for. */
      count: z.number().int(),
      /** The best of them. */
      best: z.array(z.object({ title: z.string(), ownTitle: z.string(), score: z.number() })),
    }),
    words: ({ count, best }, { t, format }) => ({
      title: t("matches:news.digest", { count }),
      lines: best.map(({ title, ownTitle, score }) =>
        t("matches:news.pair", { title, ownTitle, score: format.percent(shownChance(score)) }),
      ),
      href: "/matches",
    }),
  }),
};
