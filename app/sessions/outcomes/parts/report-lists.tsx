import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import { plainYuan } from "#app/contracts/amounts.ts";
import { barOf } from "#app/contracts/statistics.ts";
import type { OrganisationLine, IntentionLine } from "#app/sessions/outcomes/report.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { greatestOf, ReportTable, TableRow } from "./report-parts.tsx";

/** The pairs with the highest intentions. */
export function PairsSection({ pairs }: { pairs: IntentionLine[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const greatest = greatestOf(pairs.map(({ amount }) => amount ?? "0"));
  const outcome = (given: IntentionLine["oneOutcome"]) =>
    given === null ? t("sessionAfter:noOutcome") : t(`sessionAfter:outcomes.${given}`);
  return (
    <Section title={t("sessionAfter:report.top")}>
      {pairs.length === 0 ? (
        <p className="text-ink-soft">{t("sessionAfter:report.topEmpty")}</p>
      ) : (
        <ReportTable
          name={t("sessionAfter:report.top")}
          head={[
            t("sessionAfter:report.pair"),
            t("sessionAfter:report.outcomeOne"),
            t("sessionAfter:report.outcomeOther"),
            t("sessionAfter:report.held"),
            t("sessionAfter:report.amountYuan"),
          ]}
        >
          {pairs.map((pair) => (
            <TableRow
              key={`${pair.one}${pair.other}`}
              name={`${pair.one} ↔ ${pair.other}`}
              bar={barOf(pair.amount ?? "0", greatest)}
              cells={[
                outcome(pair.oneOutcome),
                outcome(pair.otherOutcome),
                format.number(pair.held),
                pair.amount === null ? "–" : plainYuan(pair.amount),
              ]}
            />
          ))}
        </ReportTable>
      )}
    </Section>
  );
}

/** What each organisation did; `next` leads to the next page. */
export function OrganisationsSection(props: { lines: OrganisationLine[]; next: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { lines, next } = props;
  const most = String(Math.max(0, ...lines.map(({ held }) => held)));
  return (
    <Section title={t("sessionAfter:report.byOrganisation")}>
      {lines.length === 0 ? (
        <p className="text-ink-soft">{t("sessionAfter:report.noOrganisations")}</p>
      ) : (
        <ReportTable
          name={t("sessionAfter:report.byOrganisation")}
          head={[
            t("sessionAfter:report.organisation"),
            t("sessionAfter:report.dimension.kind"),
            t("sessionAfter:report.dimension.region"),
            t("sessionAfter:report.peopleAttended"),
            t("sessionAfter:report.held"),
            t("sessionAfter:report.missed"),
            t("sessionAfter:report.given"),
            t("sessionAfter:report.mutual"),
            t("sessionAfter:report.oneSided"),
            t("sessionAfter:report.followUps"),
          ]}
        >
          {lines.map((line) => (
            <TableRow
              key={line.id}
              name={
                <Link to={`/organisations/${line.id}`} className="link">
                  {line.name}
                </Link>
              }
              bar={barOf(String(line.held), most)}
              cells={[
                codeName(t, "organisationKinds", line.kind),
                line.region === null
                  ? t("sessionAfter:report.unsaid")
                  : codeName(t, "regions", line.region),
                `${format.number(line.attended)} / ${format.number(line.people)}`,
                format.number(line.held),
                format.number(line.missed),
                format.number(line.ratings),
                format.number(line.mutual),
                format.number(line.oneSided),
                `${format.number(line.tasksDone)} / ${format.number(line.tasks)}`,
              ]}
            />
          ))}
        </ReportTable>
      )}
      {next}
    </Section>
  );
}
