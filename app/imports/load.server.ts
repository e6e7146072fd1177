import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { audit } from "#app/kernel/audit.server.ts";
import { settledOwner } from "#app/posts/disclosure/crowd.server.ts";
import { shownOwnerSchema } from "#app/posts/disclosure/crowd.ts";
import type { ContentOf } from "#app/posts/content.ts";
import type { PostKind } from "#app/codes/codes.ts";
import { addDays } from "#app/kernel/dates.ts";
import { publicationDays } from "#app/posts/lifecycle.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { newSilentId } from "#db/schema/columns.ts";
import { post, postVersion } from "#db/schema/index.ts";
import { contentOfRow, kindOfColumns, rowSchema } from "./columns.ts";
import type { RawRow } from "./read-rows.server.ts";
import type { TFunction } from "i18next";
import { translatorFor } from "#app/i18n/i18n.server.ts";
import { issueMessage } from "#app/i18n/issues.ts";

export interface RowProblem {
  line: number;
  column: string;
  reason: string;
}

export interface LoadReport {
  kind: PostKind | null;
  added: number;
  changed: number;
  unchanged: number;
  wrong: RowProblem[];
}

export interface LoadTarget {
  organisationId: string;
  /** Names where the rows come from; with a row's id it tells whether the row is known. */
  source: string;
}

/**
 * Loads rows as published posts of an organisation. Good rows go in, each whole
 * in one transaction with its index work; a wrong row is reported and left out.
 * A row that is already there with the same content changes nothing.
 */
export async function loadRows(
  services: Services,
  rows: AsyncIterable<RawRow>,
  target: LoadTarget,
): Promise<LoadReport> {
  const report: LoadReport = { kind: null, added: 0, changed: 0, unchanged: 0, wrong: [] };
  const seen = new Set<string>();
  const t = await translatorFor("en");
  for await (const { line, fields, unreadable, wrong: cells = [] } of rows) {
    const wrong = (column: string, reason: string) => report.wrong.push({ line, column, reason });
    if (unreadable !== undefined) {
      wrong("", unreadable);
      continue;
    }
    report.kind ??= kindOfColumns(Object.keys(fields));
    const { kind } = report;
    if (kind === null) {
      wrong("", 'has neither a column "content" (needs) nor "abstract" (results)');
      continue;
    }
    if (cells.length > 0) {
      for (const { column, reason, value } of cells)
        wrong(column, t(`office:problem.${reason}`, { value }));
      continue;
    }
    const parsed = rowSchema(kind).safeParse(fields);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) wrong(issue.path.join("."), sentence(t, issue));
      continue;
    }
    if (seen.has(parsed.data.id)) {
      wrong("id", `"${parsed.data.id}" stands in the file twice`);
      continue;
    }
    seen.add(parsed.data.id);
    const content = contentOfRow(kind, parsed.data);
    report[await storeRow(services, target, kind, parsed.data.id, content)] += 1;
  }
  return report;
}

/** What is wrong with a cell, for the operator of the command, who reads English. */
const sentence = (t: TFunction, issue: z.core.$ZodIssue): string =>
  issue.message === "required" || (issue.code === "invalid_type" && issue.input === undefined)
    ? "is missing"
    : issueMessage(issue, t);

async function storeRow(
  services: Services,
  { organisationId, source }: LoadTarget,
  kind: PostKind,
  sourceId: string,
  content: ContentOf<PostKind>,
): Promise<"added" | "changed" | "unchanged"> {
  return inTransaction(services.database, async (transaction) => {
    const now = services.now();
    const [known] = await transaction
      .select()
      .from(post)
      .where(and(eq(post.source, source), eq(post.sourceId, sourceId)))
      .for("update");
    if (known && sameContent(known.content, content)) return "unchanged";
    const version = (known?.version ?? 0) + 1;
    const id = known?.id ?? newSilentId();
    const shownOwner = shownOwnerSchema.nullable().parse(known?.shownOwner ?? null);
    const fields = {
      content,
      shownOwner: await settledOwner(transaction, content, { organisationId, shownOwner }),
      version,
      title: content.title,
      cluster: content.cluster,
      publication: "published" as const,
      expiresAt: addDays(now, publicationDays),
      updatedAt: now,
    };
    if (known)
      await transaction
        .update(post)
        .set({ ...fields, revision: known.revision + 1 })
        .where(eq(post.id, id));
    else
      await transaction
        .insert(post)
        .values({ ...fields, id, kind, organisationId, source, sourceId, publishedAt: now });
    await transaction.insert(postVersion).values({ postId: id, number: version, content });
    await audit(transaction, {
      actorId: null,
      organisationId,
      subjectKind: "post",
      subjectId: id,
      action: "import",
      detail: { source, sourceId, version },
    });
    await sendJob(transaction, "post.publish", { postId: id });
    return known ? "changed" : "added";
  });
}

/** PostgreSQL gives back a document's keys in an order of its own. */
const sameContent = (one: unknown, other: unknown): boolean => ordered(one) === ordered(other);

const ordered = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
