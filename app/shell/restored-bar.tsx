import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { useFormat } from "#app/i18n/use-format.ts";

/** Tells an administrator on every page that a restored market waits for its release. */
export function RestoredBar({ takenAt }: { takenAt: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="mb-5">
      <Notice tone="warning">
        {t("common:restored.bar", { moment: format.dateTime(takenAt) })}{" "}
        <Link to="/admin/restored" className="link">
          {t("common:restored.open")}
        </Link>
      </Notice>
    </div>
  );
}
