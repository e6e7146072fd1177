import { parseForm } from "#app/forms/parse-form.ts";
import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { signInSchema } from "#app/accounts/schema.ts";
import { signIn } from "#app/accounts/sign-in.server.ts";
import { AuthForm } from "#app/accounts/parts/auth-form.tsx";
import { safePath } from "#app/http/answers.server.ts";
import { knownAccounts, redirectWith } from "#app/http/auth.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { addressOf, waiting, waitText } from "#app/http/limits.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { formatIssues } from "#app/i18n/issues.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const address = parametersOf(request);
  const redirectTo = safePath(address.get("redirectTo"));
  if (await context.viewer(request)) throw redirect(redirectTo);
  return {
    redirectTo,
    kept: address.has("kept"),
    reset: address.has("reset"),
    title: (await getT(request))("auth:signIn"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const t = await getT(request);
  const submission = parseForm(form, { schema: signInSchema, formatError: formatIssues(t) });
  const hideFields = ["password"];
  if (submission.status !== "success")
    return json(submission.reply({ hideFields }), { status: 422 });
  const redirectTo = safePath(form.get("redirectTo"));
  const known = knownAccounts(context);
  const answer = await signIn(
    context.accounts,
    { ...submission.value, redirectTo },
    {
      headers: request.headers,
      address: addressOf(request),
      knownAccounts: await known.read(request),
    },
  );
  if (answer.kind === "signedIn") {
    answer.headers.append("Set-Cookie", await known.add(request, answer.userId));
    return redirectWith(answer.headers, redirectTo);
  }
  if (answer.kind === "tooOften")
    return json(
      submission.reply({ formErrors: [waitText(t, answer.seconds)], hideFields }),
      waiting(answer.seconds),
    );
  const message =
    answer.kind === "notVerified" ? t("auth:notVerified") : t("auth:wrongCredentials");
  return json(submission.reply({ formErrors: [message], hideFields }), { status: 422 });
}

export default function SignIn() {
  const { t } = useTranslation();
  const { redirectTo, kept, reset } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  return (
    <AuthForm
      title={t("auth:signIn")}
      intro={
        <>
          {kept ? <Notice tone="warning">{t("auth:formKept")}</Notice> : null}
          {reset ? <Notice tone="success">{t("auth:resetDone")}</Notice> : null}
          {redirectTo !== "/" && !kept ? <p>{t("auth:signInToContinue")}</p> : null}
        </>
      }
      schema={signInSchema}
      lastResult={lastResult}
      submit={t("auth:signIn")}
      hidden={{ redirectTo }}
      inputs={[
        { name: "email", label: t("auth:email"), type: "email", autoComplete: "username" },
        {
          name: "password",
          label: t("auth:password"),
          type: "password",
          autoComplete: "current-password",
        },
      ]}
    >
      <p className="flex flex-wrap justify-between gap-3">
        <Link to="/forgot-password" className="link">
          {t("auth:forgotPassword")}
        </Link>
        <span>
          {t("auth:noAccount")}{" "}
          <Link to={`/sign-up?redirectTo=${encodeURIComponent(redirectTo)}`} className="link">
            {t("auth:signUp")}
          </Link>
        </span>
      </p>
    </AuthForm>
  );
}
