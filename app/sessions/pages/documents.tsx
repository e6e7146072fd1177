import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { acceptedFiles } from "#app/files/limits.ts";
import { sessionDocumentsOf, removeSessionDocument } from "#app/sessions/documents.server.ts";
import { mayKeepDocuments } from "#app/sessions/policy.ts";
import { findSession, programmeOf } from "#app/sessions/queries.server.ts";
import { UploadForm } from "#app/files/parts/upload-form.tsx";
import { FileLink } from "#app/files/parts/file-list.tsx";
import { sessionWords } from "./session-step.server.ts";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const { id, title, state } = await answering(findSession(services, viewer, sessionId));
  const [documents, programme] = await Promise.all([
    sessionDocumentsOf(services, viewer, sessionId),
    programmeOf(services, sessionId),
  ]);
  return {
    session: { id, title, state },
    documents,
    items: programme.map((item) => ({ id: item.id, title: item.title })),
    mayKeep: mayKeepDocuments(viewer, state),
  };
}

export const action = takesSteps("organizers", {
  words: sessionWords,
  steps: {
    remove: step({
      fields: z.object({ documentId: z.uuid() }),
      run: ({ documentId }, { services, viewer, params }) =>
        removeSessionDocument(services, viewer, idOfPath(params.sessionId), documentId),
    }),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionDocuments() {
  const { t } = useTranslation();
  const { session, documents, items, mayKeep } = useLoaderData<typeof loader>();
  useRoom(`session:${session.id}`);
  const titleOf = new Map(items.map(({ id, title }) => [id, title]));
  return (
    <SessionFrame session={session} title={t("sessionFiles:documents.title")}>
      <div className="grid items-start gap-5 lg:grid-cols-[1fr_22rem]">
        <Section title={t("sessionFiles:documents.there")}>
          {documents.length === 0 ? (
            <p className="text-ink-soft">{t("sessionFiles:documents.none")}</p>
          ) : (
            <ul className="divide-y divide-line">
              {documents.map((document) => (
                <li
                  key={document.id}
                  className="flex flex-wrap items-start justify-between gap-2 py-2"
                  data-testid="document"
                >
                  <div className="min-w-0">
                    <FileLink
                      file={document}
                      href={`/sessions/${session.id}/documents/${document.id}`}
                    />
                    <p className="text-sm text-ink-soft">
                      {document.programmeItemId === null
                        ? t("sessionFiles:documents.whole")
                        : titleOf.get(document.programmeItemId)}
                    </p>
                  </div>
                  {mayKeep ? (
                    <ConfirmDialog
                      look="quiet"
                      action={t("sessions:remove")}
                      title={t("sessionFiles:documents.removeTitle", { name: document.name })}
                    >
                      <StepForm step="remove" row={{ documentId: document.id }}>
                        <Button look="danger">{t("sessions:remove")}</Button>
                      </StepForm>
                    </ConfirmDialog>
                  ) : null}
                </li>
              ))}
            </ul>
          )}
        </Section>
        {mayKeep ? (
          <Section title={t("sessionFiles:documents.add")}>
            <UploadForm
              id="file"
              action={`/sessions/${session.id}/documents/file`}
              accepted={acceptedFiles}
              label={t("sessionFiles:documents.file")}
              hint={t("sessionFiles:documents.hint")}
              submit={t("sessionFiles:documents.upload")}
              look="primary"
            >
              <SelectField
                field={{ id: "item", name: "item" }}
                label={t("sessionFiles:documents.of")}
                options={[
                  { value: "", label: t("sessionFiles:documents.whole") },
                  ...items.map(({ id, title }) => ({ value: id, label: title })),
                ]}
              />
            </UploadForm>
          </Section>
        ) : null}
      </div>
    </SessionFrame>
  );
}
