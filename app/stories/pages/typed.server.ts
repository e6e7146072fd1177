import type { TFunction } from "i18next";
import { storySchema, type StoryWords } from "#app/stories/schema.ts";
import { issueMessage } from "#app/i18n/issues.ts";

/** What a story's form holds: read, or with what is wrong by field. */
export function readStoryForm(form: FormData, t: TFunction) {
  const typed = (name: keyof StoryWords) => String(form.get(name) ?? "");
  const values: StoryWords = {
    title: typed("title"),
    titleEn: typed("titleEn"),
    body: typed("body"),
    bodyEn: typed("bodyEn"),
    pictureText: typed("pictureText"),
  };
  const parsed = storySchema.safeParse(values);
  const errors: Record<string, string[]> = {};
  for (const issue of parsed.error?.issues ?? [])
    (errors[String(issue.path[0])] ??= []).push(issueMessage(issue, t));
  return { values, errors, words: parsed.data ?? null };
}
