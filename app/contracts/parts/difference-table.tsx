import { useTranslation } from "react-i18next";
import type { Difference } from "#app/contracts/differences.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { fieldText, milestoneText } from "./field-text.ts";

/** What changed between two texts, field by field, both in words. */
export function DifferenceTable({ differences }: { differences: Difference[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const textOf = (one: Difference, which: "before" | "after") =>
    one.field === "milestones"
      ? milestoneText(t, format, one[which])
      : fieldText(t, format, one.field, one[which]);
  return (
    <div className="space-y-3 sm:space-y-0">
      <div
        aria-hidden
        className="hidden gap-4 border-b border-line-strong pb-1 text-sm text-ink-soft sm:grid sm:grid-cols-[9rem_1fr_1fr]"
      >
        <span>{t("contracts:difference.field")}</span>
        <span>{t("contracts:difference.before")}</span>
        <span>{t("contracts:difference.after")}</span>
      </div>
      <ul className="divide-y divide-line">
        {differences.map((one, index) => (
          <li
            key={`${one.field}${index}`}
            className="grid gap-x-4 gap-y-1 py-2 sm:grid-cols-[9rem_1fr_1fr]"
          >
            <span className="font-medium">{t(`contracts:field.${one.field}`)}</span>
            {(["before", "after"] as const).map((which) => {
              const Mark = which === "before" ? "del" : "ins";
              const text = textOf(one, which);
              return (
                <span key={which}>
                  <span className="text-sm text-ink-soft sm:sr-only">
                    {t(`contracts:difference.${which}`)}{" "}
                  </span>
                  {text === "" ? (
                    <span className="text-ink-soft">{t("contracts:difference.empty")}</span>
                  ) : (
                    <Mark className="whitespace-pre-line">{text}</Mark>
                  )}
                </span>
              );
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
