import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { changeSession } from "#app/sessions/plan/commands.server.ts";
import { coverVersionOf, findSession } from "#app/sessions/queries.server.ts";
import { saveBasics, sessionVersionOf } from "./basics.server.ts";
import { agreedOf } from "#app/sessions/plan/pages/plan-step.server.ts";
import { CoverForm } from "#app/sessions/parts/cover.tsx";
import { SessionForm } from "#app/sessions/parts/session-form.tsx";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { sessionValues } from "#app/sessions/parts/session-values.ts";
import { answering, signedInOrganizer, signedIn, throughDoor } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const found = await answering(findSession(context.services, viewer, idOfPath(params.sessionId)));
  const { id, title, state, version } = found;
  return {
    session: { id, title, state },
    version,
    coverVersion: coverVersionOf(found),
    value: sessionValues(found),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  throughDoor(viewer, "organizers");
  const sessionId = idOfPath(params.sessionId);
  const saved = await answering(
    saveBasics(await getT(request), form, async (fields) => {
      const [version, agreed] = [sessionVersionOf(form), agreedOf(form)];
      await changeSession(context.services, viewer, sessionId, version, fields, agreed);
      return sessionId;
    }),
  );
  return "id" in saved ? redirect(`/sessions/${sessionId}/edit?saved=1`) : saved.answer;
}

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function EditSession() {
  const { t } = useTranslation();
  const { session, value, version, coverVersion } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  return (
    <SessionFrame session={session} title={t("sessions:edit")}>
      {search.has("saved") && !answer ? (
        <Notice tone="success">{t("sessions:saved")}</Notice>
      ) : null}
      <CoverForm session={session} version={version} coverVersion={coverVersion} />
      <SessionForm value={value} version={version} answer={answer} submit={t("sessions:save")} />
    </SessionFrame>
  );
}
