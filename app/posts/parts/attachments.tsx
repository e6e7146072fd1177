import { useTranslation } from "react-i18next";
import { acceptedFiles } from "#app/files/limits.ts";
import { FileSection } from "#app/files/parts/file-section.tsx";
import type { AttachmentLine } from "#app/posts/attachment-lines.server.ts";

/** The files of a post; those who may edit it add and delete. */
export function Attachments(props: {
  postId: string;
  attachments: AttachmentLine[];
  mayChange: boolean;
  /** Of the confidential part. */
  confidential?: boolean;
}) {
  const { t } = useTranslation();
  const { postId, attachments, mayChange } = props;
  if (attachments.length === 0 && !mayChange) return null;
  return (
    <FileSection
      title={t("posts:attachments")}
      files={attachments}
      hrefOf={({ id }) => `/attachments/${id}`}
      empty={t("posts:noAttachments")}
      mayChange={mayChange}
      action={`/posts/${postId}/attachments${props.confidential ? "?confidential=1" : ""}`}
      remove={{
        field: "attachmentId",
        label: (name) => t("posts:attachmentDelete", { name }),
        text: t("common:action.delete"),
      }}
      add={{
        id: "file",
        accepted: acceptedFiles,
        label: t("posts:attachmentAdd"),
        hint: t("posts:attachmentHint"),
      }}
    />
  );
}
