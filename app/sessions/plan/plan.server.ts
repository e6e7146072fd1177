import { and, eq, sql } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Transaction } from "#db/connection.ts";
import {
  meeting,
  programmeItem,
  sessionQuestion,
  sessionSlot,
  sessionTable,
} from "#db/schema/index.ts";
import { planning, settled, type PlanChange } from "./planning.server.ts";
import type { ProgrammeItemFields, QuestionFields, TablePlan } from "#app/sessions/schema.ts";
import { StandingMeetings } from "#app/sessions/consequences.ts";
import { overlaps, type Slot } from "#app/sessions/slots.ts";
import { momentOf } from "#app/kernel/zones.ts";

export type { PlanChange } from "./planning.server.ts";

/** As many as the scheduler takes. */
const mostSlots = 500;
const mostTables = 2_000;

/**
 * Adds slots.
 *
 * @throws Refusal slotsOverlap when one overlaps another slot of the session, or tooManySlots
 */
export const addSlots = (
  services: Services,
  viewer: Viewer,
  change: PlanChange,
  slots: Slot[],
): Promise<void> =>
  planning(services, viewer, change, "slots", async (transaction) => {
    const { sessionId } = change;
    const there = await transaction
      .select()
      .from(sessionSlot)
      .where(eq(sessionSlot.sessionId, sessionId));
    if (there.length + slots.length > mostSlots) throw new Refusal("tooManySlots");
    if (overlaps([...there, ...slots]).length > 0) throw new Refusal("slotsOverlap");
    if (slots.length > 0)
      await transaction.insert(sessionSlot).values(slots.map((slot) => ({ sessionId, ...slot })));
  });

/**
 * Takes a slot away; meetings planned in it are moved where there is a place, else cancelled.
 *
 * @throws NeedsConsent with what would happen to them
 * @throws StandingMeetings when meetings in it are over
 */
export const removeSlot = (
  services: Services,
  viewer: Viewer,
  change: PlanChange,
  slotId: string,
): Promise<void> =>
  planning(services, viewer, change, "slots", async (transaction, found) => {
    await settled(transaction, services, change, found, { slotId });
    await refuseOrphans(transaction, eq(meeting.slotId, slotId));
    await transaction.delete(meeting).where(eq(meeting.slotId, slotId));
    await transaction
      .delete(sessionSlot)
      .where(and(eq(sessionSlot.id, slotId), eq(sessionSlot.sessionId, change.sessionId)));
  });

async function refuseOrphans(
  transaction: Transaction,
  where: ReturnType<typeof eq>,
): Promise<void> {
  const standing = await transaction.$count(
    meeting,
    and(where, sql`${meeting.state} <> 'cancelled'`),
  );
  if (standing > 0) throw new StandingMeetings(standing);
}

/** Adds tables, numbered on from those of their hall and name. */
export const addTables = (
  services: Services,
  viewer: Viewer,
  change: PlanChange,
  plan: TablePlan,
): Promise<void> =>
  planning(services, viewer, change, "tables", async (transaction) => {
    const { sessionId } = change;
    const there = await transaction
      .select({ name: sessionTable.name, hall: sessionTable.hall })
      .from(sessionTable)
      .where(eq(sessionTable.sessionId, sessionId));
    if (there.length + plan.count > mostTables) throw new Refusal("tooManyTables");
    const taken = new Set(there.filter(({ hall }) => hall === plan.hall).map(({ name }) => name));
    const names: string[] = [];
    for (let number = 1; names.length < plan.count; number += 1) {
      const name = plan.count === 1 && number === 1 ? plan.prefix : `${plan.prefix}${number}`;
      if (!taken.has(name)) names.push(name);
    }
    const { hall, kind, link, seats } = plan;
    await transaction.insert(sessionTable).values(
      names.map((name, at) => ({
        sessionId,
        name,
        hall,
        kind,
        link,
        seats,
        position: there.length + at,
      })),
    );
  });

/**
 * Takes a table away; meetings planned at it are moved to free tables, in their
 * slot where that can be, else cancelled.
 *
 * @throws NeedsConsent with what would happen to them
 * @throws StandingMeetings when meetings at it are over
 */
export const removeTable = (
  services: Services,
  viewer: Viewer,
  change: PlanChange,
  tableId: string,
): Promise<void> =>
  planning(services, viewer, change, "tables", async (transaction, found) => {
    await settled(transaction, services, change, found, { tableId });
    await refuseOrphans(transaction, eq(meeting.tableId, tableId));
    await transaction.delete(meeting).where(eq(meeting.tableId, tableId));
    await transaction
      .delete(sessionTable)
      .where(and(eq(sessionTable.id, tableId), eq(sessionTable.sessionId, change.sessionId)));
  });

const itemColumns = (item: ProgrammeItemFields, zone: string) => {
  const startsAt = momentOf(item.startsAt, zone);
  const endsAt = momentOf(item.endsAt, zone);
  if (startsAt === null || endsAt === null) throw new Refusal("noSuchTime");
  return { ...item, startsAt, endsAt };
};

/** Adds an item to the programme, or changes the one with this id. */
export const saveProgrammeItem = (
  services: Services,
  viewer: Viewer,
  change: PlanChange,
  itemId: string | null,
  item: ProgrammeItemFields,
): Promise<void> =>
  planning(services, viewer, change, "programme", async (transaction, found) => {
    const { sessionId } = change;
    const columns = itemColumns(item, found.zone);
    if (itemId === null) await transaction.insert(programmeItem).values({ sessionId, ...columns });
    else
      await transaction
        .update(programmeItem)
        .set({ ...columns, version: sql`${programmeItem.version} + 1` })
        .where(and(eq(programmeItem.id, itemId), eq(programmeItem.sessionId, sessionId)));
  });

/** Takes an item out of the programme. */
export const removeProgrammeItem = (
  services: Services,
  viewer: Viewer,
  change: PlanChange,
  itemId: string,
): Promise<void> =>
  planning(services, viewer, change, "programme", async (transaction) => {
    await transaction
      .delete(programmeItem)
      .where(and(eq(programmeItem.id, itemId), eq(programmeItem.sessionId, change.sessionId)));
  });

/** Adds a question to the registration; it is asked last. */
export const addQuestion = (
  services: Services,
  viewer: Viewer,
  change: PlanChange,
  question: QuestionFields,
): Promise<void> =>
  planning(services, viewer, change, "questions", async (transaction) => {
    const { sessionId } = change;
    const position = await transaction.$count(
      sessionQuestion,
      eq(sessionQuestion.sessionId, sessionId),
    );
    await transaction.insert(sessionQuestion).values({ sessionId, position, ...question });
  });

/** Asks a question no more; answers given stay with their registrations. */
export const removeQuestion = (
  services: Services,
  viewer: Viewer,
  change: PlanChange,
  questionId: string,
): Promise<void> =>
  planning(services, viewer, change, "questions", async (transaction) => {
    await transaction
      .delete(sessionQuestion)
      .where(
        and(eq(sessionQuestion.id, questionId), eq(sessionQuestion.sessionId, change.sessionId)),
      );
  });
