import { and, eq } from "drizzle-orm";
import { register } from "#app/domain/sessions/registrations.server.ts";
import type { Services } from "#app/domain/services.ts";
import type { Viewer } from "#app/domain/viewer/viewer.ts";
import { sessionParticipant } from "#db/schema/index.ts";
import type { Guest } from "./sessions.ts";

/** Registers the organisation of one person with another one, who comes. */
export async function registrationWith(
  services: Services,
  by: Viewer,
  comes: Viewer,
  sessionId: string,
): Promise<Guest> {
  const person = { id: null, name: comes.name, email: comes.email, position: "", absences: [] };
  await register(services, by, sessionId, {
    ...{ people: [person], postIds: [], answers: {}, note: "" },
    version: null,
  });
  const [row] = await services.database
    .select()
    .from(sessionParticipant)
    .where(
      and(eq(sessionParticipant.sessionId, sessionId), eq(sessionParticipant.userId, comes.userId)),
    );
  if (!row) throw new Error("nobody attends");
  return { viewer: comes, id: row.id };
}
