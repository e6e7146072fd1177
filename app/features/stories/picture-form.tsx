import { useFetcher, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/components/button.tsx";
import { FieldError } from "#app/components/fields.tsx";
import { Section } from "#app/components/parts.tsx";

/** Gives a story another picture, or none. */
export function PictureForm(props: { storyId: string; version: number; hasPicture: boolean }) {
  const { t } = useTranslation();
  const fetcher = useFetcher<{ error: string | null }>();
  const { revalidate } = useRevalidator();
  const done = fetcher.state === "idle" && fetcher.data !== undefined;
  useEffect(() => {
    if (done) revalidate();
  }, [done, revalidate]);
  const action = `/stories/${props.storyId}/picture?version=${props.version}`;
  const error = fetcher.data?.error;
  return (
    <Section title={t("stories:field.picture")}>
      <fetcher.Form
        method="post"
        action={action}
        encType="multipart/form-data"
        className="space-y-2"
      >
        <label htmlFor="picture" className="block">
          {t("stories:field.picture")}
          <span className="block text-sm text-ink-soft">{t("stories:pictureHint")}</span>
        </label>
        <FieldError field={{ id: "picture", name: "file", errors: error ? [error] : undefined }} />
        <div className="flex flex-wrap gap-2">
          <input
            id="picture"
            name="file"
            type="file"
            required
            accept=".png,.jpg,.jpeg,.webp"
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? "picture-error" : undefined}
            className="control min-w-0 grow basis-48"
          />
          <Button look="secondary" pending={fetcher.state !== "idle"}>
            {t("stories:pictureAdd")}
          </Button>
        </div>
      </fetcher.Form>
      {props.hasPicture ? (
        <fetcher.Form method="post" action={action}>
          <Button look="quiet">{t("stories:pictureRemove")}</Button>
        </fetcher.Form>
      ) : null}
    </Section>
  );
}
