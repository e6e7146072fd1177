import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import { acceptedScans } from "#app/files/limits.ts";
import type { ScanLine } from "#app/verification/documents.server.ts";
import { RemoveFile } from "#app/files/parts/remove-file.tsx";
import { UploadForm } from "#app/files/parts/upload-form.tsx";
import { useFormat } from "#app/i18n/use-format.ts";

/** The scans that prove who an organisation is; its owners add and delete. */
export function Scans(props: { documents: ScanLine[]; mayChange: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const action = "/organisation/verification/documents";
  return (
    <Section title={t("trust:verification.documents")}>
      {props.documents.length === 0 ? (
        <p className="text-ink-soft">{t("trust:verification.noDocuments")}</p>
      ) : null}
      <ul className="space-y-1">
        {props.documents.map(({ id, name, size }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2">
            <span className="min-w-0 break-words">
              <a href={`/verification-documents/${id}`} download className="link">
                {name}
              </a>{" "}
              <span className="text-sm text-ink-soft">{format.fileSize(size)}</span>
            </span>
            {props.mayChange ? (
              <RemoveFile
                action={action}
                field={{ name: "documentId", value: id }}
                label={t("trust:verification.remove", { name })}
              >
                {t("common:action.delete")}
              </RemoveFile>
            ) : null}
          </li>
        ))}
      </ul>
      {props.mayChange ? (
        <UploadForm
          id="scan"
          action={action}
          accepted={acceptedScans}
          label={t("trust:verification.add")}
          hint={t("trust:verification.documentsHint")}
          submit={t("common:action.upload")}
        />
      ) : null}
    </Section>
  );
}
