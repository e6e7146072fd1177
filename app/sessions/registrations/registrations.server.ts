import { and, eq, inArray, or } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { meeting, sessionParticipant, sessionRegistration } from "#db/schema/index.ts";
import { announceSession, lockSession } from "#app/sessions/change.server.ts";
import type { RegistrationAction } from "#app/sessions/lifecycle.ts";
import { cancelMeetings } from "#app/sessions/meetings/meeting-cancel.server.ts";
import type { MeetingRow } from "#app/sessions/meetings/timetable/timetable-instance.server.ts";
import { cancellationOf } from "#app/sessions/plan/settle.server.ts";
import { NeedsConsent, StandingMeetings } from "#app/sessions/consequences.ts";
import { mayTakeRegistrationStep, registrationClosed } from "#app/sessions/policy.ts";
import { keepPeople, keepPosts } from "./registration-people.server.ts";
import {
  admittedOf,
  place,
  registrationLife,
  registrationsFollowCapacity,
  tellOrganisations,
  type Registration,
} from "#app/sessions/places.server.ts";
import type { RegistrationFields } from "#app/sessions/schema.ts";
import type { FreedPlace } from "#app/sessions/meetings/offers/slot-candidates.server.ts";
import { offerPlaces } from "#app/sessions/meetings/offers/slot-offers.server.ts";
import type { RegistrationState } from "#app/codes/states.ts";
import { acceptInvitations } from "./invitations.server.ts";
import { checkStep, lockRow, takeStep } from "#app/kernel/steps.server.ts";

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
    const now = services.now();
    const { organisationId } = active;
    const [found] = await registrationLife.lock(
      transaction,
      and(
        eq(sessionRegistration.sessionId, sessionId),
        eq(sessionRegistration.organisationId, organisationId),
      ),
    );
    if (registrationClosed(session, now) !== null) throw new Refusal("registrationOver");
    const { answers, note } = input;
    const registration = found
      ? await takeStep(transaction, registrationLife, found, {
          action: found.state === "cancelled" ? "register" : "change",
          viewer,
          now,
          version: input.version ?? undefined,
          changes: { answers, note },
        })
      : await begin(transaction, viewer, { sessionId, organisationId, answers, note });
    const { id } = registration;
    await keepPosts(transaction, id, active.organisationId, input.postIds);
    await keepPeople(
      transaction,
      { id, session, organisationId: active.organisationId },
      input,
      input.withMeetings ?? false,
      now,
    );
    const invited =
      registration.state === "applied" &&
      (await acceptInvitations(transaction, viewer, sessionId, [organisationId], now));
    const reached =
      registration.state !== "applied" || (session.needsApproval && !invited)
        ? registration.state
        : await place(transaction, session, registration, now);
    await announceSession(transaction, sessionId);
    return reached;
  });
}

/** The first registration of an organisation. */
async function begin(
  transaction: Transaction,
  viewer: Viewer,
  values: { sessionId: string; organisationId: string; answers: unknown; note: string },
): Promise<Registration> {
  const [registration] = await transaction
    .insert(sessionRegistration)
    .values({ id: newId(), registeredById: viewer.userId, ...values })
    .returning();
  if (!registration) throw new Refusal("conflict");
  await audit(transaction, {
    actorId: viewer.userId,
    organisationId: values.organisationId,
    subjectKind: "session",
    subjectId: values.sessionId,
    action: "registration_register",
    detail: { registrationId: registration.id },
  });
  return registration;
}

/**
 * An organizer's or the organisation's own decision on a registration. A place
 * that becomes free goes to who has waited longest.
 *
 * @throws Refusal notFound, forbidden, illegalStep, conflict, or sessionFull
 * @throws StandingMeetings, or NeedsConsent to an organizer, when it has planned meetings
 */
export function decideRegistration(
  services: Services,
  viewer: Viewer,
  registrationId: string,
  step: {
    action: Exclude<RegistrationAction, "change" | "register">;
    version: number;
    note: string;
    /** Of an organisation's own: cancels its planned meetings first, of which its person was shown the list. */
    withMeetings?: boolean;
    /** Of an organizer's: the consent to what is listed that happens to its planned meetings. */
    agreed?: string;
  },
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const [known] = await transaction
      .select({ sessionId: sessionRegistration.sessionId })
      .from(sessionRegistration)
      .where(eq(sessionRegistration.id, registrationId));
    if (!known) throw new Refusal("notFound");
    const session = await lockSession(transaction, known.sessionId);
    const found = await lockRow(
      transaction,
      registrationLife,
      eq(sessionRegistration.id, registrationId),
    );
    if (!mayTakeRegistrationStep(viewer, found.organisationId, step.action))
      throw new Refusal("forbidden");
    const now = services.now();
    const request = { action: step.action, viewer, version: step.version, now };
    checkStep(registrationLife, found, request);
    let freed: FreedPlace[] = [];
    if (step.action === "cancel" || step.action === "decline") {
      const planned = await plannedOfRegistration(transaction, registrationId);
      if (planned.length > 0) await refuseUnlessAgreed(transaction, planned, step);
      const ids = planned.map(({ id }) => id);
      freed = await cancelMeetings(transaction, session, ids, now);
    }
    if (
      step.action === "admit" &&
      session.capacity !== null &&
      (await admittedOf(transaction, session.id)) >= session.capacity
    )
      throw new Refusal("sessionFull");
    const changed = await takeStep(transaction, registrationLife, found, {
      ...request,
      changes: { decisionNote: step.action === "decline" ? step.note : "" },
    });
    if (step.action !== "cancel") await tellOrganisations(transaction, session, [changed], now);
    if (found.state === "admitted") await registrationsFollowCapacity(transaction, session, now);
    await offerPlaces(transaction, session, freed, now);
    await announceSession(transaction, session.id);
  });
}

function plannedOfRegistration(
  transaction: Transaction,
  registrationId: string,
): Promise<MeetingRow[]> {
  const people = transaction
    .select({ id: sessionParticipant.id })
    .from(sessionParticipant)
    .where(eq(sessionParticipant.registrationId, registrationId));
  return transaction
    .select()
    .from(meeting)
    .where(
      and(
        or(inArray(meeting.participantId, people), inArray(meeting.otherParticipantId, people)),
        eq(meeting.state, "planned"),
      ),
    );
}

async function refuseUnlessAgreed(
  transaction: Transaction,
  planned: MeetingRow[],
  step: { action: RegistrationAction; withMeetings?: boolean; agreed?: string },
): Promise<void> {
  if (step.action === "cancel") {
    if (!step.withMeetings) throw new StandingMeetings(planned.length);
    return;
  }
  const consequences = await cancellationOf(transaction, planned);
  if (step.agreed !== consequences.agreed) throw new NeedsConsent(consequences);
}
