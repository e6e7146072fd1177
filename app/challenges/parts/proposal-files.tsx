import { useTranslation } from "react-i18next";
import type { OwnProposal } from "#app/challenges/own.server.ts";
import { acceptedFiles } from "#app/files/limits.ts";
import { FileSection } from "#app/files/parts/file-section.tsx";

/** The files of one's own proposal, to add and take off until the deadline. */
export function ProposalFiles(props: {
  challengeId: string;
  files: OwnProposal["files"];
  mayChange: boolean;
}) {
  const { t } = useTranslation();
  return (
    <FileSection
      title={t("challenges:proposal.files")}
      files={props.files}
      hrefOf={({ id }) => `/proposal-files/${id}`}
      noteOf={({ handedIn }) => (handedIn ? t("challenges:proposalState.submitted") : undefined)}
      mayChange={props.mayChange}
      action={`/challenges/${props.challengeId}/files`}
      remove={{
        field: "fileId",
        label: (name) => t("challenges:proposal.fileDelete", { name }),
        text: t("common:action.remove"),
      }}
      add={{
        id: "file",
        accepted: acceptedFiles,
        label: t("challenges:proposal.fileAdd"),
        hint: t("challenges:proposal.filesHint"),
      }}
    />
  );
}
