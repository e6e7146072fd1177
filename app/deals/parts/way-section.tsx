import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import type { DealView } from "#app/deals/record.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { sideName } from "./words.ts";

/** The stages the deal came through: what was done, by whom and when. */
export function WaySection({ deal }: { deal: DealView }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Section title={t("deals:section.way")}>
      <ol className="space-y-2 border-l-2 border-line pl-4">
        {deal.way.map((step) => (
          <li key={step.id} data-testid="way-step">
            <span className="font-medium">{codeName(t, "dealStages", step.to)}</span>
            <span className="text-ink-soft"> · {t(`deals:action.${step.action}`)}</span>
            <span className="block text-sm text-ink-soft">
              {[
                step.actorName,
                step.side ? sideName(t, step.side, deal.side) : "",
                format.dateTime(step.at),
              ]
                .filter((part) => part !== "")
                .join(" · ")}
            </span>
            {step.reason ? (
              <span className="block text-sm">{codeName(t, "dealEndReasons", step.reason)}</span>
            ) : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}
