import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Bar } from "#app/components/bar.tsx";
import { Section } from "#app/components/parts.tsx";
import { compareAmounts, plainYuan } from "#app/domain/contracts/amounts.ts";
import { barOf } from "#app/domain/contracts/statistics.ts";
import { registrationStates } from "#app/domain/sessions/lifecycle.ts";
import { ratingOutcomes } from "#app/domain/sessions/ratings.ts";
import type {
  OrganisationLine,
  PairLine,
  ReportDimension,
  ReportFigures,
  ReportRow,
  SessionReport,
} from "#app/domain/sessions/report.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { reportKeyName } from "./report-names.ts";

const greatestOf = (amounts: string[]): string =>
  amounts.reduce((most, amount) => (compareAmounts(amount, most) > 0 ? amount : most), "0");

const scroller = "overflow-x-auto print:overflow-visible";

/** A table that scrolls by itself where the window is narrow; numbers stand right. */
function ReportTable(props: {
  name: string;
  head: string[];
  foot?: ReactNode;
  children: ReactNode;
}) {
  const { name, head, foot, children } = props;
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div role="region" aria-label={name} tabIndex={0} className={scroller}>
        <table className="w-full text-right tabular-nums">
          <thead className="text-sm text-ink-soft">
            <tr>
              {head.map((title, at) => (
                <th
                  key={title}
                  scope="col"
                  className={`py-1 font-normal ${at === 0 ? "pr-4 text-left" : "pl-4 whitespace-nowrap print:pl-2 print:whitespace-normal"}`}
                >
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
          {foot ? <tfoot className="font-semibold">{foot}</tfoot> : null}
        </table>
      </div>
    </>
  );
}

function TableRow(props: { name: ReactNode; bar?: number; cells: ReactNode[] }) {
  const { name, bar = 0, cells } = props;
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="min-w-28 py-1.5 pr-4 text-left font-normal">
        {name}
        <Bar twentieths={bar} />
      </th>
      {cells.map((cell, at) => (
        <td key={at} className="py-1.5 pl-4 whitespace-nowrap print:pl-2 print:whitespace-normal">
          {cell}
        </td>
      ))}
    </tr>
  );
}

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

/** The pairs with the highest intentions. */
export function PairsSection({ pairs }: { pairs: PairLine[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const greatest = greatestOf(pairs.map(({ amount }) => amount ?? "0"));
  const outcome = (given: PairLine["oneOutcome"]) =>
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
