import { parseWithZod } from "@conform-to/zod/v4";
import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { signUpSchema } from "#app/domain/accounts/schema.ts";
import { AuthForm } from "#app/features/auth/auth-form.tsx";
import { safePath } from "#app/http/answers.server.ts";
import { askAuth } from "#app/http/auth.server.ts";
import { formOf } from "#app/http/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT, localeOf } from "#app/i18n/i18n.server.ts";
import { formatIssues } from "#app/i18n/issues.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const address = parametersOf(request);
  const redirectTo = safePath(address.get("redirectTo"));
  if (await context.viewer(request)) throw redirect(redirectTo);
  const title = (await getT(request))("auth:signUp");
  return { redirectTo, email: address.get("email") ?? "", title };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const t = await getT(request);
  const submission = parseWithZod(form, { schema: signUpSchema, formatError: formatIssues(t) });
  if (submission.status !== "success") return submission.reply({ hideFields: ["password"] });
  const { error } = await askAuth(context, request, "/sign-up/email", {
    ...submission.value,
    locale: await localeOf(request),
    callbackURL: safePath(form.get("redirectTo")),
  });
  if (error !== null) {
    if (error.startsWith("USER_ALREADY_EXISTS"))
      return submission.reply({
        fieldErrors: { email: [t("errors:emailTaken")] },
        hideFields: ["password"],
      });
    const message = error === "TOO_MANY_REQUESTS" ? t("auth:tooMany") : t("auth:failed");
    return submission.reply({ formErrors: [message], hideFields: ["password"] });
  }
  return redirect(`/check-mail?email=${encodeURIComponent(submission.value.email)}`);
}

export default function SignUp() {
  const { t } = useTranslation();
  const { redirectTo, email } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  return (
    <AuthForm
      title={t("auth:signUp")}
      schema={signUpSchema}
      lastResult={lastResult}
      defaultValue={{ email }}
      submit={t("auth:signUp")}
      hidden={{ redirectTo }}
      inputs={[
        {
          name: "name",
          label: t("auth:name"),
          hint: t("auth:nameHint"),
          type: "text",
          autoComplete: "name",
        },
        { name: "email", label: t("auth:email"), type: "email", autoComplete: "username" },
        {
          name: "password",
          label: t("auth:password"),
          hint: t("auth:passwordHint"),
          type: "password",
          autoComplete: "new-password",
        },
      ]}
    >
      <p>
        {t("auth:haveAccount")}{" "}
        <Link to="/sign-in" className="link">
          {t("auth:signIn")}
        </Link>
      </p>
    </AuthForm>
  );
}
