import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import {
  followPlan,
  lockForPlanning,
  takeSessionStep,
  type Session,
} from "#app/sessions/change.server.ts";
import { settleMeetings } from "./settle.server.ts";

export interface PlanChange {
  sessionId: string;
  /** The session's version the person had read. */
  version: number;
  /** The consent to what the change does to meetings, as it was listed. */
  agreed?: string;
}

/** Does the work on the session's plan and writes it down as one step. */
export function planning<T>(
  services: Services,
  viewer: Viewer,
  { sessionId, version }: PlanChange,
  what: string,
  work: (transaction: Transaction, found: Session) => Promise<T>,
): Promise<T> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockForPlanning(transaction, viewer, sessionId, version);
    const result = await work(transaction, found);
    await takeSessionStep(transaction, found, {
      now: services.now(),
      action: "edit",
      viewer,
      detail: { what },
    });
    await followPlan(transaction, sessionId);
    return result;
  });
}

/** Brings the meetings to the changed plan, as far as that was agreed to. */
export const settled = (
  transaction: Transaction,
  services: Services,
  change: PlanChange,
  found: Session,
  gone: { tableId?: string; slotId?: string } = {},
  after: Session = found,
): Promise<void> =>
  settleMeetings(transaction, services, {
    ...{ before: found, after, gone },
    agreed: change.agreed ?? "",
  });
