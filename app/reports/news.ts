import { z } from "zod";
import { reportReasons } from "#app/codes/codes.ts";
import { codeName } from "#app/i18n/codes.ts";
import { newsKind } from "#app/kernel/news.ts";
import { accountGroup } from "#app/verification/news.ts";

const aboutReport = z.object({
  /** The first words of what was reported. */
  subjectText: z.string(),
});

export const reportNews = {
  received: newsKind({
    name: "report_received",
    group: accountGroup,
    payload: aboutReport.extend({ reportId: z.uuid(), reason: z.enum(reportReasons) }),
    words: ({ subjectText, reportId, reason }, { t }) => ({
      title: t("trust:news.report.received", { subjectText }),
      lines: [codeName(t, "reportReasons", reason)],
      href: `/admin/reports/${reportId}`,
    }),
  }),
  decided: newsKind({
    name: "report_decided",
    group: accountGroup,
    payload: aboutReport.extend({
      reportId: z.uuid(),
      upheld: z.boolean(),
      outcome: z.string(),
    }),
    words: ({ subjectText, upheld, outcome }, { t }) => ({
      title: t(`trust:news.report.${upheld ? "confirmed" : "dismissed"}`, { subjectText }),
      lines: [outcome],
      href: "/reports",
    }),
  }),
  /** To the reported side, which never hears who reported. */
  upheld: newsKind({
    name: "report_upheld",
    group: accountGroup,
    payload: aboutReport.extend({
      reason: z.enum(reportReasons),
      outcome: z.string(),
      takenDown: z.boolean(),
    }),
    words: ({ subjectText, reason, outcome, takenDown }, { t }) => ({
      title: t(`trust:news.report.${takenDown ? "takenDown" : "upheld"}`, { subjectText }),
      lines: [codeName(t, "reportReasons", reason), outcome],
      href: "/organisation/reports",
    }),
  }),
};
