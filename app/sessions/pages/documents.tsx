import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { acceptedFiles } from "#app/files/limits.ts";
import { sessionDocumentsOf, removeSessionDocument } from "#app/sessions/documents.server.ts";
import { mayKeepDocuments } from "#app/sessions/policy.ts";
import { findSession, programmeOf } from "#app/sessions/queries.server.ts";
import { UploadForm } from "#app/files/parts/upload-form.tsx";
import { FileLink } from "#app/files/parts/file-list.tsx";
import { wordsOf } from "#app/sessions/plan/pages/plan-step.server.ts";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { fieldsOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
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

const removal = z.object({ documentId: z.uuid() });

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const t = await getT(request);
  const parsed = removal.safeParse(await fieldsOf(request));
  if (!parsed.success) throw new Response("", { status: 400 });
  const { documentId } = parsed.data;
  const words = await answering(
    removeSessionDocument(services, viewer, sessionId, documentId).then(() => null, wordsOf(t)),
  );
  return words === null
    ? redirect(`/sessions/${sessionId}/documents`)
    : json({ words }, { status: 422 });
}

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionDocuments() {
  const { t } = useTranslation();
  const { session, documents, items, mayKeep } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  useRoom(`session:${session.id}`);
  const titleOf = new Map(items.map(({ id, title }) => [id, title]));
  return (
    <SessionFrame session={session} title={t("sessionFiles:documents.title")}>
      {refused?.words ? <Notice tone="danger">{refused.words}</Notice> : null}
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
