import { parseForm } from "#app/forms/parse-form.ts";
import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { mailboxSchema } from "#app/accounts/schema.ts";
import { sendConfirmationAgain } from "#app/accounts/sign-up.server.ts";
import { ConfirmationForm } from "#app/accounts/parts/confirmation-form.tsx";
import { safePath } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { addressOf, waiting, waitText } from "#app/http/limits.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { formatIssues } from "#app/i18n/issues.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const address = parametersOf(request);
  return {
    email: (address.get("email") ?? "").slice(0, 200),
    redirectTo: safePath(address.get("redirectTo")),
    showMailBox: context.environment.showMailBox,
    title: (await getT(request))("auth:checkMail"),
  };
}

/** Sends the mail again. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const t = await getT(request);
  const submission = parseForm(form, { schema: mailboxSchema, formatError: formatIssues(t) });
  if (submission.status !== "success")
    return json({ result: submission.reply(), sent: false }, { status: 422 });
  const refused = await sendConfirmationAgain(context.accounts, submission.value.email, {
    address: addressOf(request),
    redirectTo: safePath(form.get("redirectTo")),
  });
  if (!refused) return json({ result: submission.reply(), sent: true });
  const formErrors = [waitText(t, refused.seconds)];
  return json({ result: submission.reply({ formErrors }), sent: false }, waiting(refused.seconds));
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function CheckMail() {
  const { t } = useTranslation();
  const { email, redirectTo, showMailBox } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <ConfirmationForm
      title={t("auth:checkMail")}
      intro={
        <>
          {answer?.sent ? <Notice tone="success">{t("auth:sentAgain")}</Notice> : null}
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
      lastResult={answer?.result}
    />
  );
}
