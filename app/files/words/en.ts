import type { Translated } from "#app/i18n/translated.ts";
import type { files as original } from "./zh-CN.ts";

export const files = {
  sending: "Uploading “{{name}}”",
  progressLabel: "Progress of the upload",
  progress: "{{share}} sent",
  storing: "All sent; it is being stored",
  done: "“{{name}}” was uploaded",
  doneUnnamed: "The file was uploaded",
  cancel: "Cancel the upload",
  cancelled: "The upload was cancelled",
  tooLarge: "The file has {{size}}; at most {{most}} are taken",
  wrongType: "This type of file is not accepted; it can be one of {{extensions}}",
  connectionBroke:
    "The connection broke and the file was not kept; check it and upload the file again",
  tooLargeOnTheWay:
    "Something on the way to this site refused the file as too large, and it was not kept; make it smaller, or ask the site’s administrator to allow more",
  serverAway:
    "The server cannot take it at the moment (status {{status}}), and the file was not kept; please try again later",
  notOurs:
    "The answer did not come from this site (status {{status}}), so the file was probably not kept; reload the page to see",
} as const satisfies Translated<typeof original>;
