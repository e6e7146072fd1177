import { isRouteErrorResponse, useLocation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/components/button.tsx";

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
  400: "badRequest",
  401: "signIn",
  403: "forbidden",
  404: "notFound",
  405: "badRequest",
  409: "conflict",
  429: "rateLimited",
  503: "unavailable",
};

/** Says what went wrong and where to go from there. */
export function ErrorPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const location = useLocation();
  const kind = isRouteErrorResponse(error)
    ? (kindByStatus[error.status] ?? "unexpected")
    : "unexpected";
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
    </div>
  );
}
