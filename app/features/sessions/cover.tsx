import { Form, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/components/button.tsx";
import { TextField } from "#app/components/fields.tsx";
import { Section } from "#app/components/parts.tsx";

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
  /** Why the last picture was not taken. */
  error: string | null;
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { session, version, coverVersion, error } = props;
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
      <Form
        method="post"
        action={action}
        encType="multipart/form-data"
        className="max-w-xl space-y-3"
        preventScrollReset
      >
        <TextField
          field={{ id: "cover", name: "file", ...(error === null ? {} : { errors: [error] }) }}
          label={t("sessionFiles:cover.file")}
          hint={t("sessionFiles:cover.hint")}
          type="file"
          accept=".png,.jpg,.jpeg,.webp"
          required
        />
        <Button look="secondary" pending={busy}>
          {t(coverVersion === null ? "sessionFiles:cover.add" : "sessionFiles:cover.replace")}
        </Button>
      </Form>
      {coverVersion === null ? null : (
        <Form method="post" action={action} preventScrollReset>
          <Button look="quiet">{t("sessionFiles:cover.remove")}</Button>
        </Form>
      )}
    </Section>
  );
}
