import type { Translated } from "../translated.ts";
import type { sessionFiles as original } from "../zh-CN/session-files.ts";

export const sessionFiles = {
  calendar: {
    title: "Calendar subscription",
    intro:
      "See your meetings and the programme of your sessions in the calendar of your phone or computer; it follows every change.",
    personal: "My matchmaking sessions",
    none: "You have no address to subscribe to yet.",
    create: "Make an address",
    address: "Address to subscribe to",
    subscribe: "Subscribe with a calendar program",
    copy: "Copy the address",
    copied: "Copied",
    secret:
      "Whoever has this address sees your meetings, so do not pass it on. If it got out, take a new one or withdraw it.",
    renew: "Take a new address",
    renewTitle:
      "Take a new address? The old one stops working at once; calendars must subscribe anew.",
    withdraw: "Withdraw the address",
    withdrawTitle: "Withdraw the address? Calendars that subscribed are not updated any more.",
    renewed: "The new address is ready",
    withdrawn: "The address was withdrawn",
    subscribeTo: "Subscribe in a calendar",
    add: "Add to calendar",
    meeting: "Meeting: {{name}} ({{organisation}})",
    table: "Table {{table}}",
  },
  documents: {
    title: "Documents",
    there: "Documents so far",
    none: "No documents yet",
    add: "Add a document",
    of: "Belongs to",
    whole: "The whole session",
    file: "File",
    hint: "PDF, Word, Excel, PowerPoint or a picture, 20 MB at most",
    upload: "Upload",
    removeTitle: "Delete “{{name}}”? Nobody can download it any more.",
    size: "{{size}} MB",
  },
  cover: {
    title: "Cover picture",
    none: "No cover picture yet",
    file: "Picture",
    hint: "PNG, JPEG or WebP, 20 MB at most; shown as a banner of 4:1",
    add: "Add a cover",
    replace: "Replace the cover",
    remove: "Remove the cover",
    saved: "The cover was changed",
    alt: "Cover picture of “{{title}}”",
  },
} as const satisfies Translated<typeof original>;
