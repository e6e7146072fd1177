import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { StoryLine } from "#app/stories/queries.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { storyWords } from "./words.ts";

/** Published stories side by side, or one above the other where it is narrow. */
export function StoryCards({ stories }: { stories: StoryLine[] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  return (
    <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {stories.map((story) => {
        const words = storyWords(story, i18n.language);
        return (
          <li key={story.id} data-testid="story" className="card flex flex-col gap-2">
            {story.hasPicture ? (
              <img
                src={`/stories/${story.id}/picture`}
                alt={story.pictureText}
                loading="lazy"
                className="aspect-video w-full rounded-md object-cover"
              />
            ) : null}
            <h3 lang={words.language}>
              <Link to={`/stories/${story.id}`} className="text-accent hover:underline">
                {words.title}
              </Link>
            </h3>
            <p lang={words.language} className="text-sm">
              {words.excerpt}
            </p>
            <p className="mt-auto text-sm text-ink-soft">
              {t("stories:between", { demand: story.demand.name, supply: story.supply.name })}
              {story.publishedAt
                ? ` · ${t("stories:publishedAt", { date: format.date(story.publishedAt) })}`
                : ""}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
