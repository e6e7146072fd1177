import { z } from "zod";
import type { DealStage } from "#app/codes/states.ts";
import { lineOf, textOf } from "#app/kernel/texts.ts";

/** The stages of a deal from which on there is a success to tell of. */
export const storyDealStages: readonly DealStage[] = ["contract", "registered", "performed"];

/** The words of a story; the English ones may be missing. */
export const storySchema = z.object({
  title: lineOf(120, 4),
  titleEn: lineOf(200).default(""),
  body: textOf(6000, 30),
  bodyEn: textOf(9000).default(""),
  /** What the picture shows; asked where there is one. */
  pictureText: lineOf(200).default(""),
});
export type StoryWords = z.output<typeof storySchema>;
