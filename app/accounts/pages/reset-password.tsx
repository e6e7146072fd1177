import { parseForm } from "#app/forms/parse-form.ts";
import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { resetPassword, resetTarget } from "#app/accounts/passwords.server.ts";
import { resetPasswordSchema } from "#app/accounts/schema.ts";
import { AuthForm } from "#app/accounts/parts/auth-form.tsx";
import { knownAccounts } from "#app/http/auth.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { formatIssues } from "#app/i18n/issues.ts";

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

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const t = await getT(request);
  const submission = parseForm(form, {
    schema: resetPasswordSchema,
    formatError: formatIssues(t),
  });
  const hideFields = ["password"];
  if (submission.status !== "success")
    return json(submission.reply({ hideFields }), { status: 422 });
  const { password, token } = submission.value;
  const userId = await resetPassword(context.accounts, token, password);
  if (userId === null)
    return json(submission.reply({ formErrors: [t("auth:resetInvalid")], hideFields }), {
      status: 422,
    });
  const known = await knownAccounts(context).add(request, userId);
  return redirect("/sign-in?reset=1", { headers: { "Set-Cookie": known } });
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function ResetPassword() {
  const { t } = useTranslation();
  const { token, confirmed } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
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
      lastResult={lastResult}
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
