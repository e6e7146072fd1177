import { useFetcher, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/components/button.tsx";
import { FieldError } from "#app/components/fields.tsx";
import { Section } from "#app/components/parts.tsx";
import { acceptedExtensions } from "#app/domain/attachments/limits.ts";
import type { OwnProposal } from "#app/domain/challenges/own.server.ts";
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
  const fetcher = useFetcher<{ error: string | null }>();
  const { revalidate } = useRevalidator();
  const done = fetcher.state === "idle" && fetcher.data !== undefined;
  useEffect(() => {
    if (done) revalidate();
  }, [done, revalidate]);
  const action = `/challenges/${challengeId}/files`;
  const error = fetcher.data?.error;
  return (
    <Section title={t("challenges:proposal.files")}>
      <ul className="space-y-1 empty:hidden">
        {files.map(({ id, name, size, handedIn }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2">
            <span className="min-w-0 break-all">
              <a href={`/proposal-files/${id}`} download className="link">
                {name}
              </a>{" "}
              <span className="text-sm text-ink-soft">
                {format.fileSize(size)}
                {handedIn ? ` · ${t("challenges:proposalState.submitted")}` : ""}
              </span>
            </span>
            {mayChange ? (
              <fetcher.Form method="post" action={action}>
                <input type="hidden" name="fileId" value={id} />
                <Button look="quiet" aria-label={t("challenges:proposal.fileDelete", { name })}>
                  {t("common:action.remove")}
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
            {t("challenges:proposal.fileAdd")}
            <span className="block text-sm text-ink-soft">
              {t("challenges:proposal.filesHint")}
            </span>
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
              {t("common:action.upload")}
            </Button>
          </div>
        </fetcher.Form>
      ) : null}
    </Section>
  );
}
