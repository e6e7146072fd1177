import type { TFunction } from "i18next";
import { z } from "zod";
import { postKinds } from "#app/codes/codes.ts";
import { newsKind, type NewsGroup } from "#app/kernel/news.ts";

/** What news of a post says of it. */
export const aboutPost = z.object({
  postId: z.uuid(),
  postKind: z.enum(postKinds),
  postTitle: z.string(),
});
type AboutPost = z.output<typeof aboutPost>;

export const postPath = ({ postId, postKind }: Pick<AboutPost, "postId" | "postKind">): string =>
  `/${postKind}s/${postId}`;

/** The organisation's name in a text; `name` is empty while it is anonymous. */
export const organisationOr = (t: TFunction, name: string): string =>
  name === "" ? t("interests:anonymous") : name;

/** A returned post waits for its author, so its lines always stand in the product. */
const reviews: NewsGroup = {
  name: "reviews",
  title: (t) => t("review:news.group"),
  defaults: { inProduct: true, mail: "immediate" },
  mandatory: { inProduct: true },
};

const decided = (outcome: "approved" | "returned" | "rejected") =>
  newsKind({
    name: `review_${outcome}`,
    group: reviews,
    payload: aboutPost.extend({ comment: z.string() }),
    words: (payload, { t }) => ({
      title: t(`review:news.${outcome}`, payload),
      lines: [payload.comment],
      href: postPath(payload),
    }),
  });

export const postNews = {
  reviewRequested: newsKind({
    name: "review_requested",
    group: reviews,
    payload: aboutPost,
    words: (payload, { t }) => ({
      title: t("review:news.requested", payload),
      href: `${postPath(payload)}?view=draft`,
    }),
  }),
  approved: decided("approved"),
  returned: decided("returned"),
  rejected: decided("rejected"),
  expiring: newsKind({
    name: "post_expiring",
    group: reviews,
    payload: aboutPost.extend({ expiresAt: z.iso.datetime() }),
    words: (payload, { t, format }) => ({
      title: t("review:news.expiring", { ...payload, date: format.date(payload.expiresAt) }),
      href: postPath(payload),
    }),
  }),
  expired: newsKind({
    name: "post_expired",
    group: reviews,
    payload: aboutPost,
    words: (payload, { t }) => ({
      title: t("review:news.expired", payload),
      href: postPath(payload),
    }),
  }),
};
