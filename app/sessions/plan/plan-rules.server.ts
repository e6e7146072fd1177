import { and, eq, inArray } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import {
  matchmakingSession,
  sessionMeetingLimit,
  sessionRegistration,
  sessionSlot,
  sessionTable,
  tableClosure,
} from "#db/schema/index.ts";
import { planning, settled, type PlanChange } from "./planning.server.ts";
import type { MeetingLimit } from "#app/sessions/limits.server.ts";
import type { TableArrangement } from "#app/sessions/schema.ts";

/**
 * Says who stays at a table, if anyone does, and in which slots it cannot be used.
 *
 * @throws Refusal notFound when the host is not an admitted organisation of the session
 * @throws NeedsConsent with what would happen to meetings
 */
export const arrangeTable = (
  services: Services,
  viewer: Viewer,
  change: PlanChange,
  tableId: string,
  { hostOrganisationId, closed }: TableArrangement,
): Promise<void> =>
  planning(services, viewer, change, "tables", async (transaction, found) => {
    const { sessionId } = change;
    if (hostOrganisationId !== null) {
      const admitted = await transaction.$count(
        sessionRegistration,
        and(
          eq(sessionRegistration.sessionId, sessionId),
          eq(sessionRegistration.organisationId, hostOrganisationId),
          eq(sessionRegistration.state, "admitted"),
        ),
      );
      if (admitted === 0) throw new Refusal("notFound");
    }
    const [table] = await transaction
      .update(sessionTable)
      .set({ hostOrganisationId })
      .where(and(eq(sessionTable.id, tableId), eq(sessionTable.sessionId, sessionId)))
      .returning({ id: sessionTable.id });
    if (!table) throw new Refusal("notFound");
    await transaction.delete(tableClosure).where(eq(tableClosure.tableId, tableId));
    const slots = await transaction
      .select({ id: sessionSlot.id })
      .from(sessionSlot)
      .where(and(eq(sessionSlot.sessionId, sessionId), inArray(sessionSlot.id, closed)));
    if (slots.length > 0)
      await transaction
        .insert(tableClosure)
        .values(slots.map(({ id: slotId }) => ({ tableId, slotId })));
    await settled(transaction, services, change, found);
  });

/**
 * Says how long people need from one hall to another.
 *
 * @throws NeedsConsent with what would happen to meetings that follow each other too soon
 */
export const setTravelMinutes = (
  services: Services,
  viewer: Viewer,
  change: PlanChange,
  travelMinutes: number,
): Promise<void> =>
  planning(services, viewer, change, "travel", async (transaction, found) => {
    await transaction
      .update(matchmakingSession)
      .set({ travelMinutes })
      .where(eq(matchmakingSession.id, change.sessionId));
    await settled(transaction, services, change, found, {}, { ...found, travelMinutes });
  });

/**
 * Limits the meetings of a person of one kind of organisation, in the whole session
 * or one part; null takes the limit away.
 *
 * @throws NeedsConsent with what would happen to meetings beyond it
 */
export const setMeetingLimit = (
  services: Services,
  viewer: Viewer,
  change: PlanChange,
  of: Pick<MeetingLimit, "organisationKind" | "part">,
  meetingsPerPerson: number | null,
): Promise<void> =>
  planning(services, viewer, change, "limits", async (transaction, found) => {
    const { sessionId } = change;
    await transaction
      .delete(sessionMeetingLimit)
      .where(
        and(
          eq(sessionMeetingLimit.sessionId, sessionId),
          eq(sessionMeetingLimit.organisationKind, of.organisationKind),
          eq(sessionMeetingLimit.part, of.part),
        ),
      );
    if (meetingsPerPerson !== null)
      await transaction.insert(sessionMeetingLimit).values({ sessionId, ...of, meetingsPerPerson });
    await settled(transaction, services, change, found);
  });
