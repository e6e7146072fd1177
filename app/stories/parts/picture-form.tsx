import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import { acceptedPictures } from "#app/files/limits.ts";
import { RemoveFile } from "#app/files/parts/remove-file.tsx";
import { UploadForm } from "#app/files/parts/upload-form.tsx";

/** Gives a story another picture, or none. */
export function PictureForm(props: { storyId: string; version: number; hasPicture: boolean }) {
  const { t } = useTranslation();
  const action = `/stories/${props.storyId}/picture?version=${props.version}`;
  return (
    <Section title={t("stories:field.picture")}>
      <UploadForm
        id="picture"
        action={action}
        accepted={acceptedPictures}
        label={t("stories:field.picture")}
        hint={t("stories:pictureHint")}
        submit={t("stories:pictureAdd")}
      />
      {props.hasPicture ? (
        <RemoveFile action={action}>{t("stories:pictureRemove")}</RemoveFile>
      ) : null}
    </Section>
  );
}
