import { useFetcher, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/components/button.tsx";
import { FieldError } from "#app/components/fields.tsx";
import { Section } from "#app/components/parts.tsx";
import type { DocumentLine } from "#app/domain/verification/documents.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/** The scans that prove who an organisation is; its owners add and delete. */
export function Scans(props: { documents: DocumentLine[]; mayChange: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const fetcher = useFetcher<{ error: string | null }>();
  const { revalidate } = useRevalidator();
  const done = fetcher.state === "idle" && fetcher.data !== undefined;
  useEffect(() => {
    if (done) revalidate();
  }, [done, revalidate]);
  const error = fetcher.data?.error;
  const action = "/organisation/verification/documents";
  return (
    <Section title={t("trust:verification.documents")}>
      {props.documents.length === 0 ? (
        <p className="text-ink-soft">{t("trust:verification.noDocuments")}</p>
      ) : null}
      <ul className="space-y-1">
        {props.documents.map(({ id, name, size }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2">
            <span className="min-w-0 break-all">
              <a href={`/verification-documents/${id}`} download className="link">
                {name}
              </a>{" "}
              <span className="text-sm text-ink-soft">{format.fileSize(size)}</span>
            </span>
            {props.mayChange ? (
              <fetcher.Form method="post" action={action}>
                <input type="hidden" name="documentId" value={id} />
                <Button look="quiet" aria-label={t("trust:verification.remove", { name })}>
                  {t("common:action.delete")}
                </Button>
              </fetcher.Form>
            ) : null}
          </li>
        ))}
      </ul>
      {props.mayChange ? (
        <fetcher.Form
          method="post"
          action={action}
          encType="multipart/form-data"
          className="space-y-2"
        >
          <label htmlFor="scan" className="block">
            {t("trust:verification.add")}
            <span className="block text-sm text-ink-soft">
              {t("trust:verification.documentsHint")}
            </span>
          </label>
          <FieldError field={{ id: "scan", name: "file", errors: error ? [error] : undefined }} />
          <div className="flex flex-wrap gap-2">
            <input
              id="scan"
              name="file"
              type="file"
              required
              accept=".pdf,.png,.jpg,.jpeg,.webp"
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? "scan-error" : undefined}
              className="control min-w-0 grow basis-48"
            />
            <Button look="secondary" pending={fetcher.state !== "idle"}>
              {fetcher.state === "idle"
                ? t("common:action.upload")
                : t("trust:verification.uploading")}
            </Button>
          </div>
        </fetcher.Form>
      ) : null}
    </Section>
  );
}
