import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { TextArea, TextField } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { acceptedFiles } from "#app/files/limits.ts";
import type { DealContents, DealDocument } from "#app/deals/contents.server.ts";
import type { DealView } from "#app/deals/record.server.ts";
import { FileLink } from "#app/files/parts/file-list.tsx";
import { UploadForm } from "#app/files/parts/upload-form.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { useSentForm } from "./use-sent-form.ts";

interface Props {
  deal: DealView;
  contents: DealContents;
  clientKey: string;
}

/** The documents of the deal, each with its versions and what was said about them. */
export function DocumentsSection(props: Props) {
  const { t } = useTranslation();
  const { deal, contents } = props;
  return (
    <Section title={t("deals:section.documents")}>
      {contents.documents.length === 0 ? (
        <p className="text-ink-soft">{t("deals:document.empty")}</p>
      ) : null}
      <ul className="space-y-4">
        {contents.documents.map((document) => (
          <DocumentLine key={document.id} document={document} {...props} />
        ))}
      </ul>
      {deal.may.write ? (
        <details>
          <summary className={`${buttonClass("secondary")} list-none`}>
            {t("deals:document.add")}
          </summary>
          <DocumentForm dealId={deal.id} documentId={null} />
        </details>
      ) : null}
    </Section>
  );
}

function DocumentLine(props: Props & { document: DealDocument }) {
  const { t } = useTranslation();
  const { document, deal } = props;
  const [newest, ...earlier] = document.versions;
  return (
    <li data-testid="document" className="space-y-2 border-b border-line pb-3 last:border-0">
      <h3>{document.title}</h3>
      {newest ? <VersionLine version={newest} {...props} /> : null}
      {earlier.length > 0 ? (
        <details>
          <summary className="link">
            {t("deals:document.earlierVersions", { count: earlier.length })}
          </summary>
          <div className="mt-2 space-y-3 border-l-2 border-line pl-3">
            {earlier.map((version) => (
              <VersionLine key={version.id} version={version} {...props} />
            ))}
          </div>
        </details>
      ) : null}
      {deal.may.write ? (
        <details>
          <summary className="link">{t("deals:document.newVersion")}</summary>
          <DocumentForm dealId={deal.id} documentId={document.id} />
        </details>
      ) : null}
    </li>
  );
}

type Version = DealDocument["versions"][number];

function VersionLine(props: Props & { version: Version }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { version, deal } = props;
  return (
    <div className="space-y-1">
      <p>
        <span className="font-medium">
          {t("deals:document.version", { number: version.number })}
        </span>{" "}
        <FileLink file={version} href={`/deals/${deal.id}/files/${version.id}`} />
      </p>
      <p className="text-sm text-ink-soft">
        {t("deals:document.by", {
          name: version.uploadedByName,
          date: format.dateTime(version.createdAt),
        })}{" "}
        · {t("deals:document.checksum")} SHA-256{" "}
        <abbr title={version.sha256} className="font-mono no-underline">
          {version.sha256.slice(0, 12)}…
        </abbr>
      </p>
      <Comments {...props} />
    </div>
  );
}

function Comments({ version, deal, clientKey: seed }: Props & { version: Version }) {
  const { t } = useTranslation();
  const format = useFormat();
  const row = { versionId: version.id };
  const given = useGivenForm({ step: "comment", row });
  const { form, round, clientKey, busy, onSubmit } = useSentForm({
    clientKey: seed,
    refused: given !== null,
    keepAs: `duijie:deal-comment:${version.id}`,
  });
  const bodyId = `comment-${version.id}`;
  if (version.comments.length === 0 && !deal.may.write) return null;
  return (
    <details open={given !== null || undefined}>
      <summary className="link">
        {version.comments.length === 0
          ? t("deals:document.comment")
          : t("deals:document.comments", { count: version.comments.length })}
      </summary>
      <ol className="mt-2 space-y-2">
        {version.comments.map((comment) => (
          <li key={comment.id} data-testid="comment" className="rounded-md bg-sunken px-3 py-2">
            <p className="text-sm text-ink-soft">
              {comment.authorName} · {format.dateTime(comment.createdAt)}
            </p>
            <p className="whitespace-pre-line">{comment.body}</p>
          </li>
        ))}
      </ol>
      {deal.may.write ? (
        <StepForm
          key={round}
          step="comment"
          row={row}
          ref={form}
          onSubmit={onSubmit}
          className="mt-2 space-y-2"
          preventScrollReset
        >
          <input type="hidden" name="clientKey" value={clientKey} />
          <TextArea
            field={{ id: bodyId, name: "body" }}
            label={t("deals:document.comment")}
            limit={2000}
            required
          />
          <Button look="secondary" pending={busy}>
            {t("common:action.send")}
          </Button>
        </StepForm>
      ) : null}
    </details>
  );
}

/** A new document, or the next version of one. */
function DocumentForm({ dealId, documentId }: { dealId: string; documentId: string | null }) {
  const { t } = useTranslation();
  return (
    <div className="mt-3">
      <UploadForm
        id={`file-${documentId ?? "new"}`}
        action={`/deals/${dealId}/documents`}
        accepted={acceptedFiles}
        label={t("deals:document.file")}
        hint={t("deals:document.hint")}
        submit={t("common:action.upload")}
      >
        {documentId ? (
          <input type="hidden" name="documentId" value={documentId} />
        ) : (
          <TextField
            field={{ id: "document-title", name: "title" }}
            label={t("deals:document.title")}
            limit={200}
            required
          />
        )}
      </UploadForm>
    </div>
  );
}
