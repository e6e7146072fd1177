import { z } from "zod";
import type { DealStage } from "#app/codes/states.ts";

/** The stages of a deal from which on there is a success to tell of. */
export const storyDealStages: readonly DealStage[] = ["contract", "registered", "performed"];

/** The words of a story; the English ones may be missing. */
export const storySchema = z.object({
  title: z.string().trim().min(4).max(120),
  titleEn: z.string().trim().max(200).default(""),
  body: z.string().trim().min(30).max(6000),
  bodyEn: z.string().trim().max(9000).default(""),
  /** What the picture shows; asked where there is one. */
  pictureText: z.string().trim().max(200).default(""),
});
export type StoryWords = z.output<typeof storySchema>;
