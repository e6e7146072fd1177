import type { LoaderFunctionArgs } from "@remix-run/node";
import { useTranslation } from "react-i18next";
import { createSession } from "#app/sessions/plan/commands.server.ts";
import { sessionSchema } from "#app/sessions/schema.ts";
import { SessionForm } from "#app/sessions/parts/session-form.tsx";
import { newSessionValues } from "#app/sessions/parts/session-values.ts";
import { signedInOrganizer } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  await signedInOrganizer(context, request);
  return { title: (await getT(request))("sessions:new") };
}

export const action = takesSteps("organizers", {
  steps: {
    save: step({
      fields: sessionSchema,
      checkedInBrowser: true,
      run: async (fields, { services, viewer }) =>
        `/sessions/${await createSession(services, viewer, fields)}/plan`,
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function NewSession() {
  const { t } = useTranslation();
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <h1>{t("sessions:new")}</h1>
      <p className="text-ink-soft">{t("sessions:newIntro")}</p>
      <SessionForm value={newSessionValues} version={null} submit={t("sessions:create")} />
    </div>
  );
}
