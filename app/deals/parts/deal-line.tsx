import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Badge } from "#app/ui/parts.tsx";
import type { DealLine } from "#app/deals/list.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { sideName, stageAge } from "./words.ts";

/** One deal in a list: where it stands and what waits for whom. */
export function DealListLine({ line }: { line: DealLine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nextTask } = line;
  return (
    <li className="card space-y-1" data-testid="deal">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={line.stage === "ended" ? undefined : "info"}>
          {codeName(t, "dealStages", line.stage)}
        </Badge>
        <span className="text-sm text-ink-soft">{stageAge(t, line.daysInStage)}</span>
        {line.unread > 0 ? (
          <Badge tone="warning">{t("deals:unread", { count: line.unread })}</Badge>
        ) : null}
      </div>
      <h2 className="text-base">
        <Link to={`/deals/${line.id}`} className="text-accent hover:underline">
          {line.post.title}
        </Link>
      </h2>
      <p className="text-sm text-ink-soft">
        {sideName(t, "demand", line.side)} {line.demandName || t("deals:anonymous")} ·{" "}
        {sideName(t, "supply", line.side)} {line.supplyName || t("deals:anonymous")}
      </p>
      {line.endReason ? (
        <p className="text-sm">
          {t("deals:move.ended", { reason: codeName(t, "dealEndReasons", line.endReason) })}
        </p>
      ) : null}
      {line.answerFrom ? (
        <p className="text-sm">
          {t("deals:waitsForAnswer", { side: sideName(t, line.answerFrom, line.side) })}
        </p>
      ) : null}
      {nextTask ? (
        <p className={`text-sm ${nextTask.overdue ? "text-bad" : ""}`}>
          {t(nextTask.overdue ? "deals:overdueTask" : "deals:nextTask", {
            task: nextTask.title,
            side: sideName(t, nextTask.side, line.side),
            date: format.date(nextTask.dueOn),
          })}
        </p>
      ) : null}
    </li>
  );
}
