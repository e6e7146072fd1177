import type { TFunction } from "i18next";
import { csvOf, workbookOf, type Cell, type TableFormat } from "#app/files/spreadsheet.server.ts";
import type { CallLine } from "#app/matching/calls.server.ts";
import type { Precision, QualityView } from "#app/matching/quality.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { clusterName } from "#app/matching/parts/words.ts";

/**
 * How matches were judged and which pairs are worth a call: a workbook of three
 * sheets, or the counts by month and cluster as CSV (UTF-8 with a byte order mark).
 */
export async function exportQuality(
  t: TFunction,
  quality: QualityView,
  calls: CallLine[],
  format: TableFormat,
): Promise<Buffer> {
  const precision = precisionRows(t, quality);
  if (format === "csv") return csvOf(precision);
  return workbookOf([
    { name: t("matchQuality:precision"), rows: precision },
    {
      name: t("matchQuality:faults"),
      rows: [
        [t("matchQuality:cluster"), t("matchQuality:reason"), t("matchQuality:answers")],
        ...quality.faults.map(({ cluster, reason, answers }) => [
          clusterName(t, cluster),
          codeName(t, "matchFaults", reason),
          answers,
        ]),
      ],
    },
    { name: t("matchQuality:calls"), rows: callRows(t, calls) },
  ]);
}

function precisionRows(t: TFunction, { clusters, months, all }: QualityView): Cell[][] {
  const row = (month: string, cluster: string, one: Precision): Cell[] => [
    month,
    cluster,
    one.fitting,
    one.judged,
    one.share,
    one.interval?.low ?? null,
    one.interval?.high ?? null,
  ];
  return [
    [
      t("matchQuality:month"),
      t("matchQuality:cluster"),
      t("matchQuality:fitting"),
      t("matchQuality:judged"),
      t("matchQuality:share"),
      t("matchQuality:low"),
      t("matchQuality:high"),
    ],
    ...months.flatMap((month) =>
      clusters.flatMap(({ cluster, byMonth }) =>
        byMonth[month] ? [row(month.slice(0, 7), clusterName(t, cluster), byMonth[month])] : [],
      ),
    ),
    ...clusters.map(({ cluster, all: own }) =>
      row(t("matchQuality:allMonths"), clusterName(t, cluster), own),
    ),
    row(t("matchQuality:allMonths"), t("matchQuality:allClusters"), all),
  ];
}

function callRows(t: TFunction, calls: CallLine[]): Cell[][] {
  const side = ({
    title,
    organisationName,
    contactName,
    contactPhone,
    contactEmail,
  }: CallLine["need"]) => [title, organisationName, contactName, contactPhone, contactEmail];
  const heads = (name: string) => [
    name,
    t("trust:report.owner"),
    t("matchQuality:contact"),
    t("listings:field.contactPhone"),
    t("listings:field.contactEmail"),
  ];
  return [
    [
      t("matchQuality:score", { score: "" }),
      t("matchQuality:priority", { priority: "" }),
      t("listings:field.deadline"),
      ...heads(t("matchQuality:need")),
      ...heads(t("matchQuality:result")),
    ],
    ...calls.map((line) => [
      line.score,
      line.priority,
      line.deadline,
      ...side(line.need),
      ...side(line.result),
    ]),
  ];
}
