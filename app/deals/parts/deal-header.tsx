import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Badge, Notice } from "#app/ui/parts.tsx";
import type { DealView } from "#app/deals/record.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { stageAge } from "./words.ts";

/** What the deal is about, where it stands and since when. */
export function DealHeader({ deal }: { deal: DealView }) {
  const { t } = useTranslation();
  const title = deal.parties.find(({ post }) => post !== null)?.post?.title ?? "";
  return (
    <header className="space-y-2">
      <p className="text-sm">
        <Link to={deal.side === null ? "/deals/board" : "/deals"} className="link">
          ← {deal.side === null ? t("deals:board") : t("deals:backToList")}
        </Link>
      </p>
      <p className="flex flex-wrap items-center gap-2">
        <span data-testid="stage">
          <Badge tone={deal.stage === "ended" ? "warning" : "info"}>
            {codeName(t, "dealStages", deal.stage)}
          </Badge>
        </span>
        <span className="text-sm text-ink-soft">{stageAge(t, deal.daysInStage)}</span>
      </p>
      <h1>{title}</h1>
      {deal.side === null ? <Notice>{t("deals:organizerView")}</Notice> : null}
      {deal.endReason ? (
        <Notice tone="warning">
          {t("deals:move.ended", { reason: codeName(t, "dealEndReasons", deal.endReason) })}
          {deal.endNote === "" ? null : <p className="whitespace-pre-line">{deal.endNote}</p>}
        </Notice>
      ) : null}
    </header>
  );
}
