import { createHash } from "node:crypto";
import type { StoryWords } from "./schema.ts";

/** All that a consent is given to. */
export interface ConsentedText extends StoryWords {
  /** SHA-256 of the picture's bytes; null where there is none. */
  pictureSha256: string | null;
}

/** What tells one text of a story from every other: SHA-256 in hexadecimal. */
export const storyHash = (text: ConsentedText): string =>
  createHash("sha256")
    .update(
      JSON.stringify([
        text.title,
        text.titleEn,
        text.body,
        text.bodyEn,
        text.pictureText,
        text.pictureSha256,
      ]),
    )
    .digest("hex");
