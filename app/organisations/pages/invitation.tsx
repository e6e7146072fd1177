import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { isRefusal } from "#app/kernel/refusals.ts";
import { answerInvitation, invitationFor } from "#app/organisations/invitations.server.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const invitationId = idOfPath(params.invitationId);
  const t = await getT(request);
  try {
    const invitation = await invitationFor(context.services, viewer, invitationId);
    const { organisation } = invitation;
    return { title: t("organisations:invitationTitle", { organisation }), invitation };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { title: t("organisations:invitationInvalid"), invitation: null };
  }
}

const answer = (how: "accept" | "decline", goTo: string) =>
  step({
    fields: noFields,
    run: async (_, { services, viewer, params, path }) => {
      try {
        await answerInvitation(services, viewer, idOfPath(params.invitationId), how);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        // It waits for nobody any more, which the page itself says.
        return path;
      }
      return goTo;
    },
  });

export const action = takesSteps("signedIn", {
  steps: { accept: answer("accept", "/organisation"), decline: answer("decline", "/") },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function InvitationPage() {
  const { t } = useTranslation();
  const { invitation } = useLoaderData<typeof loader>();
  if (!invitation) return <EmptyState isPage title={t("organisations:invitationInvalid")} />;
  const { organisation, inviter } = invitation;
  const role = codeName(t, "organisationRoles", invitation.role);
  return (
    <div className="card mx-auto max-w-prose space-y-4">
      <LostRefusal />
      <h1>{t("organisations:invitationTitle", { organisation })}</h1>
      <p>{t("organisations:invitationText", { inviter, role })}</p>
      <StepForm step={["accept", "decline"]} className="flex flex-wrap gap-3">
        <Button name="step" value="accept">
          {t("organisations:accept")}
        </Button>
        <Button name="step" value="decline" look="secondary">
          {t("organisations:decline")}
        </Button>
      </StepForm>
    </div>
  );
}
