import { isRouteErrorResponse, useLocation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { useRequestNumber } from "./request-number.ts";

type Kind =
  | "signIn"
  | "forbidden"
  | "notFound"
  | "conflict"
  | "rateLimited"
  | "unavailable"
  | "badRequest"
  | "unexpected";

const kindByStatus: Record<number, Kind> = {
  401: "signIn",
  403: "forbidden",
  404: "notFound",
  409: "conflict",
  429: "rateLimited",
  503: "unavailable",
};

/** What a request did wrong is never told as a defect of ours. */
const kindOf = (status: number): Kind =>
  kindByStatus[status] ?? (status >= 400 && status < 500 ? "badRequest" : "unexpected");

/** Says what went wrong and where to go from there. */
export function ErrorPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const location = useLocation();
  const number = useRequestNumber();
  const kind = isRouteErrorResponse(error) ? kindOf(error.status) : "unexpected";
  const back = encodeURIComponent(location.pathname + location.search);
  return (
    <div className="mx-auto max-w-prose space-y-4 py-12">
      <h1>{t(`common:errorPage.${kind}.title`)}</h1>
      <p>{t(`common:errorPage.${kind}.text`)}</p>
      <p className="flex flex-wrap gap-3">
        {kind === "signIn" ? (
          <LinkButton to={`/sign-in?redirectTo=${back}`}>{t("common:nav.signIn")}</LinkButton>
        ) : null}
        <LinkButton to="/" look="secondary">
          {t("common:errorPage.toHome")}
        </LinkButton>
        <LinkButton to="/search" look="secondary">
          {t("common:errorPage.toSearch")}
        </LinkButton>
      </p>
      {kind === "unexpected" && number !== "" ? (
        <p className="text-sm text-ink-soft">{t("common:errorPage.requestId", { id: number })}</p>
      ) : null}
    </div>
  );
}
