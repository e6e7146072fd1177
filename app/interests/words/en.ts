import type { Translated } from "#app/i18n/translated.ts";
import type { interests as original } from "./zh-CN.ts";

export const interests = {
  title: "Interests",
  express: "Express interest",
  expressHintAnonymous:
    "Say what you offer and how you would work together. The other side stays anonymous until it accepts. If it has blocked your organisation, neither side is notified.",
  expressHint:
    "Say what you offer and how you would work together. The other side is notified immediately.",
  message: "Message",
  ownPost: "Refer to a post of ours",
  noOwnPost: "None",
  send: "Send",
  existing: "Your organisation has expressed interest",
  open: "Open the conversation",
  signInToExpress: "Sign in to express interest",
  empty: "No interests yet",
  emptyText: "Express interest from a match or from any post.",
  find: "Find partners",
  outgoing: "Sent",
  incoming: "Received",
  state: {
    pending: "Waiting",
    accepted: "Accepted",
    declined: "Declined",
    withdrawn: "Withdrawn",
  },
  accept: "Accept",
  decline: "Decline",
  withdraw: "Withdraw interest",
  declineReason: "Reason",
  declineNote: "Note",
  declineHint: "The other side sees the reason, so that they can improve.",
  toDeal: "Open the deal",
  threadOnDeal: "The conversation continues in the deal.",
  anonymous: "Anonymous enterprise",
  news: {
    group: "Interests, confidential parts and messages",
    received: "{{organisationName}} is interested in “{{postTitle}}”",
    accepted: "{{organisationName}} accepted your interest in “{{postTitle}}”",
    declined: "{{organisationName}} declined your interest in “{{postTitle}}”",
    reason: "Reason: {{reason}}",
  },
} as const satisfies Translated<typeof original>;
