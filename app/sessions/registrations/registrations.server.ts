import { and, eq, inArray, sql } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import {
  meeting,
  sessionInvitation,
  sessionParticipant,
  sessionRegistration,
} from "#db/schema/index.ts";
import { announceSession, lockSession, type Session } from "#app/sessions/change.server.ts";
import { registrationMachine, type RegistrationAction } from "#app/sessions/lifecycle.ts";
import { cancelMeetings } from "#app/sessions/meetings/meeting-cancel.server.ts";
import { plannedOf } from "#app/sessions/meetings/meeting-changes.server.ts";
import { StandingMeetings } from "#app/sessions/consequences.ts";
import { mayTakeRegistrationStep, registrationClosed } from "#app/sessions/policy.ts";
import { keepPeople, keepPosts } from "./registration-people.server.ts";
import {
  admittedOf,
  place,
  registrationsFollowCapacity,
  tellOrganisations,
  type Registration,
} from "#app/sessions/places.server.ts";
import type { RegistrationFields } from "#app/sessions/schema.ts";
import type { FreedPlace } from "#app/sessions/meetings/offers/slot-candidates.server.ts";
import { offerPlaces } from "#app/sessions/meetings/offers/slot-offers.server.ts";
import type { RegistrationState } from "#app/codes/states.ts";

/**
 * Registers the organisation the viewer acts for, or changes its registration.
 * Where no approval is needed, or an invitation stands, a free place admits at
 * once; a full session puts on the waiting list.
 *
 * @throws Refusal forbidden, registrationOver, illegalStep, conflict when the
 *   registration changed since it was read, or notFound for a post of others
 * @throws StandingMeetings when a person who has meetings is taken out, or cannot come to them
 */
export async function register(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  input: RegistrationFields & {
    version: number | null;
    /** Cancels the planned meetings of people taken out, and in slots in which they cannot come. */
    withMeetings?: boolean;
  },
): Promise<RegistrationState> {
  const active = viewer.active;
  if (!active || !mayTakeRegistrationStep(viewer, active.organisationId, "register"))
    throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    const session = await lockSession(transaction, sessionId);
    const found = await lockRegistration(transaction, sessionId, active.organisationId);
    if (registrationClosed(session, services.now()) !== null) throw new Refusal("registrationOver");
    if (found && input.version !== null && found.version !== input.version)
      throw new Refusal("conflict");
    const action = found === null || found.state === "cancelled" ? "register" : "change";
    if (found && !registrationMachine.can(found.state, action)) throw new Refusal("illegalStep");
    const { answers, note } = input;
    const id = found?.id ?? newId();
    if (found === null)
      await transaction.insert(sessionRegistration).values({
        id,
        sessionId,
        organisationId: active.organisationId,
        answers,
        note,
        registeredById: viewer.userId,
      });
    else
      await transaction
        .update(sessionRegistration)
        .set({
          answers,
          note,
          state: registrationMachine.next(found.state, action),
          version: found.version + 1,
          updatedAt: services.now(),
        })
        .where(eq(sessionRegistration.id, id));
    await keepPosts(transaction, id, active.organisationId, input.postIds);
    await keepPeople(
      transaction,
      { id, session, organisationId: active.organisationId },
      input,
      input.withMeetings ?? false,
    );
    await record(transaction, viewer, session, id, action);
    const state = action === "change" && found ? found.state : "applied";
    if (state !== "applied") {
      await announceSession(transaction, sessionId);
      return state;
    }
    const invited = await acceptInvitation(transaction, sessionId, active.organisationId, services);
    const reached =
      session.needsApproval && !invited
        ? "applied"
        : await place(transaction, session, id, services.now());
    await announceSession(transaction, sessionId);
    return reached;
  });
}

async function lockRegistration(
  transaction: Transaction,
  sessionId: string,
  organisationId: string,
): Promise<Registration | null> {
  const [row] = await transaction
    .select()
    .from(sessionRegistration)
    .where(
      and(
        eq(sessionRegistration.sessionId, sessionId),
        eq(sessionRegistration.organisationId, organisationId),
      ),
    )
    .for("update");
  return row ? row : null;
}

/** Whether the organisation was invited; its invitation is accepted then. */
async function acceptInvitation(
  transaction: Transaction,
  sessionId: string,
  organisationId: string,
  services: Services,
): Promise<boolean> {
  const accepted = await transaction
    .update(sessionInvitation)
    .set({ state: "accepted", answeredAt: services.now() })
    .where(
      and(
        eq(sessionInvitation.sessionId, sessionId),
        eq(sessionInvitation.organisationId, organisationId),
      ),
    )
    .returning({ id: sessionInvitation.id });
  return accepted.length > 0;
}

/**
 * An organizer's or the organisation's own decision on a registration. A place
 * that becomes free goes to who has waited longest.
 *
 * @throws Refusal notFound, forbidden, illegalStep, conflict, or sessionFull
 */
export function decideRegistration(
  services: Services,
  viewer: Viewer,
  registrationId: string,
  step: {
    action: Exclude<RegistrationAction, "change" | "register">;
    version: number;
    note: string;
    /** Cancels its planned meetings first, of which the person was shown the list. */
    withMeetings?: boolean;
  },
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const [known] = await transaction
      .select({ sessionId: sessionRegistration.sessionId })
      .from(sessionRegistration)
      .where(eq(sessionRegistration.id, registrationId));
    if (!known) throw new Refusal("notFound");
    const session = await lockSession(transaction, known.sessionId);
    const [row] = await transaction
      .select()
      .from(sessionRegistration)
      .where(eq(sessionRegistration.id, registrationId))
      .for("update");
    const found = row;
    if (!found) throw new Refusal("notFound");
    if (!mayTakeRegistrationStep(viewer, found.organisationId, step.action))
      throw new Refusal("forbidden");
    if (found.version !== step.version) throw new Refusal("conflict");
    if (!registrationMachine.can(found.state, step.action)) throw new Refusal("illegalStep");
    let freed: FreedPlace[] = [];
    if (step.action === "cancel" || step.action === "decline") {
      if (step.withMeetings)
        freed = await cancelMeetingsOfRegistration(transaction, session, registrationId);
      await refuseStandingMeetings(transaction, registrationId);
    }
    if (
      step.action === "admit" &&
      session.capacity !== null &&
      (await admittedOf(transaction, session.id)) >= session.capacity
    )
      throw new Refusal("sessionFull");
    const now = services.now();
    const state = registrationMachine.next(found.state, step.action);
    const [changed] = await transaction
      .update(sessionRegistration)
      .set({
        state,
        decisionNote: step.action === "decline" ? step.note : "",
        waitingSince: state === "waiting" ? now : null,
        version: found.version + 1,
        updatedAt: now,
      })
      .where(eq(sessionRegistration.id, registrationId))
      .returning();
    await record(transaction, viewer, session, registrationId, step.action);
    if (changed && step.action !== "cancel")
      await tellOrganisations(transaction, session, [changed], now);
    if (found.state === "admitted") await registrationsFollowCapacity(transaction, session, now);
    await offerPlaces(transaction, session, freed, now);
    await announceSession(transaction, session.id);
  });
}

async function cancelMeetingsOfRegistration(
  transaction: Transaction,
  session: Session,
  registrationId: string,
): Promise<FreedPlace[]> {
  const people = await transaction
    .select({ id: sessionParticipant.id })
    .from(sessionParticipant)
    .where(eq(sessionParticipant.registrationId, registrationId));
  const planned = await plannedOf(
    transaction,
    people.map(({ id }) => id),
  );
  return cancelMeetings(
    transaction,
    session,
    planned.map(({ id }) => id),
  );
}

async function refuseStandingMeetings(
  transaction: Transaction,
  registrationId: string,
): Promise<void> {
  const people = transaction
    .select({ id: sessionParticipant.id })
    .from(sessionParticipant)
    .where(eq(sessionParticipant.registrationId, registrationId));
  const standing = await transaction.$count(
    meeting,
    and(
      sql`(${inArray(meeting.participantId, people)} OR ${inArray(meeting.otherParticipantId, people)})`,
      eq(meeting.state, "planned"),
    ),
  );
  if (standing > 0) throw new StandingMeetings(standing);
}

const record = (
  transaction: Transaction,
  viewer: Viewer,
  session: Session,
  registrationId: string,
  action: RegistrationAction,
): Promise<void> =>
  audit(transaction, {
    actorId: viewer.userId,
    organisationId: viewer.active?.organisationId ?? null,
    subjectKind: "session",
    subjectId: session.id,
    action: `registration_${action}`,
    detail: { registrationId },
  });
