import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { confirm, confirmationOf } from "#app/accounts/sign-up.server.ts";
import { ConfirmationForm } from "#app/accounts/parts/confirmation-form.tsx";
import { safePath } from "#app/http/answers.server.ts";
import { knownAccounts, redirectWith } from "#app/http/auth.server.ts";
import { openStep, takesOpenSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

/** Programs that look through mail open its links, so that opening one confirms nothing. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const address = parametersOf(request);
  const token = address.get("token") ?? "";
  return {
    state: await confirmationOf(context.accounts, token),
    token,
    redirectTo: safePath(address.get("redirectTo")),
    title: (await getT(request))("auth:confirmMail"),
  };
}

export const action = takesOpenSteps({
  steps: {
    confirm: openStep({
      fields: z.object({ token: z.string().catch("") }),
      run: async ({ token }, { context, request, form }) => {
        const redirectTo = safePath(form.get("redirectTo"));
        const confirmed = await confirm(context.accounts, token, request.headers);
        if (!confirmed) {
          const query = new URLSearchParams({ token: token.slice(0, 1_500), redirectTo });
          return `/verify-email?${query.toString()}`;
        }
        if ("resetToken" in confirmed)
          return `/reset-password?confirmed=1&token=${confirmed.resetToken}`;
        const known = await knownAccounts(context).add(request, confirmed.userId);
        confirmed.headers.append("Set-Cookie", known);
        return redirectWith(confirmed.headers, redirectTo);
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function ConfirmMail() {
  const { t } = useTranslation();
  const { state, token, redirectTo, title } = useLoaderData<typeof loader>();
  const busy = useNavigation().state !== "idle";
  if (state === "invalid")
    return (
      <ConfirmationForm
        title={title}
        intro={<Notice tone="danger">{t("auth:confirmInvalid")}</Notice>}
        email=""
        redirectTo={redirectTo}
      />
    );
  return (
    <div className="mx-auto max-w-md space-y-4">
      <h1>{title}</h1>
      {state === "done" ? (
        <>
          <Notice tone="success">{t("auth:confirmDone")}</Notice>
          <LinkButton to={`/sign-in?redirectTo=${encodeURIComponent(redirectTo)}`}>
            {t("auth:signIn")}
          </LinkButton>
        </>
      ) : (
        <StepForm step="confirm" className="card space-y-4">
          <p>{t("auth:confirmText")}</p>
          <input type="hidden" name="token" value={token} />
          <input type="hidden" name="redirectTo" value={redirectTo} />
          <Button pending={busy} className="w-full">
            {t("auth:confirmMail")}
          </Button>
        </StepForm>
      )}
    </div>
  );
}
