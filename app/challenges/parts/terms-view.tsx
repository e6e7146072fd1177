import { useTranslation } from "react-i18next";
import { Facts, Section } from "#app/ui/parts.tsx";
import type { Terms } from "#app/challenges/terms.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/** What a challenge asks, pays and judges by. */
export function TermsView({ terms }: { terms: Terms }) {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = (value: string | null) =>
    value === null ? "" : t("challenges:percent", { value });
  return (
    <Section title={t("challenges:termsTitle")}>
      <Facts
        facts={[
          [t("challenges:field.summary"), terms.summary],
          [t("challenges:field.conditions"), terms.conditions],
          [t("challenges:field.fundingRule"), terms.fundingRule],
          [
            t("challenges:field.ipOwnership"),
            terms.ipOwnership === null
              ? null
              : [t(`challenges:ip.${terms.ipOwnership}`), terms.ipNote]
                  .filter((part) => part !== "")
                  .join(" · "),
          ],
          [
            t("challenges:field.objectionDays"),
            terms.objectionDays === null ? null : String(terms.objectionDays),
          ],
        ]}
      />
      <div className="grid gap-5 md:grid-cols-2">
        <table className="w-full text-left">
          <caption className="pb-1 text-left font-semibold">
            {t("challenges:field.milestones")}
          </caption>
          <thead className="text-sm text-ink-soft">
            <tr>
              <th className="py-1 pr-3 font-normal">{t("challenges:milestone.title")}</th>
              <th className="py-1 pr-3 font-normal">{t("challenges:milestone.due")}</th>
              <th className="py-1 text-right font-normal">{t("challenges:milestone.share")}</th>
            </tr>
          </thead>
          <tbody>
            {terms.milestones.map((row, index) => (
              <tr key={index} className="border-t border-line align-top">
                <td className="py-1.5 pr-3">{row.title}</td>
                <td className="py-1.5 pr-3 whitespace-nowrap">
                  {row.due === null ? "" : format.date(row.due)}
                </td>
                <td className="py-1.5 text-right">{percent(row.share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table className="w-full self-start text-left">
          <caption className="pb-1 text-left font-semibold">
            {t("challenges:field.criteria")}
          </caption>
          <thead className="text-sm text-ink-soft">
            <tr>
              <th className="py-1 pr-3 font-normal">{t("challenges:criterion.name")}</th>
              <th className="py-1 text-right font-normal">{t("challenges:criterion.weight")}</th>
            </tr>
          </thead>
          <tbody>
            {terms.criteria.map((row, index) => (
              <tr key={index} className="border-t border-line align-top">
                <td className="py-1.5 pr-3">{row.name}</td>
                <td className="py-1.5 text-right">{percent(row.weight)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
