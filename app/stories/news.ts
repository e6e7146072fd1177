import { z } from "zod";
import { dealsGroup } from "#app/deals/news.ts";
import { newsKind } from "#app/kernel/news.ts";

const aboutStory = z.object({ storyId: z.uuid(), title: z.string() });

const storyKind = (step: "consent_asked" | "agreed" | "published") =>
  newsKind({
    name: `story_${step}`,
    group: dealsGroup,
    payload: aboutStory,
    words: ({ storyId, title }, { t }) => ({
      title: t(`stories:news.${step}`, { title }),
      href: `/stories/${storyId}`,
    }),
  });

export const storyNews = {
  consentAsked: storyKind("consent_asked"),
  agreed: storyKind("agreed"),
  published: storyKind("published"),
  takenDown: newsKind({
    name: "story_taken_down",
    group: dealsGroup,
    payload: aboutStory.extend({ reason: z.string() }),
    words: ({ storyId, title, reason }, { t }) => ({
      title: t("stories:news.taken_down", { title }),
      lines: [reason],
      href: `/stories/${storyId}`,
    }),
  }),
};
