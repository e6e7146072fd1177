import type { Translated } from "../translated.ts";
import type { notifications as original } from "../zh-CN/notifications.ts";

export const notifications = {
  title: "Notifications",
  empty: "No notifications",
  emptyText: "New matches, interests and review decisions appear here.",
  markAll: "Mark all as read",
  unread: "Unread",
  connected: "Live updates are on",
  disconnected: "Live updates are off, reconnecting",
  line: {
    match_found: "New match for “{{ownPostTitle}}”: {{postTitle}}",
    match_digest_one: "{{count}} more new match of yesterday",
    match_digest_other: "{{count}} more new matches of yesterday",
    interest_received: "{{organisationName}} is interested in “{{postTitle}}”",
    interest_accepted: "{{organisationName}} accepted your interest in “{{postTitle}}”",
    interest_declined: "{{organisationName}} declined your interest in “{{postTitle}}”",
    message_received: "{{organisationName}} wrote about “{{postTitle}}”",
    review_requested: "To review: {{postTitle}}",
    review_approved: "“{{postTitle}}” is approved and published",
    review_returned: "“{{postTitle}}” was returned for changes",
    review_rejected: "“{{postTitle}}” was rejected",
    post_expiring: "“{{postTitle}}” expires on {{date}}",
    post_expired: "“{{postTitle}}” has expired",
  },
  reason: {
    score: "Match {{score}}",
    terms: "Terms in common: {{terms}}",
    indicators: "Indicators met: {{count}}",
    cluster: "Same cluster: {{clusters}}",
    trl: "Readiness as wanted",
    modes: "Same cooperation mode",
    digest: "“{{ownTitle}}”: {{title}} (match {{score}})",
    decline: "Reason: {{reason}}",
  },
  open: "Open",
} as const satisfies Translated<typeof original>;
