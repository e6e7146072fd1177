import { useFetcher, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/components/button.tsx";
import { FieldError } from "#app/components/fields.tsx";
import { Section } from "#app/components/parts.tsx";
import { acceptedExtensions } from "#app/domain/attachments/limits.ts";
import type { AttachmentLine } from "#app/domain/attachments/queries.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

interface UploadAnswer {
  error: string | null;
}

/** The files of a post; those who may edit it add and delete. */
export function Attachments(props: {
  postId: string;
  attachments: AttachmentLine[];
  mayChange: boolean;
  /** Of the confidential part. */
  confidential?: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { postId, attachments, mayChange } = props;
  const fetcher = useFetcher<UploadAnswer>();
  const { revalidate } = useRevalidator();
  const done = fetcher.state === "idle" && fetcher.data !== undefined;
  useEffect(() => {
    if (done) revalidate();
  }, [done, revalidate]);
  if (attachments.length === 0 && !mayChange) return null;
  const action = `/posts/${postId}/attachments${props.confidential ? "?confidential=1" : ""}`;
  const error = fetcher.data?.error;
  return (
    <Section title={t("posts:attachments")}>
      {attachments.length === 0 ? (
        <p className="text-ink-soft">{t("posts:noAttachments")}</p>
      ) : null}
      <ul className="space-y-1">
        {attachments.map(({ id, name, size }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2">
            <span>
              <a href={`/attachments/${id}`} download className="link">
                {name}
              </a>{" "}
              <span className="text-sm text-ink-soft">{format.fileSize(size)}</span>
            </span>
            {mayChange ? (
              <fetcher.Form method="post" action={action}>
                <input type="hidden" name="attachmentId" value={id} />
                <Button look="quiet" aria-label={t("posts:attachmentDelete", { name })}>
                  {t("common:action.delete")}
                </Button>
              </fetcher.Form>
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange ? (
        <fetcher.Form
          method="post"
          action={action}
          encType="multipart/form-data"
          className="space-y-2"
        >
          <label htmlFor="file" className="block">
            {t("posts:attachmentAdd")}
            <span className="block text-sm text-ink-soft">{t("posts:attachmentHint")}</span>
          </label>
          <FieldError field={{ id: "file", name: "file", errors: error ? [error] : undefined }} />
          <div className="flex flex-wrap gap-2">
            <input
              id="file"
              name="file"
              type="file"
              required
              accept={acceptedExtensions}
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? "file-error" : undefined}
              className="control min-w-0 grow basis-48"
            />
            <Button look="secondary" pending={fetcher.state !== "idle"}>
              {fetcher.state === "idle" ? t("common:action.upload") : t("posts:uploading")}
            </Button>
          </div>
        </fetcher.Form>
      ) : null}
    </Section>
  );
}
