import { and, desc, eq } from "drizzle-orm";
import type { AuditSubject } from "#app/codes/codes.ts";
import type { Reader, Transaction } from "#db/connection.ts";
import { auditEntry, user } from "#db/schema/index.ts";

export interface AuditFact {
  /** Null when the clock or an import did it. */
  actorId: string | null;
  organisationId: string | null;
  subjectKind: AuditSubject;
  subjectId: string;
  action: string;
  detail?: Record<string, unknown>;
}

/** Writes what was done into the audit log, in the transaction that does it. */
export async function audit(transaction: Transaction, fact: AuditFact): Promise<void> {
  await transaction.insert(auditEntry).values(fact);
}

/** The same for many things at once. */
export async function auditAll(transaction: Transaction, facts: AuditFact[]): Promise<void> {
  if (facts.length > 0) await transaction.insert(auditEntry).values(facts);
}

export interface AuditLine {
  id: string;
  action: string;
  actorName: string | null;
  detail: unknown;
  at: Date;
}

/** The newest entries about one thing, newest first. */
export async function auditLines(
  reader: Reader,
  subjectKind: AuditSubject,
  subjectId: string,
  limit = 50,
): Promise<AuditLine[]> {
  return reader
    .select({
      id: auditEntry.id,
      action: auditEntry.action,
      actorName: user.name,
      detail: auditEntry.detail,
      at: auditEntry.createdAt,
    })
    .from(auditEntry)
    .leftJoin(user, eq(user.id, auditEntry.actorId))
    .where(and(eq(auditEntry.subjectKind, subjectKind), eq(auditEntry.subjectId, subjectId)))
    .orderBy(desc(auditEntry.id))
    .limit(limit);
}
