import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const email = parametersOf(request).get("email") ?? "";
  return {
    email: email.slice(0, 200),
    showMailBox: context.environment.showMailBox,
    title: (await getT(request))("auth:checkMail"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function CheckMail() {
  const { t } = useTranslation();
  const { email, showMailBox } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-prose space-y-4">
      <h1>{t("auth:checkMail")}</h1>
      <p>{t("auth:checkMailText", { email })}</p>
      {showMailBox ? (
        <p>
          {t("auth:mailBoxHint")}{" "}
          <Link to="/dev/mail" className="link">
            {t("common:nav.mailBox")}
          </Link>
        </p>
      ) : null}
    </div>
  );
}
