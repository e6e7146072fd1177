import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import { acceptedFiles } from "#app/files/limits.ts";
import type { AttachmentLine } from "#app/posts/attachment-lines.server.ts";
import { RemoveFile } from "#app/files/parts/remove-file.tsx";
import { UploadForm } from "#app/files/parts/upload-form.tsx";
import { useFormat } from "#app/i18n/use-format.ts";

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
  if (attachments.length === 0 && !mayChange) return null;
  const action = `/posts/${postId}/attachments${props.confidential ? "?confidential=1" : ""}`;
  return (
    <Section title={t("posts:attachments")}>
      {attachments.length === 0 ? (
        <p className="text-ink-soft">{t("posts:noAttachments")}</p>
      ) : null}
      <ul className="space-y-1">
        {attachments.map(({ id, name, size }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2">
            <span className="min-w-0 break-words">
              <a href={`/attachments/${id}`} download className="link">
                {name}
              </a>{" "}
              <span className="text-sm text-ink-soft">{format.fileSize(size)}</span>
            </span>
            {mayChange ? (
              <RemoveFile
                action={action}
                field={{ name: "attachmentId", value: id }}
                label={t("posts:attachmentDelete", { name })}
              >
                {t("common:action.delete")}
              </RemoveFile>
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange ? (
        <UploadForm
          id="file"
          action={action}
          accepted={acceptedFiles}
          label={t("posts:attachmentAdd")}
          hint={t("posts:attachmentHint")}
          submit={t("common:action.upload")}
        />
      ) : null}
    </Section>
  );
}
