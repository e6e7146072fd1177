import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import { plainYuan } from "#app/contracts/amounts.ts";
import { barOf } from "#app/contracts/statistics.ts";
import type {
  ReportDimension,
  ReportFigures,
  ReportRow,
  SessionReport,
} from "#app/sessions/outcomes/report.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { registrationStates } from "#app/codes/states.ts";
import { ratingOutcomes } from "#app/codes/session-codes.ts";
import { reportKeyName } from "./report-names.ts";
import { greatestOf, ReportTable, TableRow } from "./report-parts.tsx";

const useShare = () => {
  const format = useFormat();
  return (part: number, whole: number): string =>
    whole === 0 ? "–" : format.percent(part / whole);
};

/** Registrations by state, and who of the admitted came. */
export function AttendanceSection({ report }: { report: SessionReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = useShare();
  const greatest = String(Math.max(...Object.values(report.registrations)));
  return (
    <Section title={t("sessionAfter:report.registrations")}>
      <div className="grid gap-6 md:grid-cols-2">
        <ReportTable
          name={t("sessionAfter:report.registrationsBy")}
          head={[t("sessionAfter:report.registrationsBy"), t("sessionAfter:report.organisations")]}
        >
          {registrationStates.map((state) => (
            <TableRow
              key={state}
              name={t(`sessionAfter:report.registration.${state}`)}
              bar={barOf(String(report.registrations[state]), greatest)}
              cells={[format.number(report.registrations[state])]}
            />
          ))}
        </ReportTable>
        <ReportTable
          name={t("sessionAfter:report.attended")}
          head={[
            t("sessionAfter:report.attended"),
            t("sessionAfter:report.admittedCount"),
            t("sessionAfter:report.attended"),
            t("sessionAfter:report.share"),
          ].map((title, at) => (at === 0 ? "" : title))}
        >
          {(["organisations", "people"] as const).map((who) => {
            const { admitted, attended } = report[who];
            return (
              <TableRow
                key={who}
                name={t(`sessionAfter:report.${who}`)}
                bar={barOf(String(attended), String(admitted))}
                cells={[
                  format.number(admitted),
                  format.number(attended),
                  share(attended, admitted),
                ]}
              />
            );
          })}
        </ReportTable>
      </div>
    </Section>
  );
}

const meetingColumns = ["held", "missed", "planned", "cancelled"] as const;

/** Meetings by state, how many were rated, and with which outcome. */
export function MeetingsSection({ report }: { report: SessionReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = useShare();
  const { total, outcomes, averageStars } = report;
  const { held } = total.meetings;
  const most = String(Math.max(...Object.values(total.meetings)));
  const mostOutcomes = String(Math.max(...Object.values(outcomes)));
  return (
    <Section title={t("sessionAfter:report.meetings")}>
      <div className="grid gap-6 md:grid-cols-2">
        <ReportTable
          name={t("sessionAfter:report.meetings")}
          head={[
            t("sessionAfter:report.state"),
            t("sessionAfter:report.count"),
            t("sessionAfter:report.ratedOf"),
          ]}
        >
          {meetingColumns.map((state) => (
            <TableRow
              key={state}
              name={t(`sessionAfter:report.${state}`)}
              bar={barOf(String(total.meetings[state]), most)}
              cells={[format.number(total.meetings[state]), ""]}
            />
          ))}
          <TableRow
            name={t("sessionAfter:report.ratedOnce")}
            cells={[format.number(total.rated), share(total.rated, held)]}
          />
          <TableRow
            name={t("sessionAfter:report.ratedBoth")}
            cells={[format.number(total.ratedByBoth), share(total.ratedByBoth, held)]}
          />
        </ReportTable>
        <div className="space-y-1">
          <ReportTable
            name={t("sessionAfter:report.outcomes")}
            head={[t("sessionAfter:report.outcomes"), t("sessionAfter:report.count")]}
            foot={
              <TableRow
                name={t("sessionAfter:report.averageStars")}
                cells={[averageStars ?? "–"]}
              />
            }
          >
            {ratingOutcomes.map((outcome) => (
              <TableRow
                key={outcome}
                name={t(`sessionAfter:outcomes.${outcome}`)}
                bar={barOf(String(outcomes[outcome]), mostOutcomes)}
                cells={[format.number(outcomes[outcome])]}
              />
            ))}
          </ReportTable>
          <p className="text-sm text-ink-soft">{t("sessionAfter:report.outcomesHint")}</p>
        </div>
      </div>
    </Section>
  );
}

/** Intentions of both sides and of one, with the rule by which they are counted. */
export function IntentionsSection({ report }: { report: SessionReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { mutual, oneSided } = report.total;
  const greatest = greatestOf([mutual.amount, oneSided.amount]);
  return (
    <Section title={t("sessionAfter:report.intentions")}>
      <ReportTable
        name={t("sessionAfter:report.intentions")}
        head={[
          t("sessionAfter:report.intentions"),
          t("sessionAfter:report.pairs"),
          t("sessionAfter:report.amountYuan"),
        ]}
      >
        {(["mutual", "oneSided"] as const).map((which) => (
          <TableRow
            key={which}
            name={t(`sessionAfter:report.${which}`)}
            bar={barOf(report.total[which].amount, greatest)}
            cells={[
              format.number(report.total[which].pairs),
              plainYuan(report.total[which].amount),
            ]}
          />
        ))}
      </ReportTable>
      <p className="max-w-[75ch] text-sm text-ink-soft">{t("sessionAfter:report.rule")}</p>
    </Section>
  );
}

/** Meetings and intentions by one property; the bar is the amount of both sides' intentions. */
export function DimensionSection(props: {
  dimension: ReportDimension;
  rows: ReportRow[];
  total: ReportFigures;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { dimension, rows, total } = props;
  const greatest = greatestOf(rows.map(({ mutual }) => mutual.amount));
  const cells = (row: ReportFigures) => [
    ...meetingColumns.map((state) => format.number(row.meetings[state])),
    ...[row.mutual, row.oneSided].flatMap(({ pairs, amount }) => [
      format.number(pairs),
      plainYuan(amount),
    ]),
  ];
  return (
    <Section title={t(`sessionAfter:report.by.${dimension}`)}>
      <ReportTable
        name={t(`sessionAfter:report.by.${dimension}`)}
        head={[
          t(`sessionAfter:report.dimension.${dimension}`),
          ...meetingColumns.map((state) => t(`sessionAfter:report.${state}`)),
          ...(["mutual", "oneSided"] as const).flatMap((which) => [
            t(`sessionAfter:report.${which}`),
            `${t(`sessionAfter:report.${which}`)} ${t("sessionAfter:report.amountYuan")}`,
          ]),
        ]}
        foot={<TableRow name={t("sessionAfter:report.total")} cells={cells(total)} />}
      >
        {rows.map((row) => (
          <TableRow
            key={row.key}
            name={reportKeyName(t, dimension, row.key)}
            bar={barOf(row.mutual.amount, greatest)}
            cells={cells(row)}
          />
        ))}
      </ReportTable>
      <p className="max-w-[75ch] text-sm text-ink-soft">
        {t(`sessionAfter:report.ruleOf.${dimension}`)}
      </p>
    </Section>
  );
}
