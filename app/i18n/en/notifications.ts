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
    disclosure_requested:
      "{{organisationName}} asks to see the confidential part of \u201c{{postTitle}}\u201d",
    disclosure_opened:
      "{{organisationName}} opened the confidential part of \u201c{{postTitle}}\u201d to you; accept the terms first",
    disclosure_accepted:
      "{{organisationName}} accepted the confidentiality terms of \u201c{{postTitle}}\u201d",
    disclosure_refused: "The confidential part of \u201c{{postTitle}}\u201d was not opened to you",
    disclosure_revoked:
      "The confidential part of \u201c{{postTitle}}\u201d is no longer open to you",
    session_invitation: "Your organisation is invited to \u201c{{sessionTitle}}\u201d",
    post_expiring: "“{{postTitle}}” expires on {{date}}",
    post_expired: "“{{postTitle}}” has expired",
  },
  sessionRegistration: {
    applied: "Your registration for \u201c{{sessionTitle}}\u201d was received",
    waiting: "\u201c{{sessionTitle}}\u201d is full; your organisation is on the waiting list",
    admitted: "Your organisation is admitted to \u201c{{sessionTitle}}\u201d",
    declined: "Your registration for \u201c{{sessionTitle}}\u201d was declined",
    cancelled: "Your registration for \u201c{{sessionTitle}}\u201d was cancelled",
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
