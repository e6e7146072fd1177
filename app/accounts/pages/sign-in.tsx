import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { signInSchema } from "#app/accounts/schema.ts";
import { signIn } from "#app/accounts/sign-in.server.ts";
import { AuthForm } from "#app/accounts/parts/auth-form.tsx";
import { safePath } from "#app/http/answers.server.ts";
import { knownAccounts, redirectWith } from "#app/http/auth.server.ts";
import { openStep, takesOpenSteps, WrongFields } from "#app/forms/steps.server.ts";
import { addressOf } from "#app/http/limits.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

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

export const action = takesOpenSteps({
  steps: {
    send: openStep({
      fields: signInSchema,
      checkedInBrowser: true,
      secret: ["password"],
      run: async (fields, { context, request, form, t }) => {
        const redirectTo = safePath(form.get("redirectTo"));
        const known = knownAccounts(context);
        const answer = await signIn(
          context.accounts,
          { ...fields, redirectTo },
          {
            headers: request.headers,
            address: addressOf(request),
            knownAccounts: await known.read(request),
          },
        );
        switch (answer.kind) {
          case "signedIn":
            answer.headers.append("Set-Cookie", await known.add(request, answer.userId));
            return redirectWith(answer.headers, redirectTo);
          case "tooOften":
            return { seconds: answer.seconds, at: "" };
          case "notVerified":
            throw new WrongFields({ "": [t("auth:notVerified")] });
          case "wrong":
            throw new WrongFields({ "": [t("auth:wrongCredentials")] });
        }
      },
    }),
  },
});

export default function SignIn() {
  const { t } = useTranslation();
  const { redirectTo, kept, reset } = useLoaderData<typeof loader>();
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
