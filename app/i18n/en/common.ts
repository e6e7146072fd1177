import type { Translated } from "../translated.ts";
import type { common as original } from "../zh-CN/common.ts";

export const common = {
  appName: "Duijie 对接",
  skipToContent: "Skip to content",
  loading: "Loading",
  nav: {
    label: "Main navigation",
    needs: "Needs",
    results: "Results",
    myPosts: "My posts",
    matches: "Matches",
    interests: "Interests",
    deals: "Deals",
    dealBoard: "Deal board",
    notifications: "Notifications",
    unread_one: "Notifications, {{count}} unread",
    unread_other: "Notifications, {{count}} unread",
    review: "Review",
    organisations: "My organisations",
    accountOf: "Account of {{name}}",
    signIn: "Sign in",
    signUp: "Sign up",
    signOut: "Sign out",
    actingFor: "Acting for {{name}}",
    switchOrganisation: "Switch organisation",
    newOrganisation: "Register an organisation",
    noOrganisation: "Not in an organisation yet",
    language: "Language",
    mailBox: "Open the demonstration mail box",
  },
  searchBox: {
    label: "Search needs and results",
    placeholder: "Material, process, indicator, organisation …",
    submit: "Search",
  },
  action: {
    save: "Save",
    cancel: "Cancel",
    delete: "Delete",
    remove: "Remove",
    back: "Back",
    send: "Send",
    upload: "Upload",
    view: "View",
    viewAll: "View all",
  },
  saved: "Saved",
  optional: "optional",
  pleaseSelect: "Please select",
  none: "None",
  notSpecified: "Not given",
  toBeAgreed: "To be agreed",
  money: { range: "{{min}} to {{max}}", from: "from {{min}}", upTo: "up to {{max}}" },
  yes: "Yes",
  labelled: "{{label}}: {{text}}",
  charactersLeft_one: "{{count}} character left",
  charactersLeft_other: "{{count}} characters left",
  charactersOver_one: "{{count}} character too many",
  charactersOver_other: "{{count}} characters too many",
  notice: { info: "Note", success: "Done", warning: "Attention", danger: "Error" },
  verified: "Verified",
  verifiedHint: "An organizer has verified this organisation",
  pagination: { label: "Pages", previous: "Previous page", next: "Next page" },
  toasts: { label: "New messages", dismiss: "Dismiss: {{title}}" },
  errorPage: {
    requestId: "If you ask for help, please give the number {{id}}",
    toHome: "Go to the first page",
    toSearch: "Search",
    reload: "Reload",
    signIn: { title: "Please sign in", text: "You need to be signed in to see this page." },
    forbidden: {
      title: "You are not allowed to see this page",
      text: "It may be open only to the organisation that posted it, or to those it invited. If you belong to several organisations, switch to another one above and try again.",
    },
    notFound: {
      title: "Page not found",
      text: "It may have been withdrawn or have expired, or the address may be wrong. Searching may help.",
    },
    conflict: {
      title: "This cannot be done now",
      text: "Its state may have changed: it may be in review, or have ended. Open it to see where it stands.",
    },
    rateLimited: { title: "Too many attempts", text: "Please wait a little and try again." },
    unavailable: {
      title: "The service is unavailable for the moment",
      text: "We are bringing it back. Please reload in a little while.",
    },
    unexpected: {
      title: "Something went wrong",
      text: "The fault is ours and has been recorded. Please reload; if that does not help, try again later.",
    },
    badRequest: {
      title: "The request was not right",
      text: "Go back, check what you filled in and try again.",
    },
  },
  away: {
    title: "The service is unavailable for the moment",
    reading:
      "The connection to the database was lost, and we are bringing it back. This page then opens by itself; you need not do anything.",
    nothing:
      "The connection to the database was lost, and what you sent was not saved. Go back to the page before (it still holds what you wrote) and send it again later.",
    unknown:
      "The connection to the database was lost while you were sending, and it is not known whether it was saved. Go back, look at how things stand, and then decide whether to send it again.",
  },
  unreachable:
    "We could not reach you at {{address}}: its mail server refuses our mail. Please check this mailbox, or ask an organizer to have the address changed.",
  connection: {
    reading: "Connection lost; trying again…",
    writing: "Connection lost. What you wrote is still on this page; trying again…",
    unsure:
      "The connection was lost while sending, and it is not known whether it was saved; sent again, it might be done twice. What you wrote is still on this page: look first, then decide.",
    look: "Look in a new tab",
    again: "Send again",
    leave: "Do not send",
  },
  footer: {
    label: "Footer",
    about:
      "The online market for technical needs and technology supply ordered by the Jiangsu Provincial Government’s Opinion on Advanced Manufacturing Clusters (2018, No. 86).",
  },
} as const satisfies Translated<typeof original>;
