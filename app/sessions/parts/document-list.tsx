import { useTranslation } from "react-i18next";
import type { SessionDocumentLine } from "#app/sessions/documents.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/** A document with its size, to download. */
export function DocumentLink(props: { sessionId: string; document: SessionDocumentLine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { sessionId, document } = props;
  return (
    <>
      <a
        href={`/sessions/${sessionId}/documents/${document.id}`}
        download
        className="link break-words"
      >
        {document.name}
      </a>{" "}
      <span className="text-sm whitespace-nowrap text-ink-soft">
        {t("sessionFiles:documents.size", {
          size: format.number(document.size / (1024 * 1024), 2),
        })}
      </span>
    </>
  );
}

/** Documents to download, one a line. */
export function DocumentList(props: { sessionId: string; documents: SessionDocumentLine[] }) {
  return (
    <ul className="space-y-1">
      {props.documents.map((document) => (
        <li key={document.id} data-testid="document">
          <DocumentLink sessionId={props.sessionId} document={document} />
        </li>
      ))}
    </ul>
  );
}
