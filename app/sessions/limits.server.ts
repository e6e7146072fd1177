import { asc, eq, sql } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Reader } from "#db/connection.ts";
import { sessionMeetingLimit } from "#db/schema/index.ts";
import type { Session } from "./change.server.ts";

export type MeetingLimit = Pick<
  typeof sessionMeetingLimit.$inferSelect,
  "organisationKind" | "part" | "meetingsPerPerson"
>;

/** The limits of a session by kind of organisation and part; empty stands for every one. */
export const limitsOf = (reader: Reader, sessionId: string): Promise<MeetingLimit[]> =>
  reader
    .select({
      organisationKind: sessionMeetingLimit.organisationKind,
      part: sessionMeetingLimit.part,
      meetingsPerPerson: sessionMeetingLimit.meetingsPerPerson,
    })
    .from(sessionMeetingLimit)
    .where(eq(sessionMeetingLimit.sessionId, sessionId))
    .orderBy(asc(sessionMeetingLimit.organisationKind), asc(sessionMeetingLimit.part));

/** How many meetings a person of an organisation of this kind has at most: in all, and by part. */
export function limitsOfKind(
  session: Pick<Session, "meetingsPerPerson">,
  limits: MeetingLimit[],
  kind: string,
): { limit: number; partLimits: Record<string, number> } {
  let limit = session.meetingsPerPerson;
  const partLimits: Record<string, number> = {};
  for (const { organisationKind, part, meetingsPerPerson: most } of limits) {
    if (organisationKind !== "" && organisationKind !== kind) continue;
    if (part === "") limit = Math.min(limit, most);
    else partLimits[part] = Math.min(partLimits[part] ?? most, most);
  }
  return { limit, partLimits };
}

/**
 * Lets a wish be asked or accepted only while both may still meet: nobody whose
 * limit is none at all does, and where participants book their meetings nobody
 * whose meetings fill it. Where the organizer plans, more wishes than meetings are
 * welcome: the scheduler chooses among them.
 *
 * @throws Refusal meetingLimit
 */
export async function refuseBeyondLimit(
  reader: Reader,
  session: Session,
  participantIds: readonly [string, string],
): Promise<void> {
  const limits = await limitsOf(reader, session.id);
  const { rows } = await reader.execute<{ kind: string; standing: number }>(sql`
    SELECT o.kind, (SELECT count(*)::int FROM meeting_seat x JOIN session_slot s ON s.id = x.slot_id
      WHERE s.session_id = p.session_id
        AND x.person_key = coalesce(p.user_id::text, lower(p.email))) AS standing
    FROM session_participant p JOIN organisation o ON o.id = p.organisation_id
    WHERE p.id = ANY (${sql.param([...participantIds])}::uuid[])`);
  for (const { kind, standing } of rows) {
    const { limit } = limitsOfKind(session, limits, kind);
    const used = session.schedulingBy === "participants" ? standing : 0;
    if (limit <= used) throw new Refusal("meetingLimit");
  }
}
