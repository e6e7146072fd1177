import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { mailboxSchema } from "#app/accounts/schema.ts";
import { AuthForm } from "./auth-form.tsx";

/** Asks for the mail to confirm a mailbox once more. */
export function ConfirmationForm(props: {
  title: string;
  intro: ReactNode;
  email: string;
  redirectTo: string;
}) {
  const { t } = useTranslation();
  return (
    <AuthForm
      title={props.title}
      intro={props.intro}
      action="/check-mail"
      schema={mailboxSchema}
      defaultValue={{ email: props.email }}
      hidden={{ redirectTo: props.redirectTo }}
      submit={t("auth:sendAgain")}
      inputs={[{ name: "email", label: t("auth:email"), type: "email", autoComplete: "username" }]}
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
