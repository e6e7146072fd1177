import type { SQL } from "drizzle-orm";
import type { Transaction } from "#db/connection.ts";
import { audit, type AuditFact } from "./audit.server.ts";
import { Refusal } from "./refusals.ts";
import type { Viewer } from "./viewer.ts";

/** A step that somebody asks for, and what is written with it. */
export interface StepRequest<Action extends string, Changes extends object> {
  action: Action;
  /** Null when the clock, a job or a record takes the step. */
  viewer: Viewer | null;
  /** The moment of the step, by `services.now()`. */
  now: Date;
  /** What the person had read: a step on what changed since is refused. */
  version?: number | undefined;
  changes?: Changes | undefined;
  /** Whom the viewer acts for, where the row alone does not say it. */
  organisationId?: string | null | undefined;
  /** What the audit log keeps besides. */
  detail?: Record<string, unknown> | undefined;
}

/**
 * A noun whose rows go through the states of a machine: how a row of it is locked, what a
 * step writes, who may take it, and what follows. A noun has one, beside its machine.
 */
export interface Life<Row, Action extends string, Changes extends object> {
  /** The rows of a condition, locked until the transaction ends. */
  lock: (transaction: Transaction, where: SQL | undefined) => Promise<Row[]>;
  /** Whether the machine has the step in this state. */
  can: (row: Row, action: Action) => boolean;
  /** The columns of the state after the step. */
  next: (row: Row, action: Action) => Changes;
  /** Writes a step into the row, which has its next version then, and answers it. */
  write: (transaction: Transaction, row: Row, changes: Changes, now: Date) => Promise<Row[]>;
  /** What guards against lost updates; left out where no person sends a version. */
  versionOf?: (row: Row) => number;
  /** Whose step it is; left out where that takes more than the row and the command asks it. */
  mayTake?: (viewer: Viewer | null, row: Row, action: Action) => boolean;
  /** What the audit log says of a step; left out where another record says it. */
  fact?: (
    changed: Row,
    before: Row,
    request: StepRequest<Action, Changes>,
  ) => Omit<AuditFact, "actorId">;
  /** What follows in the same transaction: announcements to open pages, jobs. */
  follow?: (transaction: Transaction, changed: Row, before: Row) => Promise<unknown>;
}

/** The row of a condition, locked until the transaction ends. @throws Refusal notFound */
export async function lockRow<Row>(
  transaction: Transaction,
  life: Pick<Life<Row, never, never>, "lock">,
  where: SQL | undefined,
): Promise<Row> {
  const [row] = await life.lock(transaction, where);
  if (row === undefined) throw new Refusal("notFound");
  return row;
}

/**
 * Checks that a step may be taken on a locked row.
 *
 * @throws Refusal forbidden when it is not the viewer's; conflict when the row changed
 *   since it was read; illegalStep when the machine has no such step in its state
 */
export function checkStep<Row, Action extends string, Changes extends object>(
  life: Life<Row, Action, Changes>,
  row: Row,
  { action, viewer, version }: Pick<StepRequest<Action, Changes>, "action" | "viewer" | "version">,
): void {
  if (life.mayTake && !life.mayTake(viewer, row, action)) throw new Refusal("forbidden");
  if (version !== undefined && version !== life.versionOf?.(row)) throw new Refusal("conflict");
  if (!life.can(row, action)) throw new Refusal("illegalStep");
}

/**
 * Takes one step of a machine on a locked row: asks the policy, compares the version, asks
 * the machine, writes row and audit entry, and has follow what follows; all in the given
 * transaction.
 *
 * @returns the row after it
 * @throws Refusal as checkStep; nothing was written then
 */
export async function takeStep<Row, Action extends string, Changes extends object>(
  transaction: Transaction,
  life: Life<Row, Action, Changes>,
  row: Row,
  request: StepRequest<Action, Changes>,
): Promise<Row> {
  checkStep(life, row, request);
  const changes = { ...request.changes, ...life.next(row, request.action) };
  const [changed] = await life.write(transaction, row, changes, request.now);
  if (changed === undefined) throw new Refusal("notFound");
  if (life.fact) {
    const fact = life.fact(changed, row, request);
    await audit(transaction, {
      ...fact,
      actorId: request.viewer?.userId ?? null,
      organisationId: request.organisationId ?? fact.organisationId,
      detail: { ...fact.detail, ...request.detail },
    });
  }
  await life.follow?.(transaction, changed, row);
  return changed;
}

/** From which state to which a step led, as the audit log keeps it; nothing where it stays. */
export const wayOf = (from: string, to: string): Record<string, string> =>
  from === to ? {} : { from, to };
