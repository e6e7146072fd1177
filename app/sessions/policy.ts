import { belongsTo, isOrganizer, mayWriteFor, type MaybeViewer } from "#app/kernel/viewer.ts";
import {
  registrationMachine,
  sessionMachine,
  type RegistrationAction,
  type SessionAction,
} from "./lifecycle.ts";
import { localDayOf } from "#app/kernel/zones.ts";
import type { SessionState, WishState, RegistrationState } from "#app/codes/states.ts";
import type { SchedulingBy, TimetableState, WishRule } from "#app/codes/session-codes.ts";

/** Organizers plan and run sessions. */
export const mayRunSessions = (viewer: MaybeViewer): boolean => isOrganizer(viewer);

/** Everyone sees a session that was published; a draft is the organizers'. */
export const maySeeSession = (viewer: MaybeViewer, state: SessionState): boolean =>
  state !== "draft" || isOrganizer(viewer);

/** The steps of a session that the viewer may take now. */
export const sessionStepsOf = (viewer: MaybeViewer, state: SessionState): SessionAction[] =>
  mayRunSessions(viewer) ? sessionMachine.possible(state) : [];

/** What decides whether registration is open. */
export interface RegistrationTimes {
  state: SessionState;
  registrationOpensAt: Date | null;
  registrationClosesAt: Date | null;
}

/** Why one cannot register now; null when one can. */
export function registrationClosed(
  session: RegistrationTimes,
  now: Date,
): "notPublished" | "notYet" | "over" | null {
  if (session.state === "draft" || session.state === "cancelled") return "notPublished";
  if (session.state !== "published") return "over";
  if (session.registrationOpensAt !== null && now < session.registrationOpensAt) return "notYet";
  if (session.registrationClosesAt !== null && now >= session.registrationClosesAt) return "over";
  return null;
}

/** An organisation's registration is seen by it and by organizers. */
export const maySeeRegistration = (viewer: MaybeViewer, organisationId: string): boolean =>
  belongsTo(viewer, organisationId) || isOrganizer(viewer);

const byOrganisation: readonly RegistrationAction[] = ["change", "cancel", "register"];

/** Whether the step of a registration is the viewer's to take, whatever the state. */
export const mayTakeRegistrationStep = (
  viewer: MaybeViewer,
  organisationId: string,
  action: RegistrationAction,
): boolean =>
  byOrganisation.includes(action) ? mayWriteFor(viewer, organisationId) : isOrganizer(viewer);

/** The steps of a registration that the viewer may take now. */
export const registrationStepsOf = (
  viewer: MaybeViewer,
  registration: { organisationId: string; state: RegistrationState },
): RegistrationAction[] =>
  registrationMachine
    .possible(registration.state)
    .filter((action) => mayTakeRegistrationStep(viewer, registration.organisationId, action));

/** Wishes to meet are made from publication until the session is over. */
export const wishesOpen = (state: SessionState): boolean =>
  ["published", "registration_closed", "scheduled", "running"].includes(state);

/** The scheduler works until the session begins. */
export const mayMakeTimetable = (state: SessionState): boolean =>
  ["published", "registration_closed", "scheduled"].includes(state);

/** A participant's own wishes are theirs; who writes for their organisation may act for them. */
export const mayActFor = (
  viewer: MaybeViewer,
  participant: { organisationId: string; userId: string | null },
): boolean =>
  viewer !== null &&
  (mayWriteFor(viewer, participant.organisationId) ||
    (participant.userId === viewer.userId && belongsTo(viewer, participant.organisationId)));

/** Whether the scheduler plans for a wish in this state. */
export const wishCounts = (state: WishState, rule: WishRule): boolean =>
  state === "accepted" || (state === "asked" && rule === "opt_out");

/** Participants see their meetings once the timetable is out, or when they book them themselves. */
export const meetingsShown = (session: {
  timetable: TimetableState;
  schedulingBy: SchedulingBy;
}): boolean => session.timetable !== "none" || session.schedulingBy === "participants";

/** Organizers keep the documents of a session, also afterwards, until it is archived. */
export const mayKeepDocuments = (viewer: MaybeViewer, state: SessionState): boolean =>
  mayRunSessions(viewer) && state !== "archived" && state !== "cancelled";

/** Registrations come by file once a session is published, also when registration is closed. */
export const registrationsImportable = (state: SessionState): boolean =>
  ["published", "registration_closed", "scheduled", "running"].includes(state);

/** Organizers bring registrations by file. */
export const mayImportRegistrations = (viewer: MaybeViewer, state: SessionState): boolean =>
  mayRunSessions(viewer) && registrationsImportable(state);

/**
 * The work of the day (checking in, marking who did not come, the delay) is done
 * while the session runs, and on its first day also before it began.
 */
export const dayIsOpen = (
  session: { state: SessionState; startsAt: Date | null; zone: string },
  now: Date,
): boolean =>
  session.state === "running" ||
  (session.state === "scheduled" &&
    session.startsAt !== null &&
    localDayOf(session.startsAt, session.zone) === localDayOf(now, session.zone));

/**
 * Organizers say whether a meeting was held, from its begin until the session is
 * archived.
 */
export const marksOpen = (session: { state: SessionState }, begins: Date, now: Date): boolean =>
  (session.state === "running" || session.state === "finished") && begins <= now;

/** Who does something on the day: a signed-in person, or who holds a participant's pass. */
export interface Acting {
  viewer: MaybeViewer;
  passKey?: string | undefined;
}

/** Whether one may answer for a participant: by their pass, or as mayActFor. */
export const mayAnswerFor = (
  { viewer, passKey }: Acting,
  participant: { organisationId: string; userId: string | null; passKey: string },
): boolean => passKey === participant.passKey || mayActFor(viewer, participant);
