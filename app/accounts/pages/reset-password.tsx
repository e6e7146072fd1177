import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { resetPassword, resetTarget } from "#app/accounts/passwords.server.ts";
import { resetPasswordSchema } from "#app/accounts/schema.ts";
import { AuthForm } from "#app/accounts/parts/auth-form.tsx";
import { knownAccounts } from "#app/http/auth.server.ts";
import { openStep, takesOpenSteps, WrongFields } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const address = parametersOf(request);
  const token = address.get("token") ?? "";
  const valid = (await resetTarget(context.accounts, token)) !== null;
  return {
    token: valid ? token : null,
    confirmed: address.has("confirmed"),
    title: (await getT(request))("auth:setPassword"),
  };
}

export const action = takesOpenSteps({
  steps: {
    send: openStep({
      fields: resetPasswordSchema,
      checkedInBrowser: true,
      secret: ["password"],
      run: async ({ password, token }, { context, request, t }) => {
        const userId = await resetPassword(context.accounts, token, password);
        if (userId === null) throw new WrongFields({ "": [t("auth:resetInvalid")] });
        const known = await knownAccounts(context).add(request, userId);
        return redirect("/sign-in?reset=1", { headers: { "Set-Cookie": known } });
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function ResetPassword() {
  const { t } = useTranslation();
  const { token, confirmed } = useLoaderData<typeof loader>();
  if (token === null)
    return (
      <div className="mx-auto max-w-md space-y-4">
        <h1>{t("auth:setPassword")}</h1>
        <Notice tone="danger">{t("auth:resetInvalid")}</Notice>
        <LinkButton to="/forgot-password">{t("auth:askAgain")}</LinkButton>
      </div>
    );
  return (
    <AuthForm
      title={t("auth:setPassword")}
      intro={confirmed ? <Notice tone="success">{t("auth:confirmedSetPassword")}</Notice> : null}
      schema={resetPasswordSchema}
      submit={t("auth:setPassword")}
      hidden={{ token }}
      inputs={[
        {
          name: "password",
          label: t("auth:newPassword"),
          hint: t("auth:passwordHint"),
          type: "password",
          autoComplete: "new-password",
        },
      ]}
    />
  );
}
