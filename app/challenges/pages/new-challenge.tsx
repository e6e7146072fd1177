import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { createChallenge } from "#app/challenges/owner.server.ts";
import { ChallengeStep } from "#app/challenges/parts/parts.tsx";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  await signedIn(context, request);
  const t = await getT(request);
  return { needId: idOfPath(params.needId), title: t("challenges:box.make") };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesSteps("signedIn", {
  steps: {
    create: step({
      fields: noFields,
      run: async (_, { services, viewer, params }) => {
        const { id } = await createChallenge(services, viewer, idOfPath(params.needId));
        return `/challenges/${id}/edit`;
      },
    }),
  },
});

export default function NewChallenge() {
  const { t } = useTranslation();
  const { needId, title } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-2xl space-y-4">
      <h1>{title}</h1>
      <LostRefusal />
      <p className="text-ink-soft">{t("challenges:box.makeText")}</p>
      <div className="flex flex-wrap items-start gap-3">
        <ChallengeStep step="create" version={0} label={title} />
        <LinkButton to={`/needs/${needId}`} look="secondary">
          {t("challenges:field.need")}
        </LinkButton>
      </div>
    </div>
  );
}
