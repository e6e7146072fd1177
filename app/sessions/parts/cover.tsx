import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import { acceptedPictures } from "#app/files/limits.ts";
import { RemoveFile } from "#app/files/parts/remove-file.tsx";
import { UploadForm } from "#app/files/parts/upload-form.tsx";

/** The cover picture of a session; `version` changes its address when it was replaced. */
export function Cover(props: {
  session: { id: string; title: string; coverVersion: string };
  className: string;
}) {
  const { t } = useTranslation();
  const { id, title, coverVersion } = props.session;
  return (
    <img
      src={`/sessions/${id}/cover?v=${coverVersion}`}
      alt={t("sessionFiles:cover.alt", { title })}
      className={`object-cover ${props.className}`}
    />
  );
}

/** Gives a session another cover, or none. */
export function CoverForm(props: {
  session: { id: string; title: string };
  version: number;
  coverVersion: string | null;
}) {
  const { t } = useTranslation();
  const { session, version, coverVersion } = props;
  const action = `/sessions/${session.id}/cover?version=${version}`;
  return (
    <Section title={t("sessionFiles:cover.title")}>
      {coverVersion === null ? (
        <p className="text-ink-soft">{t("sessionFiles:cover.none")}</p>
      ) : (
        <Cover
          session={{ ...session, coverVersion }}
          className="aspect-[3/1] w-full max-w-xl rounded-md"
        />
      )}
      <div className="max-w-xl">
        <UploadForm
          id="cover"
          action={action}
          accepted={acceptedPictures}
          label={t("sessionFiles:cover.file")}
          hint={t("sessionFiles:cover.hint")}
          submit={t(
            coverVersion === null ? "sessionFiles:cover.add" : "sessionFiles:cover.replace",
          )}
        />
      </div>
      {coverVersion === null ? null : (
        <RemoveFile action={action}>{t("sessionFiles:cover.remove")}</RemoveFile>
      )}
    </Section>
  );
}
