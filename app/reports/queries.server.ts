import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, asc, desc, eq, gt, lt, ne } from "drizzle-orm";
import type { z } from "zod";
import { auditLines } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { PostKind, ReportReason, ReportSubject } from "#app/codes/codes.ts";
import { canTransition } from "#app/posts/lifecycle.ts";
import { readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { readerOf } from "#app/kernel/reader.ts";
import { belongsTo, isOrganizer, type Viewer } from "#app/kernel/viewer.ts";
import type { ReportState } from "#app/codes/states.ts";
import { asReader } from "#db/row-security.ts";
import { abuseReport, organisation, post, user } from "#db/schema/index.ts";
import type { reportList } from "./schema.ts";
import { reportMachine, type ReportAction } from "./stages.ts";

export interface ReportLine {
  id: string;
  state: ReportState;
  reason: ReportReason;
  subjectKind: ReportSubject;
  subjectText: string;
  organisationName: string;
  createdAt: string;
}

/**
 * The reports in one state, the oldest first, paged by the last id.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function listReports(
  services: Services,
  viewer: Viewer,
  page: z.output<typeof reportList> & { limit: number },
): Promise<Page<ReportLine>> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  const rows = await asReader(services.database, readerOf(viewer), (transaction) =>
    transaction
      .select({ report: abuseReport, organisationName: organisation.name })
      .from(abuseReport)
      .innerJoin(organisation, eq(organisation.id, abuseReport.organisationId))
      .where(
        and(
          eq(abuseReport.state, page.state),
          page.after ? gt(abuseReport.id, page.after) : undefined,
        ),
      )
      .orderBy(asc(abuseReport.id))
      .limit(rowsFor(page.limit)),
  );
  return pageOf(
    rows.map(({ report, organisationName }) => {
      const { id, state, reason, subjectKind, subjectText, createdAt } = report;
      const at = createdAt.toISOString();
      return { id, state, reason, subjectKind, subjectText, organisationName, createdAt: at };
    }),
    page.limit,
    (last) => last.id,
  );
}

export interface ReportView extends ReportLine {
  words: string;
  reporterName: string;
  organisationId: string;
  outcome: string;
  version: number;
  /** Where an organizer can see what was reported; null for a message, which is private. */
  path: string | null;
  /** Whether the reported post can be taken off the market. */
  mayTakeDown: boolean;
  /** What else was reported of the same thing. */
  others: number;
  may: ReportAction[];
  log: { id: string; action: string; actorName: string | null; at: string }[];
}

/** A report with all that an organizer decides by. @throws Refusal forbidden, notFound */
export async function viewReport(
  services: Services,
  viewer: Viewer,
  reportId: string,
): Promise<ReportView> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  const found = await asReader(services.database, readerOf(viewer), async (transaction) => {
    const [row] = await transaction
      .select({
        report: abuseReport,
        organisationName: organisation.name,
        reporterName: user.name,
        post,
      })
      .from(abuseReport)
      .innerJoin(organisation, eq(organisation.id, abuseReport.organisationId))
      .innerJoin(user, eq(user.id, abuseReport.reporterId))
      .leftJoin(post, eq(post.id, abuseReport.subjectId))
      .where(eq(abuseReport.id, reportId));
    if (!row) throw new Refusal("notFound");
    const others = await transaction.$count(
      abuseReport,
      and(eq(abuseReport.subjectId, row.report.subjectId), ne(abuseReport.id, reportId)),
    );
    return { ...row, others };
  });
  const report = found.report;
  const log = await auditLines(services.database, "report", reportId);
  const ownSide = belongsTo(viewer, report.organisationId);
  return {
    id: report.id,
    state: report.state,
    reason: report.reason,
    subjectKind: report.subjectKind,
    subjectText: report.subjectText,
    organisationName: found.organisationName,
    createdAt: report.createdAt.toISOString(),
    words: report.words,
    reporterName: found.reporterName,
    organisationId: report.organisationId,
    outcome: report.outcome,
    version: report.version,
    path: pathOf(report.subjectKind, report.subjectId, found.post?.kind),
    mayTakeDown:
      report.subjectKind === "post" &&
      found.post !== null &&
      canTransition(readPost(found.post), "takeDown"),
    others: found.others,
    may: ownSide ? [] : reportMachine.possible(report.state),
    log: log.map(({ id, action, actorName, at }) => ({
      id,
      action,
      actorName,
      at: at.toISOString(),
    })),
  };
}

function pathOf(kind: ReportSubject, id: string, postKind: PostKind | undefined): string | null {
  if (kind === "organisation") return `/organisations/${id}`;
  return kind === "post" && postKind ? `/${postKind}s/${id}` : null;
}

export interface OwnReportLine extends Omit<ReportLine, "organisationName"> {
  outcome: string;
}

/** What the viewer has reported, the newest first, paged by the last id. */
export async function ownReports(
  services: Services,
  viewer: Viewer,
  page: { before?: string | undefined; limit: number },
): Promise<Page<OwnReportLine>> {
  const rows = await asReader(services.database, readerOf(viewer), (transaction) =>
    transaction
      .select()
      .from(abuseReport)
      .where(
        and(
          eq(abuseReport.reporterId, viewer.userId),
          page.before ? lt(abuseReport.id, page.before) : undefined,
        ),
      )
      .orderBy(desc(abuseReport.id))
      .limit(rowsFor(page.limit)),
  );
  return pageOf(rows.map(ownLine), page.limit, (last) => last.id);
}

function ownLine(row: typeof abuseReport.$inferSelect): OwnReportLine {
  const { id, state, reason, subjectKind, subjectText, outcome, createdAt } = row;
  return {
    id,
    state,
    reason,
    subjectKind,
    subjectText,
    outcome,
    createdAt: createdAt.toISOString(),
  };
}

const mostUpheld = 20;

/** Reports against the viewer's own organisation that were upheld, the newest first, without who made them. */
export async function upheldAgainst(
  services: Services,
  viewer: Viewer,
  organisationId: string,
): Promise<Pick<OwnReportLine, "id" | "reason" | "subjectKind" | "subjectText" | "outcome">[]> {
  if (!belongsTo(viewer, organisationId)) throw new Refusal("notFound");
  return services.database
    .select({
      id: abuseReport.id,
      reason: abuseReport.reason,
      subjectKind: abuseReport.subjectKind,
      subjectText: abuseReport.subjectText,
      outcome: abuseReport.outcome,
    })
    .from(abuseReport)
    .where(and(eq(abuseReport.organisationId, organisationId), eq(abuseReport.state, "upheld")))
    .orderBy(desc(abuseReport.id))
    .limit(mostUpheld);
}
