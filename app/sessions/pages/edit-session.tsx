import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { changeSession } from "#app/sessions/plan/commands.server.ts";
import { coverVersionOf, findSession } from "#app/sessions/queries.server.ts";
import { sessionSchema } from "#app/sessions/schema.ts";
import { planChangeOf, sessionWords } from "./session-step.server.ts";
import { CoverForm } from "#app/sessions/parts/cover.tsx";
import { SessionForm } from "#app/sessions/parts/session-form.tsx";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { sessionValues } from "#app/sessions/parts/session-values.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";

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

export const action = takesSteps("organizers", {
  words: sessionWords,
  steps: {
    save: step({
      fields: sessionSchema,
      checkedInBrowser: true,
      run: async (fields, asked) => {
        const { sessionId, version, agreed } = planChangeOf(asked);
        await changeSession(asked.services, asked.viewer, sessionId, version, fields, agreed);
        return `/sessions/${sessionId}/edit?saved=1`;
      },
    }),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function EditSession() {
  const { t } = useTranslation();
  const { session, value, version, coverVersion } = useLoaderData<typeof loader>();
  const given = useGivenForm({ step: "save" });
  const [search] = useSearchParams();
  return (
    <SessionFrame session={session} title={t("sessions:edit")}>
      {search.has("saved") && !given ? <Notice tone="success">{t("sessions:saved")}</Notice> : null}
      <CoverForm session={session} version={version} coverVersion={coverVersion} />
      <SessionForm value={value} version={version} submit={t("sessions:save")} />
    </SessionFrame>
  );
}
