import { pageOf, rowsFor } from "#app/kernel/paging.ts";
import { and, eq, isNull } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { organisation, sessionParticipant, sessionRegistration } from "#db/schema/index.ts";
import { announceSession, lockSession } from "#app/sessions/change.server.ts";
import { passKeyIn } from "#app/sessions/shown-time.ts";
import { dayIsOpen, mayRunSessions } from "#app/sessions/policy.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import { isAdmitted } from "#app/sessions/places.server.ts";

/** Who was checked in, now or before. */
export interface CheckedIn {
  result: "in" | "already";
  name: string;
  organisationName: string;
  at: string;
}

/**
 * Checks a participant in, by id or by what a scanner read of their pass. Of two
 * organizers who do it at once one checks in, the other learns when it was.
 *
 * @throws Refusal forbidden, notFound when nobody admitted to this session has the
 *   id or the pass, or illegalStep when it is not the session's day
 */
export function checkIn(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  whom: { participantId: string } | { scanned: string },
): Promise<CheckedIn> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    await refuseClosedDay(transaction, services, sessionId);
    const found = await findPerson(transaction, sessionId, whom);
    const now = services.now();
    const [written] = await transaction
      .update(sessionParticipant)
      .set({ checkedInAt: now, checkedInById: viewer.userId })
      .where(and(eq(sessionParticipant.id, found.id), isNull(sessionParticipant.checkedInAt)))
      .returning({ at: sessionParticipant.checkedInAt });
    const { name, organisationName } = found;
    if (!written) {
      const [known] = await transaction
        .select({ at: sessionParticipant.checkedInAt })
        .from(sessionParticipant)
        .where(eq(sessionParticipant.id, found.id));
      const at = (known?.at ?? now).toISOString();
      return { result: "already", name, organisationName, at };
    }
    await record(transaction, viewer, sessionId, "check_in", found);
    return { result: "in", name, organisationName, at: now.toISOString() };
  });
}

/**
 * Takes a check-in back; one that was not checked in stays so.
 *
 * @throws Refusal forbidden, notFound, or illegalStep when it is not the session's day
 */
export function undoCheckIn(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  participantId: string,
): Promise<void> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    await refuseClosedDay(transaction, services, sessionId);
    const found = await findPerson(transaction, sessionId, { participantId });
    await transaction
      .update(sessionParticipant)
      .set({ checkedInAt: null, checkedInById: null })
      .where(eq(sessionParticipant.id, participantId));
    await record(transaction, viewer, sessionId, "check_in_undo", found);
  });
}

async function refuseClosedDay(
  transaction: Transaction,
  services: Services,
  sessionId: string,
): Promise<void> {
  const session = await lockSession(transaction, sessionId);
  if (!dayIsOpen(session, services.now())) throw new Refusal("illegalStep");
}

interface FoundPerson {
  id: string;
  userId: string | null;
  name: string;
  organisationName: string;
}

async function findPerson(
  transaction: Transaction,
  sessionId: string,
  whom: { participantId: string } | { scanned: string },
): Promise<FoundPerson> {
  const passKey = "scanned" in whom ? passKeyIn(whom.scanned) : null;
  if ("scanned" in whom && passKey === null) throw new Refusal("notFound");
  const [found] = await transaction
    .select({
      id: sessionParticipant.id,
      userId: sessionParticipant.userId,
      name: sessionParticipant.name,
      organisationName: organisation.name,
    })
    .from(sessionParticipant)
    .innerJoin(sessionRegistration, isAdmitted)
    .innerJoin(organisation, eq(organisation.id, sessionParticipant.organisationId))
    .where(
      and(
        eq(sessionParticipant.sessionId, sessionId),
        "scanned" in whom
          ? eq(sessionParticipant.passKey, passKey ?? "")
          : eq(sessionParticipant.id, whom.participantId),
      ),
    );
  if (!found) throw new Refusal("notFound");
  return found;
}

async function record(
  transaction: Transaction,
  viewer: Viewer,
  sessionId: string,
  action: "check_in" | "check_in_undo",
  { id, userId }: FoundPerson,
): Promise<void> {
  await audit(transaction, {
    actorId: viewer.userId,
    organisationId: null,
    subjectKind: "session",
    subjectId: sessionId,
    action,
    detail: { participantId: id },
  });
  await announceSession(transaction, sessionId, [
    "organizers",
    ...(userId === null ? [] : [`user:${userId}` as const]),
  ]);
}

export const doorStates = ["in", "out"] as const;

export interface DoorLine {
  id: string;
  name: string;
  position: string;
  email: string;
  organisationName: string;
  /** Of the pass that an organizer can open, show or print for them. */
  passKey: string;
  checkedInAt: string | null;
  /** Their planned meeting that is under way. */
  meeting: { id: string; version: number } | null;
}

export interface DoorList {
  lines: DoorLine[];
  /** Id of the last line, where more follow. */
  next: string | null;
  /** Of everyone admitted. */
  counts: { in: number; all: number };
}

/**
 * The people admitted to a session by name, for its door: those whose name,
 * organisation or mail address holds the words, paged by the last one's id.
 *
 * @throws Refusal forbidden for others than organizers, or notFound
 */
export async function doorList(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  page: {
    words: string;
    state?: (typeof doorStates)[number] | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<DoorList> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const session = await findSession(services, viewer, sessionId);
  const admitted = `FROM session_participant p
    JOIN session_registration r ON r.id = p.registration_id AND r.state = 'admitted'
    JOIN organisation o ON o.id = p.organisation_id
    WHERE p.session_id = $1`;
  const [{ rows }, { rows: counted }] = await Promise.all([
    services.database.$client.query<Omit<DoorLine, "checkedInAt"> & { checkedInAt: Date | null }>(
      `SELECT p.id, p.name, p.position, p.email, o.name AS "organisationName",
         p.checked_in_at AS "checkedInAt", p.pass_key AS "passKey",
         (SELECT json_build_object('id', m.id, 'version', m.version) FROM meeting m
          JOIN session_slot s ON s.id = m.slot_id
          WHERE m.session_id = p.session_id AND m.state = 'planned'
            AND p.id IN (m.participant_id, m.other_participant_id)
            AND $7::timestamptz - make_interval(mins => $8::int) >= s.starts_at
            AND $7::timestamptz - make_interval(mins => $8::int) < s.ends_at LIMIT 1) AS meeting ${admitted}
         AND ($2 = '' OR p.name ILIKE $3 OR o.name ILIKE $3 OR p.email ILIKE $3)
         AND CASE $4::text WHEN 'in' THEN p.checked_in_at IS NOT NULL
           WHEN 'out' THEN p.checked_in_at IS NULL ELSE true END
         AND ($5::uuid IS NULL OR (p.name, p.id) >
           (SELECT last.name, last.id FROM session_participant last WHERE last.id = $5))
       ORDER BY p.name, p.id LIMIT $6`,
      [
        sessionId,
        page.words,
        `%${page.words.replace(/[\\%_]/g, "\\$&")}%`,
        page.state ?? null,
        page.after ?? null,
        rowsFor(page.limit),
        services.now(),
        session.delayMinutes,
      ],
    ),
    services.database.$client.query<{ in: number; all: number }>(
      `SELECT count(p.checked_in_at)::int AS in, count(*)::int AS all ${admitted}`,
      [sessionId],
    ),
  ]);
  const lines = rows.map((row) => ({
    ...row,
    checkedInAt: row.checkedInAt?.toISOString() ?? null,
  }));
  return {
    ...pageOf(lines, page.limit, ({ id }) => id),
    counts: counted[0] ?? { in: 0, all: 0 },
  };
}
