import { useTranslation } from "react-i18next";
import type { AnswerHabit } from "#app/organisations/answer-rate.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/** How an organisation answers interests; with too few to say, that is said. */
export function AnswerHabitText({ habit }: { habit: AnswerHabit }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!habit.known) return <span className="text-ink-soft">{t("trust:answers.few")}</span>;
  const usually =
    habit.usually === null
      ? t("trust:answers.never")
      : habit.usually.unit === "hours"
        ? t("trust:answers.usuallyHours", { count: habit.usually.number })
        : t("trust:answers.usuallyDays", { count: habit.usually.number });
  return (
    <span>
      {usually} · {t("trust:answers.within", { share: format.percent(habit.share) })}
      <span className="block text-sm text-ink-soft">
        {t("trust:answers.basis", { count: habit.received })}
      </span>
    </span>
  );
}
