import type { TFunction } from "i18next";
import { workbookOf, type Cell } from "#app/files/spreadsheet.server.ts";
import {
  reportDimensions,
  type OrganisationLine,
  type IntentionLine,
  type ReportFigures,
  type SessionReport,
} from "#app/sessions/outcomes/report.ts";
import { codeName } from "#app/i18n/codes.ts";
import { reportKeyName } from "#app/sessions/outcomes/parts/report-names.ts";
import { registrationStates } from "#app/codes/states.ts";
import { ratingOutcomes } from "#app/codes/session-codes.ts";

type Row = Cell[];

/**
 * The report of a session as a workbook: an overview, a sheet for each property,
 * the pairs and all organisations. Amounts stand as text with two places, so that
 * no spreadsheet rounds them.
 */
export async function reportFile(
  t: TFunction,
  head: { title: string; when: string; place: string },
  report: SessionReport,
  organisations: OrganisationLine[],
): Promise<Buffer> {
  return workbookOf([
    { name: t("sessionAfter:report.summarySheet"), rows: overview(t, head, report) },
    ...reportDimensions.map((dimension) => ({
      name: t(`sessionAfter:report.by.${dimension}`),
      rows: [
        [t(`sessionAfter:report.dimension.${dimension}`), ...figureHead(t)],
        ...report.tables[dimension].map((row) => [
          reportKeyName(t, dimension, row.key),
          ...figureCells(row),
        ]),
        [t("sessionAfter:report.total"), ...figureCells(report.total)],
        [t(`sessionAfter:report.ruleOf.${dimension}`)],
      ],
    })),
    { name: t("sessionAfter:report.top"), rows: pairRows(t, report.topPairs) },
    {
      name: t("sessionAfter:report.byOrganisation"),
      rows: organisationRows(t, organisations),
    },
  ]);
}

function overview(
  t: TFunction,
  { title, when, place }: { title: string; when: string; place: string },
  report: SessionReport,
): Row[] {
  const { total } = report;
  return [
    [title],
    [t("sessionAfter:report.when"), when],
    [t("sessionAfter:report.where"), place],
    [],
    [t("sessionAfter:report.registrationsBy"), t("sessionAfter:report.organisations")],
    ...registrationStates.map((state): Row => [
      t(`sessionAfter:report.registration.${state}`),
      report.registrations[state],
    ]),
    [],
    ["", t("sessionAfter:report.admittedCount"), t("sessionAfter:report.attended")],
    ...(["organisations", "people"] as const).map((who): Row => [
      t(`sessionAfter:report.${who}`),
      report[who].admitted,
      report[who].attended,
    ]),
    [],
    [t("sessionAfter:report.meetings"), t("sessionAfter:report.count")],
    ...meetingStates.map((state): Row => [
      t(`sessionAfter:report.${state}`),
      total.meetings[state],
    ]),
    [t("sessionAfter:report.ratedOnce"), total.rated],
    [t("sessionAfter:report.ratedBoth"), total.ratedByBoth],
    [],
    [t("sessionAfter:report.outcomes"), t("sessionAfter:report.count")],
    ...ratingOutcomes.map((outcome): Row => [
      t(`sessionAfter:outcomes.${outcome}`),
      report.outcomes[outcome],
    ]),
    [t("sessionAfter:report.averageStars"), report.averageStars ?? ""],
    [],
    [
      t("sessionAfter:report.intentions"),
      t("sessionAfter:report.pairs"),
      t("sessionAfter:report.amountYuan"),
    ],
    ...(["mutual", "oneSided"] as const).map((which): Row => [
      t(`sessionAfter:report.${which}`),
      total[which].pairs,
      total[which].amount,
    ]),
    [t("sessionAfter:report.rule")],
  ];
}

const meetingStates = ["held", "missed", "planned", "cancelled"] as const;

const figureHead = (t: TFunction): Row => [
  ...meetingStates.map((state) => t(`sessionAfter:report.${state}`)),
  ...(["mutual", "oneSided"] as const).flatMap((which) => [
    t(`sessionAfter:report.${which}`),
    `${t(`sessionAfter:report.${which}`)} ${t("sessionAfter:report.amountYuan")}`,
  ]),
];

const figureCells = ({ meetings, mutual, oneSided }: ReportFigures): Row => [
  ...meetingStates.map((state) => meetings[state]),
  ...[mutual, oneSided].flatMap(({ pairs, amount }) => [pairs, amount]),
];

function pairRows(t: TFunction, pairs: IntentionLine[]): Row[] {
  const outcome = (given: IntentionLine["oneOutcome"]) =>
    given === null ? t("sessionAfter:noOutcome") : t(`sessionAfter:outcomes.${given}`);
  return [
    [
      t("sessionAfter:report.organisation"),
      t("sessionAfter:report.organisation"),
      t("sessionAfter:report.outcomeOne"),
      t("sessionAfter:report.outcomeOther"),
      t("sessionAfter:report.held"),
      t("sessionAfter:report.amountYuan"),
    ],
    ...pairs.map((pair): Row => [
      ...[pair.one, pair.other, outcome(pair.oneOutcome), outcome(pair.otherOutcome)],
      ...[pair.held, pair.amount ?? ""],
    ]),
  ];
}

const organisationRows = (t: TFunction, lines: OrganisationLine[]): Row[] => [
  [
    t("sessionAfter:report.organisation"),
    t("sessionAfter:report.dimension.kind"),
    t("sessionAfter:report.dimension.region"),
    t("sessionAfter:report.people"),
    t("sessionAfter:report.attended"),
    t("sessionAfter:report.held"),
    t("sessionAfter:report.missed"),
    t("sessionAfter:report.given"),
    t("sessionAfter:report.mutual"),
    t("sessionAfter:report.oneSided"),
    t("sessionAfter:tasks"),
    t("sessionAfter:report.tasksDone"),
  ],
  ...lines.map((line): Row => [
    line.name,
    codeName(t, "organisationKinds", line.kind),
    line.region === null ? "" : codeName(t, "regions", line.region),
    ...[line.people, line.attended, line.held, line.missed, line.ratings],
    ...[line.mutual, line.oneSided, line.tasks, line.tasksDone],
  ]),
];
