import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/parts.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { authErrorCode } from "#app/http/auth.server.ts";
import { formOf } from "#app/http/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  await signedIn(context, request);
  const invitationId = idOfPath(params.invitationId);
  const t = await getT(request);
  try {
    const found = await context.auth.api.getInvitation({
      query: { id: invitationId },
      headers: request.headers,
    });
    return {
      title: t("organisations:invitationTitle", { organisation: found.organizationName }),
      invitation: {
        organisation: found.organizationName,
        inviter: found.inviterEmail,
        role: found.role ?? "reader",
      },
    };
  } catch (error) {
    if (authErrorCode(error) === null) throw error;
    return { title: t("organisations:invitationInvalid"), invitation: null };
  }
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  await signedIn(context, request);
  const body = { invitationId: idOfPath(params.invitationId) };
  const { headers } = request;
  const accepts = (await formOf(request)).get("step") === "accept";
  try {
    if (accepts) await context.auth.api.acceptInvitation({ body, headers });
    else await context.auth.api.rejectInvitation({ body, headers });
  } catch (error) {
    if (authErrorCode(error) === null) throw error;
    return redirect(`/invitations/${body.invitationId}`);
  }
  return redirect(accepts ? "/organisation" : "/");
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function InvitationPage() {
  const { t } = useTranslation();
  const { invitation } = useLoaderData<typeof loader>();
  if (!invitation) return <EmptyState isPage title={t("organisations:invitationInvalid")} />;
  const { organisation, inviter } = invitation;
  const role = codeName(t, "organisationRoles", invitation.role);
  return (
    <div className="card mx-auto max-w-prose space-y-4">
      <h1>{t("organisations:invitationTitle", { organisation })}</h1>
      <p>{t("organisations:invitationText", { inviter, role })}</p>
      <Form method="post" className="flex flex-wrap gap-3">
        <Button name="step" value="accept">
          {t("organisations:accept")}
        </Button>
        <Button name="step" value="decline" look="secondary">
          {t("organisations:decline")}
        </Button>
      </Form>
    </div>
  );
}
