import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Badge, Section } from "#app/ui/parts.tsx";
import { ScrollRegion } from "#app/ui/scroll-region.tsx";
import { shownChance, type Contribution } from "#app/matching/certainty.ts";
import type { Comparison } from "#app/matching/compare.server.ts";
import { valueText } from "#app/listings/indicator-text.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/** What speaks for a pair and what against, the strongest first. */
export function ForAndAgainst({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const { fors, againsts } = comparison;
  return (
    <div className="grid gap-5 md:grid-cols-2">
      <Section title={t("compare:for")}>
        <Contributions comparison={comparison} list={fors} empty={t("compare:noFor")} />
      </Section>
      <Section title={t("compare:against")}>
        <Contributions comparison={comparison} list={againsts} empty={t("compare:noAgainst")} />
      </Section>
    </div>
  );
}

/** The odds that fill the whole bar; few features reach them. */
const fullBar = 2;

function Contributions(props: { comparison: Comparison; list: Contribution[]; empty: string }) {
  const { t } = useTranslation();
  const { comparison, list, empty } = props;
  if (list.length === 0) return <p className="text-ink-soft">{empty}</p>;
  return (
    <ol className="space-y-2">
      {list.map((contribution) => (
        <li key={contribution.name} className="grid grid-cols-[1fr_auto] items-center gap-x-3">
          <span>{featureText(t, contribution, comparison)}</span>
          <span className="text-right text-sm text-ink-soft">
            {t(`compare:size.${contribution.size}`)}
          </span>
          <svg
            aria-hidden
            viewBox="0 0 100 4"
            preserveAspectRatio="none"
            className="col-span-2 h-1 w-full"
          >
            <rect width="100" height="4" className="fill-sunken" />
            <rect
              width={Math.min(100, (100 * Math.abs(contribution.logOdds)) / fullBar)}
              height="4"
              className={contribution.logOdds > 0 ? "fill-good" : "fill-warn"}
            />
          </svg>
        </li>
      ))}
    </ol>
  );
}

function featureText(
  t: TFunction,
  { name, logOdds }: Contribution,
  comparison: Comparison,
): string {
  const side = logOdds > 0 ? "for" : "against";
  switch (name) {
    case "characters":
    case "topics":
    case "meaning":
    case "freshness":
    case "verified":
      return t(`compare:feature.${name}`);
    case "cluster":
    case "discipline":
    case "cooperationModes":
    case "region":
    case "money":
    case "earlier":
    case "embedding":
      return t(`compare:feature.${name}.${side}`);
    case "indicators": {
      const judged = comparison.indicators.filter(({ verdict }) => verdict !== "unknown");
      const met = judged.filter(({ verdict }) => verdict === "met").length;
      return t("compare:feature.indicators", { met, judged: judged.length });
    }
    case "trl":
      return t("compare:feature.trl", {
        wanted: comparison.trl?.wanted ?? "",
        reached: comparison.trl?.reached ?? "",
      });
    default:
      return t("compare:feature.other", { name });
  }
}

/** The chance in plain words, and when to take it with care. */
export function HowSure({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { chance, certainty, littleKnown, unknown } = comparison;
  return (
    <Section
      title={t("compare:sure")}
      aside={
        <Badge tone={chance >= 0.5 ? "success" : "info"}>
          {t("compare:chance", { chance: format.percent(shownChance(chance)) })}
        </Badge>
      }
    >
      <p>
        {t("compare:chanceMeaning")}{" "}
        {certainty === null
          ? t("compare:chanceNone")
          : t(certainty.covers ? "compare:chanceHeld" : "compare:chanceBeyond", {
              from: format.percent(certainty.from),
              to: format.percent(certainty.to),
              pairs: format.number(certainty.pairs),
              related: format.number(certainty.related),
            })}
      </p>
      {littleKnown ? (
        <p className="rounded-md border-l-4 border-warn bg-warn-soft px-3 py-2">
          {t("compare:littleKnown", {
            fields: format.list(unknown.map((name) => t(`compare:unknownField.${name}`))),
          })}
        </p>
      ) : null}
    </Section>
  );
}

/** Each wanted indicator beside what the result reaches. */
export function IndicatorTable({ indicators }: { indicators: Comparison["indicators"] }) {
  const { t } = useTranslation();
  const tones = { met: "text-good", missed: "text-bad", unknown: "text-ink-soft" } as const;
  return (
    <Section title={t("compare:indicators")}>
      {indicators.length === 0 ? (
        <p className="text-ink-soft">{t("compare:noIndicators")}</p>
      ) : (
        <ScrollRegion label={t("compare:indicators")}>
          <table className="w-full text-left">
            <thead>
              <tr className="text-sm text-ink-soft">
                <th className="py-1 pr-2 sm:pr-4 font-normal">{t("matches:indicator")}</th>
                <th className="py-1 pr-2 sm:pr-4 font-normal">{t("matches:wanted")}</th>
                <th className="py-1 pr-2 sm:pr-4 font-normal">{t("matches:reached")}</th>
                <th className="hidden py-1 pr-2 sm:pr-4 font-normal sm:table-cell">
                  {t("compare:inWantedUnit")}
                </th>
                <th className="py-1 font-normal">{t("compare:verdict")}</th>
              </tr>
            </thead>
            <tbody>
              {indicators.map(({ wanted, reached, reachedInWantedUnit, verdict }, index) => (
                <tr key={index} className="border-t border-line align-top">
                  <td className="min-w-16 py-1.5 pr-2 sm:pr-4">{wanted.name}</td>
                  <td className="py-1.5 pr-2 sm:pr-4 whitespace-nowrap">{valueText(wanted)}</td>
                  <td className="py-1.5 pr-2 sm:pr-4">
                    {reached ? (
                      <>
                        <span className="whitespace-nowrap">{valueText(reached)}</span>
                        {reachedInWantedUnit === null || reached.unit === wanted.unit ? null : (
                          <span className="block text-sm text-ink-soft sm:hidden">
                            = {reachedInWantedUnit} {wanted.unit}
                          </span>
                        )}
                        {reached.name === wanted.name ? null : (
                          <span className="block text-sm text-ink-soft">{reached.name}</span>
                        )}
                      </>
                    ) : (
                      "—"
                    )}
                  </td>
                  <td className="hidden py-1.5 pr-2 sm:pr-4 whitespace-nowrap sm:table-cell">
                    {reachedInWantedUnit === null ? "—" : `${reachedInWantedUnit} ${wanted.unit}`}
                  </td>
                  <td className={`py-1.5 ${tones[verdict]}`}>
                    <span aria-hidden>{t(`compare:verdictSign.${verdict}`)} </span>
                    {t(`matches:verdict.${verdict}`)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Section>
  );
}
