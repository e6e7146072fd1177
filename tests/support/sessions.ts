import { and, eq } from "drizzle-orm";
import { createSession, stepSession } from "#app/domain/sessions/commands.server.ts";
import { addSlots, addTables } from "#app/domain/sessions/plan.server.ts";
import { findSession } from "#app/domain/sessions/queries.server.ts";
import { register } from "#app/domain/sessions/registrations.server.ts";
import { sessionSchema } from "#app/domain/sessions/schema.ts";
import { slotsOf } from "#app/domain/sessions/slots.ts";
import type { Services } from "#app/domain/services.ts";
import type { Viewer } from "#app/domain/viewer/viewer.ts";
import { sessionParticipant } from "#db/schema/index.ts";

/** A published session of four half-hour slots and some tables, that admits at once. */
export async function openSession(
  services: Services,
  organizer: Viewer,
  changes: Record<string, unknown> = {},
  tables = 3,
): Promise<string> {
  const id = await createSession(
    services,
    organizer,
    sessionSchema.parse({
      title: "前沿新材料对接会",
      place: "南京",
      needsApproval: "",
      ...changes,
    }),
  );
  const morning = { day: "2030-05-16", part: "上午", from: "09:00", to: "11:00" };
  await addSlots(
    services,
    organizer,
    { sessionId: id, version: 1 },
    slotsOf({ ...morning, minutes: 30, pause: 0 }, "Asia/Shanghai"),
  );
  await addTables(
    services,
    organizer,
    { sessionId: id, version: 2 },
    { hall: "一号厅", prefix: "A", count: tables, seats: 4, kind: "place", link: "" },
  );
  await stepSession(services, organizer, id, "publish", 3);
  return id;
}

export const versionOfSession = async (
  services: Services,
  organizer: Viewer,
  sessionId: string,
): Promise<number> => (await findSession(services, organizer, sessionId)).version;

/** Registers the viewer's organisation with the viewer alone; answers the participant's id. */
export async function attend(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  postIds: string[] = [],
): Promise<string> {
  const person = { id: null, name: viewer.name, email: viewer.email, position: "", absences: [] };
  await register(services, viewer, sessionId, {
    ...{ people: [person], postIds, answers: {}, note: "" },
    version: null,
  });
  const [row] = await services.database
    .select()
    .from(sessionParticipant)
    .where(
      and(
        eq(sessionParticipant.sessionId, sessionId),
        eq(sessionParticipant.userId, viewer.userId),
      ),
    );
  if (!row) throw new Error("nobody attends");
  return row.id;
}
