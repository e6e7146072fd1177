import { z } from "zod";
import { newsKind, type NewsGroup } from "#app/kernel/news.ts";
import { aboutPost, postPath } from "#app/posts/news.ts";

const savedSearches: NewsGroup = {
  name: "saved_searches",
  title: (t) => t("alerts:news.group"),
  defaults: { inProduct: true, mail: "immediate" },
};

const savedSearch = z.object({ id: z.uuid(), name: z.string() });
const subscriptionsOf = (searches: { id: string }[]) =>
  searches.map(({ id }) => `search:${id}` as const);

export const alertNews = {
  /** A saved search with immediate alerts found a post; several may have found the same. */
  hit: newsKind({
    name: "search_hit",
    group: savedSearches,
    payload: aboutPost.extend({ searches: z.array(savedSearch).min(1) }),
    words: (payload, { t, format }) => ({
      title: t("alerts:news.hit", payload),
      lines: [
        t("alerts:news.searches", { names: format.list(payload.searches.map(({ name }) => name)) }),
      ],
      href: postPath(payload),
    }),
    subscriptions: ({ searches }) => subscriptionsOf(searches),
  }),
  digest: newsKind({
    name: "search_digest",
    group: savedSearches,
    isDigest: true,
    payload: z.object({
      /** All posts it stands for. */
      count: z.number().int(),
      searches: z.array(savedSearch.extend({ count: z.number().int() })),
      /** The newest of them. */
      newest: z.array(aboutPost),
    }),
    words: (payload, { t }) => ({
      title: t("alerts:news.digest", { count: payload.count }),
      lines: [
        ...payload.searches.map(({ name, count }) => t("alerts:news.searchCount", { name, count })),
        ...payload.newest.map(({ postTitle }) => postTitle),
      ],
      href: "/saved-searches",
    }),
    subscriptions: ({ searches }) => subscriptionsOf(searches),
  }),
};
