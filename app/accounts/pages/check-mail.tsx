import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { mailboxSchema } from "#app/accounts/schema.ts";
import { sendConfirmationAgain } from "#app/accounts/sign-up.server.ts";
import { ConfirmationForm } from "#app/accounts/parts/confirmation-form.tsx";
import { safePath } from "#app/http/answers.server.ts";
import { openStep, takesOpenSteps } from "#app/forms/steps.server.ts";
import { addressOf } from "#app/http/limits.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const address = parametersOf(request);
  return {
    email: (address.get("email") ?? "").slice(0, 200),
    redirectTo: safePath(address.get("redirectTo")),
    again: address.has("again"),
    showMailBox: context.environment.showMailBox,
    title: (await getT(request))("auth:checkMail"),
  };
}

export const action = takesOpenSteps({
  steps: {
    send: openStep({
      fields: mailboxSchema,
      checkedInBrowser: true,
      run: async ({ email }, { context, request, form }) => {
        const redirectTo = safePath(form.get("redirectTo"));
        const refused = await sendConfirmationAgain(context.accounts, email, {
          address: addressOf(request),
          redirectTo,
        });
        if (refused) return { seconds: refused.seconds, at: "" };
        return `/check-mail?${new URLSearchParams({ email, redirectTo, again: "1" }).toString()}`;
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function CheckMail() {
  const { t } = useTranslation();
  const { email, redirectTo, again, showMailBox } = useLoaderData<typeof loader>();
  return (
    <ConfirmationForm
      title={t("auth:checkMail")}
      intro={
        <>
          {again ? <Notice tone="success">{t("auth:sentAgain")}</Notice> : null}
          {email ? <p>{t("auth:checkMailText", { email })}</p> : null}
          {showMailBox ? (
            <p>
              {t("auth:mailBoxHint")}{" "}
              <Link to="/dev/mail" className="link">
                {t("common:nav.mailBox")}
              </Link>
            </p>
          ) : null}
          <p>{t("auth:notArrived")}</p>
        </>
      }
      email={email}
      redirectTo={redirectTo}
    />
  );
}
