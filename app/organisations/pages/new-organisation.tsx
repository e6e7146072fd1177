import type { LoaderFunctionArgs } from "@remix-run/node";
import { useTranslation } from "react-i18next";
import { organisationSchema } from "#app/accounts/schema.ts";
import { registerOrganisation } from "#app/organisations/commands.server.ts";
import { OrganisationForm } from "#app/organisations/parts/organisation-form.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  await signedIn(context, request);
  return { title: (await getT(request))("organisations:new") };
}

export const action = takesSteps("signedIn", {
  steps: {
    profile: step({
      fields: organisationSchema,
      checkedInBrowser: true,
      run: async (fields, { services, viewer }) => {
        await registerOrganisation(services, viewer, fields);
        return "/organisation";
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function NewOrganisation() {
  const { t } = useTranslation();
  return (
    <div className="mx-auto max-w-2xl space-y-4">
      <h1>{t("organisations:new")}</h1>
      <p>{t("organisations:newIntro")}</p>
      <p className="text-ink-soft">{t("organisations:joinHint")}</p>
      <OrganisationForm value={{}} submit={t("organisations:create")} />
    </div>
  );
}
