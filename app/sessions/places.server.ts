import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { notify } from "#app/notifications/notify.server.ts";
import type { Transaction } from "#db/connection.ts";
import { member, sessionParticipant, sessionRegistration } from "#db/schema/index.ts";
import type { Session } from "./change.server.ts";
import { sessionNews } from "./news.ts";
import { takeStep, type Life } from "#app/kernel/steps.server.ts";
import type { RegistrationState } from "#app/codes/states.ts";
import { registrationMachine, type RegistrationAction } from "./lifecycle.ts";

export type Registration = typeof sessionRegistration.$inferSelect;

/**
 * The life of a registration; whose step it is asks the command. One that waits has its turn
 * from the moment of the step.
 */
export const registrationLife: Life<
  Registration,
  RegistrationAction,
  Partial<typeof sessionRegistration.$inferInsert>
> = {
  lock: (transaction, where) =>
    transaction.select().from(sessionRegistration).where(where).for("update"),
  can: ({ state }, action) => registrationMachine.can(state, action),
  next: ({ state }, action) => ({ state: registrationMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  write: (transaction, { id, version, state, waitingSince }, changes, now) =>
    transaction
      .update(sessionRegistration)
      .set({
        ...changes,
        waitingSince: changes.state !== "waiting" ? null : state === "waiting" ? waitingSince : now,
        version: version + 1,
        updatedAt: now,
      })
      .where(eq(sessionRegistration.id, id))
      .returning(),
  fact: ({ id, sessionId }, _before, { action, viewer }) => ({
    organisationId: viewer?.active?.organisationId ?? null,
    subjectKind: "session",
    subjectId: sessionId,
    action: `registration_${action}`,
    detail: { registrationId: id },
  }),
};

/** Joins to participants the registration that they come with, where it is admitted. */
export const isAdmitted = and(
  eq(sessionRegistration.id, sessionParticipant.registrationId),
  eq(sessionRegistration.state, "admitted"),
);

/** How many organisations a session has admitted. */
export const admittedOf = (transaction: Transaction, sessionId: string): Promise<number> =>
  transaction.$count(
    sessionRegistration,
    and(eq(sessionRegistration.sessionId, sessionId), eq(sessionRegistration.state, "admitted")),
  );

/** Admits an application where a place is free, else puts it on the waiting list. */
export async function place(
  transaction: Transaction,
  session: Session,
  registration: Registration,
  now: Date,
): Promise<RegistrationState> {
  const full =
    session.capacity !== null && (await admittedOf(transaction, session.id)) >= session.capacity;
  const placed = await takeStep(transaction, registrationLife, registration, {
    action: full ? "wait" : "admit",
    viewer: null,
    now,
  });
  await tellOrganisations(transaction, session, [placed], now);
  return placed.state;
}

/** Admits from the waiting list, the longest waiting first, as far as places are free. */
export async function registrationsFollowCapacity(
  transaction: Transaction,
  session: Session,
  now: Date,
): Promise<void> {
  if (session.state !== "published" && session.state !== "registration_closed") return;
  const free =
    session.capacity === null
      ? Number.MAX_SAFE_INTEGER
      : session.capacity - (await admittedOf(transaction, session.id));
  if (free <= 0) return;
  const waiting = await transaction
    .select({ id: sessionRegistration.id })
    .from(sessionRegistration)
    .where(
      and(eq(sessionRegistration.sessionId, session.id), eq(sessionRegistration.state, "waiting")),
    )
    .orderBy(asc(sessionRegistration.waitingSince), asc(sessionRegistration.id))
    .limit(Math.min(free, 5_000));
  if (waiting.length === 0) return;
  const admitted = await transaction
    .update(sessionRegistration)
    .set({
      state: registrationMachine.next("waiting", "admit"),
      waitingSince: null,
      version: sql`${sessionRegistration.version} + 1`,
      updatedAt: now,
    })
    .where(
      inArray(
        sessionRegistration.id,
        waiting.map(({ id }) => id),
      ),
    )
    .returning();
  await tellOrganisations(transaction, session, admitted, now);
}

/** Tells organisations whose registrations came to the same state where they stand. */
export async function tellOrganisations(
  transaction: Transaction,
  session: Session,
  registrations: Registration[],
  now: Date,
): Promise<void> {
  const [first] = registrations;
  if (!first) return;
  const members = await transaction
    .select({ userId: member.userId })
    .from(member)
    .where(
      inArray(
        member.organisationId,
        registrations.map(({ organisationId }) => organisationId),
      ),
    );
  await notify(transaction, [...new Set(members.map(({ userId }) => userId))], {
    kind: sessionNews.registration,
    occasion: `session_registration:${session.id}:${first.state}:${now.toISOString()}`,
    payload: {
      sessionId: session.id,
      sessionTitle: session.title,
      state: first.state,
      note: first.decisionNote,
    },
  });
}
