import type { Translated } from "#app/i18n/translated.ts";
import type { review as original } from "./review.zh-CN.ts";

export const review = {
  title: "Review",
  empty: "Nothing to review",
  emptyText: "New submissions appear here automatically.",
  waiting: "Submitted {{time}}",
  decide: "Decision",
  approve: "Approve and publish",
  return: "Return for changes",
  reject: "Reject",
  comment: "Comment",
  commentHint: "Required to return or reject; the author sees it.",
  news: {
    group: "Reviews and expiry",
    requested: "To review: {{postTitle}}",
    approved: "“{{postTitle}}” is approved and published",
    returned: "“{{postTitle}}” was returned for changes",
    rejected: "“{{postTitle}}” was rejected",
    expiring: "“{{postTitle}}” expires on {{date}}",
    expired: "“{{postTitle}}” has expired",
  },
} as const satisfies Translated<typeof original>;
