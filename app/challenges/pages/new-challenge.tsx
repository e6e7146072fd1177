import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { createChallenge } from "#app/challenges/owner.server.ts";
import { ChallengeStep, StepRefused } from "#app/challenges/parts/parts.tsx";
import { taking } from "./taking.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  await signedIn(context, request);
  const t = await getT(request);
  return { needId: idOfPath(params.needId), title: t("challenges:box.make") };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedIn(context, request);
  const form = await formOf(request);
  let path = "";
  const refused = await answering(
    taking(request, form, async () => {
      const made = await createChallenge(context.services, viewer, idOfPath(params.needId));
      path = `/challenges/${made.id}/edit`;
    }),
  );
  return refused ? json(refused, { status: 422 }) : redirect(path);
}

export default function NewChallenge() {
  const { t } = useTranslation();
  const { needId, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <div className="mx-auto max-w-2xl space-y-4">
      <h1>{title}</h1>
      <StepRefused refused={refused} />
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
