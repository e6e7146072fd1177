import { parseForm } from "#app/forms/parse-form.ts";
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { organisationSchema } from "#app/accounts/schema.ts";
import { registerOrganisation } from "#app/organisations/commands.server.ts";
import { OrganisationForm } from "#app/organisations/parts/organisation-form.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { formatIssues } from "#app/i18n/issues.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  await signedIn(context, request);
  return { title: (await getT(request))("organisations:new") };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const t = await getT(request);
  const submission = parseForm(form, {
    schema: organisationSchema,
    formatError: formatIssues(t),
  });
  if (submission.status !== "success") return submission.reply();
  await registerOrganisation(context.services, viewer, submission.value);
  return redirect("/organisation");
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function NewOrganisation() {
  const { t } = useTranslation();
  const lastResult = useActionData<typeof action>();
  return (
    <div className="mx-auto max-w-2xl space-y-4">
      <h1>{t("organisations:new")}</h1>
      <p>{t("organisations:newIntro")}</p>
      <p className="text-ink-soft">{t("organisations:joinHint")}</p>
      <OrganisationForm value={{}} lastResult={lastResult} submit={t("organisations:create")} />
    </div>
  );
}
