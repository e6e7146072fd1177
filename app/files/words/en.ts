import type { Translated } from "#app/i18n/translated.ts";
import type { files as original } from "./zh-CN.ts";

export const files = {
  sending: "Uploading “{{name}}”",
  progressLabel: "Progress of the upload",
  progress: "{{share}} sent",
  storing: "Upload complete; saving the file",
  done: "“{{name}}” was uploaded",
  doneUnnamed: "The file was uploaded",
  cancel: "Cancel the upload",
  cancelled: "The upload was cancelled",
  tooLarge: "The file is {{size}}; the limit is {{most}}",
  wrongType: "This type of file is not accepted; accepted types are {{extensions}}",
  connectionBroke:
    "The connection was lost and the file was not saved; check the connection and upload the file again",
  tooLargeOnTheWay:
    "Something between you and this site rejected the file as too large, and it was not saved; make it smaller, or ask the site’s administrator to raise the limit",
  serverAway:
    "The server cannot accept it at the moment (status {{status}}), and the file was not saved; please try again later",
  notOurs:
    "The response did not come from this site (status {{status}}), so the file was probably not saved; reload the page to check",
} as const satisfies Translated<typeof original>;
