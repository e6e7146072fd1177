import { useTranslation } from "react-i18next";
import { TextArea, TextField } from "#app/ui/fields.tsx";
import type { StoryWords } from "#app/stories/schema.ts";

/** The words of a story in a form. */
export function StoryFields({ values }: { values: Partial<StoryWords> }) {
  const { t } = useTranslation();
  const field = (name: keyof StoryWords) => ({ id: name, name });
  return (
    <>
      <TextField
        field={field("title")}
        label={t("stories:field.title")}
        defaultValue={values.title}
        limit={120}
      />
      <TextArea
        field={field("body")}
        label={t("stories:field.body")}
        hint={t("stories:bodyHint")}
        defaultValue={values.body}
        limit={6000}
        rows={8}
      />
      <TextField
        field={field("titleEn")}
        label={t("stories:field.titleEn")}
        needed={false}
        defaultValue={values.titleEn}
        limit={200}
      />
      <TextArea
        field={field("bodyEn")}
        label={t("stories:field.bodyEn")}
        needed={false}
        defaultValue={values.bodyEn}
        limit={9000}
      />
      <TextField
        field={field("pictureText")}
        label={t("stories:field.pictureText")}
        hint={t("stories:pictureTextHint")}
        needed={false}
        defaultValue={values.pictureText}
        limit={200}
      />
    </>
  );
}
