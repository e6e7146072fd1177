import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { signUpSchema } from "#app/accounts/schema.ts";
import { signUp } from "#app/accounts/sign-up.server.ts";
import { AuthForm } from "#app/accounts/parts/auth-form.tsx";
import { safePath } from "#app/http/answers.server.ts";
import { openStep, takesOpenSteps } from "#app/forms/steps.server.ts";
import { addressOf } from "#app/http/limits.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT, localeOf } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const address = parametersOf(request);
  const redirectTo = safePath(address.get("redirectTo"));
  if (await context.viewer(request)) throw redirect(redirectTo);
  const title = (await getT(request))("auth:signUp");
  return { redirectTo, email: address.get("email") ?? "", title };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesOpenSteps({
  steps: {
    send: openStep({
      fields: signUpSchema,
      checkedInBrowser: true,
      secret: ["password"],
      run: async (fields, { context, request, form }) => {
        const redirectTo = safePath(form.get("redirectTo"));
        const refused = await signUp(
          context.accounts,
          { ...fields, locale: await localeOf(request) },
          { address: addressOf(request), redirectTo },
        );
        if (refused) return { seconds: refused.seconds, at: "" };
        const query = new URLSearchParams({ email: fields.email, redirectTo });
        return `/check-mail?${query.toString()}`;
      },
    }),
  },
});

export default function SignUp() {
  const { t } = useTranslation();
  const { redirectTo, email } = useLoaderData<typeof loader>();
  return (
    <AuthForm
      title={t("auth:signUp")}
      schema={signUpSchema}
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
