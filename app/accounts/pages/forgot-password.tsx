import type { LoaderFunctionArgs } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { askForReset } from "#app/accounts/passwords.server.ts";
import { mailboxSchema } from "#app/accounts/schema.ts";
import { AuthForm } from "#app/accounts/parts/auth-form.tsx";
import { openStep, takesOpenSteps } from "#app/forms/steps.server.ts";
import { addressOf } from "#app/http/limits.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  return { title: (await getT(request))("auth:resetPassword") };
}

interface Sent {
  sent: true;
}

export const action = takesOpenSteps<Sent>({
  steps: {
    send: openStep<typeof mailboxSchema, Sent>({
      fields: mailboxSchema,
      checkedInBrowser: true,
      run: async ({ email }, { context, request }) => {
        const refused = await askForReset(context.accounts, email, addressOf(request));
        return refused ? { seconds: refused.seconds, at: "" } : { shown: { sent: true } };
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function ForgotPassword() {
  const { t } = useTranslation();
  const sent = useActionData<typeof action>()?.shown?.sent;
  return (
    <AuthForm
      title={t("auth:resetPassword")}
      intro={sent ? <Notice tone="success">{t("auth:resetSent")}</Notice> : null}
      schema={mailboxSchema}
      submit={t("auth:resetRequest")}
      inputs={[{ name: "email", label: t("auth:email"), type: "email", autoComplete: "username" }]}
    />
  );
}
