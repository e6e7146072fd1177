import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { createSession } from "#app/sessions/plan/commands.server.ts";
import { saveBasics } from "./basics.server.ts";
import { SessionForm } from "#app/sessions/parts/session-form.tsx";
import { newSessionValues } from "#app/sessions/parts/session-values.ts";
import { answering, signedInOrganizer, signedIn, throughDoor } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  await signedInOrganizer(context, request);
  return { title: (await getT(request))("sessions:new") };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  throughDoor(viewer, "organizers");
  const saved = await answering(
    saveBasics(await getT(request), form, (fields) =>
      createSession(context.services, viewer, fields),
    ),
  );
  return "id" in saved ? redirect(`/sessions/${saved.id}/plan`) : saved.answer;
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function NewSession() {
  const { t } = useTranslation();
  const answer = useActionData<typeof action>();
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <h1>{t("sessions:new")}</h1>
      <p className="text-ink-soft">{t("sessions:newIntro")}</p>
      <SessionForm
        value={newSessionValues}
        version={0}
        answer={answer}
        submit={t("sessions:create")}
      />
    </div>
  );
}
