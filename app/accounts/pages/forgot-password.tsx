import { parseForm } from "#app/forms/parse-form.ts";
import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { askForReset } from "#app/accounts/passwords.server.ts";
import { mailboxSchema } from "#app/accounts/schema.ts";
import { AuthForm } from "#app/accounts/parts/auth-form.tsx";
import { formOf } from "#app/forms/form.server.ts";
import { addressOf, waiting, waitText } from "#app/http/limits.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { formatIssues } from "#app/i18n/issues.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  return { title: (await getT(request))("auth:resetPassword") };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const t = await getT(request);
  const submission = parseForm(await formOf(request), {
    schema: mailboxSchema,
    formatError: formatIssues(t),
  });
  if (submission.status !== "success")
    return json({ result: submission.reply(), sent: false }, { status: 422 });
  const { email } = submission.value;
  const refused = await askForReset(context.accounts, email, addressOf(request));
  if (!refused) return json({ result: null, sent: true });
  const formErrors = [waitText(t, refused.seconds)];
  return json({ result: submission.reply({ formErrors }), sent: false }, waiting(refused.seconds));
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function ForgotPassword() {
  const { t } = useTranslation();
  const data = useActionData<typeof action>();
  return (
    <AuthForm
      title={t("auth:resetPassword")}
      intro={data?.sent ? <Notice tone="success">{t("auth:resetSent")}</Notice> : null}
      schema={mailboxSchema}
      lastResult={data?.result}
      submit={t("auth:resetRequest")}
      inputs={[{ name: "email", label: t("auth:email"), type: "email", autoComplete: "username" }]}
    />
  );
}
