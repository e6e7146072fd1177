import { useTranslation } from "react-i18next";
import { acceptedScans } from "#app/files/limits.ts";
import { FileSection } from "#app/files/parts/file-section.tsx";
import type { ScanLine } from "#app/verification/documents.server.ts";

/** The scans that prove who an organisation is; its owners add and delete. */
export function Scans(props: { documents: ScanLine[]; mayChange: boolean }) {
  const { t } = useTranslation();
  return (
    <FileSection
      title={t("trust:verification.documents")}
      files={props.documents}
      hrefOf={({ id }) => `/verification-documents/${id}`}
      empty={t("trust:verification.noDocuments")}
      mayChange={props.mayChange}
      action="/organisation/verification/documents"
      remove={{
        field: "documentId",
        label: (name) => t("trust:verification.remove", { name }),
        text: t("common:action.delete"),
      }}
      add={{
        id: "scan",
        accepted: acceptedScans,
        label: t("trust:verification.add"),
        hint: t("trust:verification.documentsHint"),
      }}
    />
  );
}
