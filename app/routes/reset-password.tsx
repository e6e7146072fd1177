import { parseWithZod } from "@conform-to/zod/v4";
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/components/parts.tsx";
import { resetPasswordSchema } from "#app/domain/accounts/schema.ts";
import { AuthForm } from "#app/features/auth/auth-form.tsx";
import { authErrorCode } from "#app/http/auth.server.ts";
import { formOf } from "#app/http/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { formatIssues } from "#app/i18n/issues.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  return {
    token: parametersOf(request).get("token"),
    title: (await getT(request))("auth:setPassword"),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const t = await getT(request);
  const submission = parseWithZod(form, {
    schema: resetPasswordSchema,
    formatError: formatIssues(t),
  });
  if (submission.status !== "success") return submission.reply({ hideFields: ["password"] });
  try {
    await context.auth.api.resetPassword({
      body: { newPassword: submission.value.password, token: String(form.get("token") ?? "") },
      headers: request.headers,
    });
  } catch (error) {
    if (authErrorCode(error) === null) throw error;
    return submission.reply({ formErrors: [t("auth:resetInvalid")], hideFields: ["password"] });
  }
  return redirect("/sign-in?reset=1");
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function ResetPassword() {
  const { t } = useTranslation();
  const { token } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  if (token === null)
    return (
      <div className="mx-auto max-w-md space-y-4">
        <h1>{t("auth:setPassword")}</h1>
        <Notice tone="danger">{t("auth:resetInvalid")}</Notice>
        <Link to="/forgot-password" className="link">
          {t("auth:forgotPassword")}
        </Link>
      </div>
    );
  return (
    <AuthForm
      title={t("auth:setPassword")}
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
