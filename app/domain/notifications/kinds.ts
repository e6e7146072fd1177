import { z } from "zod";
import { declineReasons } from "#app/domain/codes/codes.ts";
import { postKinds } from "#app/domain/posts/content.ts";

const aboutPost = z.object({
  postId: z.uuid(),
  postKind: z.enum(postKinds),
  postTitle: z.string(),
});
const aboutReview = aboutPost.extend({ comment: z.string() });
const aboutInterest = aboutPost.extend({
  interestId: z.uuid(),
  /** The other organisation's name. */
  organisationName: z.string(),
});
const savedSearch = z.object({ id: z.uuid(), name: z.string() });

/** The lines of the notification centre by kind, with what each says. */
export const notificationPayloads = {
  match_found: aboutPost.extend({
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
  }),
  match_digest: z.object({
    /** All matches it stands for. */
    count: z.number().int(),
    /** The best of them. */
    best: z.array(z.object({ title: z.string(), ownTitle: z.string(), score: z.number() })),
  }),
  interest_received: aboutInterest,
  interest_accepted: aboutInterest,
  interest_declined: aboutInterest.extend({ reason: z.enum(declineReasons), note: z.string() }),
  message_received: aboutInterest,
  review_requested: aboutPost,
  review_approved: aboutReview,
  review_returned: aboutReview,
  review_rejected: aboutReview,
  post_expiring: aboutPost.extend({ expiresAt: z.iso.datetime() }),
  post_expired: aboutPost,
  /** A saved search with immediate alerts found a post; several may have found the same. */
  search_hit: aboutPost.extend({ searches: z.array(savedSearch).min(1) }),
  search_digest: z.object({
    /** All posts it stands for. */
    count: z.number().int(),
    searches: z.array(savedSearch.extend({ count: z.number().int() })),
    /** The newest of them. */
    newest: z.array(aboutPost),
  }),
} as const;

export type NotificationKind = keyof typeof notificationPayloads;
export const notificationKinds = Object.keys(notificationPayloads) as NotificationKind[];
export type NotificationPayload<Kind extends NotificationKind> = z.infer<
  (typeof notificationPayloads)[Kind]
>;

/** One line of the notification centre, by kind. */
export type NotificationContent = {
  [Kind in NotificationKind]: { kind: Kind; payload: NotificationPayload<Kind> };
}[NotificationKind];

/** Reads a line as stored or as received; null for a kind this version does not know. */
export function readNotification(kind: string, payload: unknown): NotificationContent | null {
  const schema = (notificationPayloads as Record<string, z.ZodType>)[kind];
  const parsed = schema?.safeParse(payload);
  return parsed?.success ? ({ kind, payload: parsed.data } as NotificationContent) : null;
}
