import { and, asc, eq } from "drizzle-orm";
import type { SlotKind, TableKind } from "#app/codes/session-codes.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import {
  organisation,
  programmeItem,
  sessionQuestion,
  sessionRegistration,
  sessionSlot,
  sessionTable,
  tableClosure,
} from "#db/schema/index.ts";
import { mayRunSessions } from "./policy.ts";
import { speakersSchema, type Question, type Speaker } from "./schema.ts";

export interface SlotLine {
  id: string;
  startsAt: string;
  endsAt: string;
  kind: SlotKind;
  part: string;
}

export interface TableLine {
  id: string;
  name: string;
  hall: string;
  kind: TableKind;
  seats: number;
  link: string;
  /** Ids of the slots it cannot be used in. */
  closed: string[];
  /** The organisation that stays at it. */
  host: { id: string; name: string } | null;
}

export interface ProgrammeLine {
  id: string;
  title: string;
  startsAt: string;
  endsAt: string;
  place: string;
  description: string;
  speakers: Speaker[];
}

/** The slots of a session in the order of time. */
export async function slotsOfSession(services: Services, sessionId: string): Promise<SlotLine[]> {
  const rows = await services.database
    .select()
    .from(sessionSlot)
    .where(eq(sessionSlot.sessionId, sessionId))
    .orderBy(asc(sessionSlot.startsAt));
  return rows.map(({ id, startsAt, endsAt, kind, part }) => ({
    id,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    kind,
    part,
  }));
}

/** The tables of a session in the order of their numbers. */
export async function tablesOfSession(services: Services, sessionId: string): Promise<TableLine[]> {
  const [tables, closures] = await Promise.all([
    services.database
      .select({ table: sessionTable, host: { id: organisation.id, name: organisation.name } })
      .from(sessionTable)
      .leftJoin(organisation, eq(organisation.id, sessionTable.hostOrganisationId))
      .where(eq(sessionTable.sessionId, sessionId))
      .orderBy(asc(sessionTable.hall), asc(sessionTable.position), asc(sessionTable.id)),
    services.database
      .select({ tableId: tableClosure.tableId, slotId: tableClosure.slotId })
      .from(tableClosure)
      .innerJoin(sessionTable, eq(sessionTable.id, tableClosure.tableId))
      .where(eq(sessionTable.sessionId, sessionId)),
  ]);
  const closed = new Map<string, string[]>();
  for (const { tableId, slotId } of closures)
    closed.set(tableId, [...(closed.get(tableId) ?? []), slotId]);
  return tables.map(({ table: { id, name, hall, kind, seats, link }, host }) => ({
    ...{ id, name, hall, seats, link, host },
    kind,
    closed: closed.get(id) ?? [],
  }));
}

/** The programme of a session in the order of time. */
export async function programmeOf(services: Services, sessionId: string): Promise<ProgrammeLine[]> {
  const rows = await services.database
    .select()
    .from(programmeItem)
    .where(eq(programmeItem.sessionId, sessionId))
    .orderBy(asc(programmeItem.startsAt), asc(programmeItem.id));
  return rows.map(({ id, title, startsAt, endsAt, place, description, speakers }) => ({
    id,
    title,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    place,
    description,
    speakers: speakersSchema.parse(speakers),
  }));
}

/** The questions a registration answers, in their order. */
export async function questionsOf(services: Services, sessionId: string): Promise<Question[]> {
  const rows = await services.database
    .select()
    .from(sessionQuestion)
    .where(eq(sessionQuestion.sessionId, sessionId))
    .orderBy(asc(sessionQuestion.position), asc(sessionQuestion.id));
  return rows.map(({ id, label, kind, options, required }) => ({
    id,
    label,
    kind,
    options,
    required,
  }));
}

/** The admitted organisations of a session by name, for the choice of a table's host. */
export async function admittedOrganisations(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<{ id: string; name: string }[]> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  return services.database
    .select({ id: organisation.id, name: organisation.name })
    .from(sessionRegistration)
    .innerJoin(organisation, eq(organisation.id, sessionRegistration.organisationId))
    .where(
      and(eq(sessionRegistration.sessionId, sessionId), eq(sessionRegistration.state, "admitted")),
    )
    .orderBy(asc(organisation.name), asc(organisation.id));
}
