import type { Tone } from "#app/ui/parts.tsx";
import type { StoryLine } from "#app/stories/queries.server.ts";
import type { StoryState } from "#app/codes/states.ts";

/** A story's words in the reader's language, or in Chinese where it has no others. */
export function storyWords(
  story: Pick<StoryLine, "title" | "titleEn" | "excerpt" | "excerptEn">,
  language: string,
) {
  const english = language === "en" && story.titleEn !== "" && story.excerptEn !== "";
  return english
    ? { title: story.titleEn, excerpt: story.excerptEn, language: "en" as const }
    : { title: story.title, excerpt: story.excerpt, language: "zh-CN" as const };
}

export const storyTone: Record<StoryState, Tone | undefined> = {
  draft: "info",
  agreed: "warning",
  published: "success",
  taken_down: "danger",
};
