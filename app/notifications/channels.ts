import {
  mailChoices,
  type MailChoice,
  notificationGroups,
  type NotificationGroup,
  marketZone,
} from "#app/codes/codes.ts";
import { z } from "zod";
import type { NotificationKind } from "./kinds.ts";
import { quietUntil, nextDigest, type QuietHours } from "./schedule.ts";
import { isZone } from "#app/kernel/zones.ts";

/**
 * The group that each kind is chosen by; a kind without one does not compile.
 * A digest gathers for itself, so a daily mail does not hold it another day.
 */
const kinds: Record<NotificationKind, { group: NotificationGroup; digest?: true }> = {
  match_found: { group: "matches" },
  match_digest: { group: "matches", digest: true },
  interest_received: { group: "interests" },
  interest_accepted: { group: "interests" },
  interest_declined: { group: "interests" },
  message_received: { group: "interests" },
  review_requested: { group: "reviews" },
  review_approved: { group: "reviews" },
  review_returned: { group: "reviews" },
  review_rejected: { group: "reviews" },
  post_expiring: { group: "reviews" },
  post_expired: { group: "reviews" },
  disclosure_requested: { group: "interests" },
  disclosure_opened: { group: "interests" },
  disclosure_accepted: { group: "interests" },
  disclosure_refused: { group: "interests" },
  disclosure_revoked: { group: "interests" },
  deal_moved: { group: "deals" },
  deal_task_assigned: { group: "deals" },
  deal_task_due: { group: "deals" },
  deal_note: { group: "deals" },
  deal_document: { group: "deals" },
  deal_broker: { group: "deals" },
  contract_step: { group: "contracts" },
  contract_milestone: { group: "contracts" },
  challenge_news: { group: "challenges" },
  session_registration: { group: "sessions" },
  session_invitation: { group: "sessions" },
  session_wish: { group: "sessions" },
  session_timetable: { group: "sessions" },
  session_offer: { group: "sessions" },
  session_delay: { group: "sessions" },
  session_after: { group: "sessions" },
  session_task_due: { group: "sessions" },
  verification_submitted: { group: "system" },
  verification_decided: { group: "system" },
  report_received: { group: "system" },
  report_decided: { group: "system" },
  report_upheld: { group: "system" },
  story_consent_asked: { group: "deals" },
  story_agreed: { group: "deals" },
  story_published: { group: "deals" },
  story_taken_down: { group: "deals" },
  search_hit: { group: "saved_searches" },
  search_digest: { group: "saved_searches", digest: true },
};

export const groupOf = (kind: NotificationKind): NotificationGroup => kinds[kind].group;

export const kindsOf = (group: NotificationGroup): NotificationKind[] =>
  (Object.keys(kinds) as NotificationKind[]).filter((kind) => groupOf(kind) === group);

export interface Channels {
  inProduct: boolean;
  mail: MailChoice;
}

/** What holds for a person who chose nothing. */
export const defaultChannels: Record<NotificationGroup, Channels> = {
  matches: { inProduct: true, mail: "daily" },
  interests: { inProduct: true, mail: "immediate" },
  reviews: { inProduct: true, mail: "immediate" },
  deals: { inProduct: true, mail: "immediate" },
  contracts: { inProduct: true, mail: "immediate" },
  challenges: { inProduct: true, mail: "immediate" },
  saved_searches: { inProduct: true, mail: "immediate" },
  sessions: { inProduct: true, mail: "immediate" },
  system: { inProduct: true, mail: "immediate" },
};

/**
 * What cannot be turned off: a returned post waits for its author, and a
 * contract for whom it binds, so their lines always stand in the product; what
 * the platform has to say of the account itself comes by mail too.
 */
export const mandatory: Partial<Record<NotificationGroup, { inProduct: true; mail?: true }>> = {
  reviews: { inProduct: true },
  contracts: { inProduct: true },
  system: { inProduct: true, mail: true },
};

/** Everything that a person chose, whole. */
export interface Preferences {
  channels: Record<NotificationGroup, Channels>;
  quiet: QuietHours | null;
  /** IANA name of the zone that the person's clock shows. */
  zone: string;
}

export const defaultPreferences: Preferences = {
  channels: defaultChannels,
  quiet: null,
  zone: marketZone,
};

/** What a person chose over the defaults, with what is mandatory. */
export function withDefaults(
  chosen: Partial<Record<NotificationGroup, Channels>>,
): Record<NotificationGroup, Channels> {
  return Object.fromEntries(
    notificationGroups.map((group) => {
      const channels = chosen[group] ?? defaultChannels[group];
      const fixed = mandatory[group];
      const mail = fixed?.mail ? defaultChannels[group].mail : channels.mail;
      return [group, { inProduct: channels.inProduct || fixed?.inProduct === true, mail }];
    }),
  ) as Record<NotificationGroup, Channels>;
}

/** How one line reaches a person. */
export interface Delivery {
  /** Whether it stands in the notification centre. */
  shown: boolean;
  /** Whether it comes without a message over the page. */
  quiet: boolean;
  /** Null when it is not mailed. */
  mailDueAt: Date | null;
}

/** By which channels and when a person hears of something that happens now. */
export function deliveryOf(
  kind: NotificationKind,
  { channels, quiet, zone }: Preferences,
  mayMail: boolean,
  now: Date,
): Delivery {
  const { group, digest } = kinds[kind];
  const { inProduct, mail } = channels[group];
  const end = quietUntil(now, quiet, zone);
  const wanted = mail === "daily" && !digest ? nextDigest("daily", now, zone) : now;
  const mailed = mayMail && mail !== "off";
  return {
    shown: inProduct,
    quiet: end !== null,
    mailDueAt: mailed ? (quietUntil(wanted, quiet, zone) ?? wanted) : null,
  };
}

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "time" });

/** What the page of preferences sends, for the groups that it shows. */
export const preferencesSchema = z.object({
  channels: z.partialRecord(
    z.enum(notificationGroups),
    z.object({
      inProduct: z.stringbool().default(false),
      mail: z.enum(mailChoices),
    }),
  ),
  quietOn: z.stringbool().default(false),
  quietFrom: time,
  quietTo: time,
  zone: z.string().refine(isZone, { error: "zone" }),
});
export type PreferencesInput = z.infer<typeof preferencesSchema>;

/** What the two times say to a person who has none yet. */
export const suggestedQuiet: QuietHours = { from: "22:00", to: "07:30" };
