import { useLocation, useNavigate } from "@remix-run/react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { connectionStore } from "./connection.ts";

/**
 * Says that the page waits for its server, and asks what to do where nobody knows
 * whether a form was carried out. The page below stays as it is.
 */
export function ConnectionBar() {
  const { t } = useTranslation();
  const { subscribe, now, onServer } = connectionStore;
  const connection = useSyncExternalStore(subscribe, now, onServer);
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const here = pathname + search;
  if (connection.state === "well") return <div role="status" />;
  const unsure = connection.state === "unsure" ? connection : null;
  const leave = () => {
    navigate(here, { replace: true, preventScrollReset: true });
    unsure?.leave();
  };
  return (
    <div
      role={unsure ? "alert" : "status"}
      data-testid="connection"
      className="no-print sticky top-0 z-50 border-b border-warn bg-warn-soft px-4 py-2 text-ink shadow-lg"
    >
      <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-4 gap-y-2">
        {unsure ? (
          <>
            <p className="grow">{t("common:connection.unsure")}</p>
            <a href={here} target="_blank" rel="noreferrer" className="link">
              {t("common:connection.look")}
            </a>
            <Button type="button" onClick={unsure.again}>
              {t("common:connection.again")}
            </Button>
            <Button type="button" look="secondary" onClick={leave}>
              {t("common:connection.leave")}
            </Button>
          </>
        ) : (
          <p className="grow">
            {t(
              connection.state === "away" && connection.writing
                ? "common:connection.writing"
                : "common:connection.reading",
            )}
          </p>
        )}
      </div>
    </div>
  );
}
