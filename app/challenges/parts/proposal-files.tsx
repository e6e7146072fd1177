import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import { acceptedFiles } from "#app/files/limits.ts";
import type { OwnProposal } from "#app/challenges/own.server.ts";
import { RemoveFile } from "#app/files/parts/remove-file.tsx";
import { UploadForm } from "#app/files/parts/upload-form.tsx";
import { useFormat } from "#app/i18n/use-format.ts";

/** The files of one's own proposal, to add and take off until the deadline. */
export function ProposalFiles(props: {
  challengeId: string;
  files: OwnProposal["files"];
  mayChange: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { challengeId, files, mayChange } = props;
  const action = `/challenges/${challengeId}/files`;
  return (
    <Section title={t("challenges:proposal.files")}>
      <ul className="space-y-1 empty:hidden">
        {files.map(({ id, name, size, handedIn }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2">
            <span className="min-w-0 break-words">
              <a href={`/proposal-files/${id}`} download className="link">
                {name}
              </a>{" "}
              <span className="text-sm text-ink-soft">
                {format.fileSize(size)}
                {handedIn ? ` · ${t("challenges:proposalState.submitted")}` : ""}
              </span>
            </span>
            {mayChange ? (
              <RemoveFile
                action={action}
                field={{ name: "fileId", value: id }}
                label={t("challenges:proposal.fileDelete", { name })}
              >
                {t("common:action.remove")}
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
          label={t("challenges:proposal.fileAdd")}
          hint={t("challenges:proposal.filesHint")}
          submit={t("common:action.upload")}
        />
      ) : null}
    </Section>
  );
}
