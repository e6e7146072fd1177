import { z } from "zod";
import { declineReasons, postKinds, reportReasons, brokerOccasions } from "#app/codes/codes.ts";
import { contractTold, milestoneTold } from "#app/codes/contract-news.ts";
import { dealStages, registrationStates } from "#app/codes/states.ts";

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

const aboutDisclosure = aboutPost.extend({
  /** The other organisation's name; empty while it is anonymous. */
  organisationName: z.string(),
});
const aboutSession = z.object({ sessionId: z.uuid(), sessionTitle: z.string() });
/** What there is to tell of a wish to meet. */
export const wishNews = ["asked", "accepted", "declined", "withdrawn", "added"] as const;
/** What there is to tell of the timetable of a session. */
export const timetableNews = [
  "preliminary",
  "final",
  "changed",
  "cancelled",
  "booked",
  "missed",
] as const;
/** What there is to tell of an offer of a place that became free. */
export const offerNews = ["offered", "declined", "expired", "gone"] as const;
/** What there is to tell after a meeting: rate it, the other side wants to go on, or both do. */
export const afterNews = ["rate", "asked", "both"] as const;
/** What there is to tell of a challenge; nothing of a proposal. */
export const challengeNews = [
  "submitted",
  "published",
  "returned",
  "withdrawn",
  "opened",
  "lapsed",
  "assigned",
  "conflictDeclared",
  "reviewsIn",
  "concluded",
  "decided",
  "outcome",
  "won",
  "lost",
  "objection",
  "objectionRejected",
  "objectionUpheld",
  "sentBack",
  "final",
  "carriedOut",
  "accepted",
] as const;
export type ChallengeNews = (typeof challengeNews)[number];
const aboutDeal = aboutPost.extend({
  dealId: z.uuid(),
  /** Whose person did it, or the broker's name; empty for an organizer and while an enterprise is anonymous. */
  organisationName: z.string(),
});
const aboutContract = z.object({
  contractId: z.uuid(),
  title: z.string(),
  /** Who did it; empty for the clock and for what both sides are told. */
  organisationName: z.string(),
  note: z.string(),
});
const aboutVerification = z.object({ organisationId: z.uuid(), organisationName: z.string() });
const aboutReport = z.object({
  /** The first words of what was reported. */
  subjectText: z.string(),
});
const aboutStory = z.object({ storyId: z.uuid(), title: z.string() });

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
  message_received: aboutDeal,
  deal_moved: aboutDeal.extend({ stage: z.enum(dealStages) }),
  deal_task_assigned: aboutDeal.extend({ task: z.string(), dueOn: z.iso.date() }),
  deal_task_due: aboutDeal.extend({ task: z.string(), dueOn: z.iso.date() }),
  deal_note: aboutDeal.extend({ heldOn: z.iso.date() }),
  deal_document: aboutDeal.extend({ document: z.string(), number: z.number().int() }),
  deal_broker: aboutDeal.extend({ step: z.enum(brokerOccasions), person: z.string() }),
  review_requested: aboutPost,
  review_approved: aboutReview,
  review_returned: aboutReview,
  review_rejected: aboutReview,
  disclosure_requested: aboutDisclosure,
  disclosure_opened: aboutDisclosure,
  disclosure_accepted: aboutDisclosure,
  disclosure_refused: aboutDisclosure,
  disclosure_revoked: aboutDisclosure,
  session_registration: aboutSession.extend({
    state: z.enum(registrationStates),
    note: z.string(),
  }),
  session_invitation: aboutSession.extend({ message: z.string() }),
  session_wish: aboutSession.extend({
    news: z.enum(wishNews),
    /** Who is met: the person and their organisation. */
    personName: z.string(),
    organisationName: z.string(),
    message: z.string(),
  }),
  session_timetable: aboutSession.extend({ news: z.enum(timetableNews) }),
  session_offer: aboutSession.extend({
    news: z.enum(offerNews),
    /** Who would be met. */
    personName: z.string(),
    organisationName: z.string(),
    /** HH:MM in the session's zone. */
    clock: z.string(),
    table: z.string(),
  }),
  session_delay: aboutSession.extend({
    /** 0 is on time again. */
    minutes: z.number().int(),
  }),
  session_after: aboutSession.extend({
    news: z.enum(afterNews),
    /** Null when it is about all of the person's meetings. */
    meetingId: z.uuid().nullable(),
    /** The other side's name; empty when it is about all meetings. */
    organisationName: z.string(),
  }),
  session_task_due: aboutSession.extend({
    meetingId: z.uuid(),
    organisationName: z.string(),
    task: z.string(),
    dueOn: z.iso.date(),
  }),
  post_expiring: aboutPost.extend({ expiresAt: z.iso.datetime() }),
  post_expired: aboutPost,
  challenge_news: z.object({
    challengeId: z.uuid(),
    challengeTitle: z.string(),
    news: z.enum(challengeNews),
    comment: z.string(),
  }),
  contract_step: aboutContract.extend({ step: z.enum(contractTold) }),
  contract_milestone: aboutContract.extend({
    step: z.enum(milestoneTold),
    milestone: z.string(),
    dueOn: z.iso.date(),
  }),
  verification_submitted: aboutVerification,
  verification_decided: aboutVerification.extend({
    state: z.enum(["verified", "returned", "revoked"]),
    reason: z.string(),
  }),
  report_received: aboutReport.extend({ reportId: z.uuid(), reason: z.enum(reportReasons) }),
  report_decided: aboutReport.extend({
    reportId: z.uuid(),
    upheld: z.boolean(),
    outcome: z.string(),
  }),
  /** To the reported side, which never hears who reported. */
  report_upheld: aboutReport.extend({
    reason: z.enum(reportReasons),
    outcome: z.string(),
    takenDown: z.boolean(),
  }),
  story_consent_asked: aboutStory,
  story_agreed: aboutStory,
  story_published: aboutStory,
  story_taken_down: aboutStory.extend({ reason: z.string() }),
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
