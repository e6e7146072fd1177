import { Refusal } from "#app/kernel/refusals.ts";
import { notify } from "#app/notifications/notify.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { lockSession, takeSessionStep } from "#app/sessions/change.server.ts";
import { delayAtMost } from "#app/sessions/shown-time.ts";
import { dayIsOpen, mayRunSessions } from "#app/sessions/policy.ts";
import { dayNews } from "./news.ts";
import { wholeNumber } from "#app/kernel/numbers.ts";

export const delaySchema = wholeNumber(0, delayAtMost);

/**
 * Sets by how many minutes everything still to come is late; 0 is on time again.
 * Whoever has a meeting still to come is told, and every page of the session shows it.
 *
 * @throws Refusal forbidden, conflict when it was changed meanwhile, or illegalStep
 *   when it is not the session's day
 */
export function setDelay(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  minutes: number,
  version: number,
): Promise<void> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    const session = await lockSession(transaction, sessionId);
    const now = services.now();
    if (version !== session.version) throw new Refusal("conflict");
    if (!dayIsOpen(session, now)) throw new Refusal("illegalStep");
    if (session.delayMinutes === minutes) return;
    const after = await takeSessionStep(transaction, session, {
      now: services.now(),
      action: "edit",
      viewer,
      changes: { delayMinutes: minutes },
      detail: { what: "delay", minutes },
    });
    const { rows } = await transaction.$client.query<{ userId: string }>(
      `SELECT DISTINCT p.user_id AS "userId" FROM meeting m
       JOIN session_slot s ON s.id = m.slot_id
       JOIN session_participant p ON p.id IN (m.participant_id, m.other_participant_id)
       WHERE m.session_id = $1 AND m.state = 'planned' AND p.user_id IS NOT NULL
         AND s.ends_at + make_interval(mins => $2::int) > $3`,
      [sessionId, Math.max(minutes, session.delayMinutes), now],
    );
    await notify(
      transaction,
      rows.map(({ userId }) => userId),
      {
        kind: dayNews.delay,
        occasion: `session_delay:${sessionId}:${after.version}`,
        payload: { sessionId, sessionTitle: session.title, minutes },
      },
    );
  });
}
