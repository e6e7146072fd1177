import {
  sessionStates,
  invitationStates,
  wishStates,
  meetingStates,
  slotOfferStates,
  runStates,
  importStates,
  registrationStates,
} from "#app/codes/states.ts";
import { defineMachine } from "#app/kernel/machine.ts";

/** The life of a matchmaking session. */
export const sessionMachine = defineMachine({
  name: "matchmaking session",
  states: sessionStates,
  initial: "draft",
  steps: {
    edit: {
      from: ["draft", "published", "registration_closed", "scheduled", "running"],
      by: "organizer",
    },
    publish: { from: ["draft"], to: "published", by: "organizer" },
    closeRegistration: {
      from: ["published"],
      to: "registration_closed",
      by: "organizer or clock",
    },
    reopenRegistration: { from: ["registration_closed"], to: "published", by: "organizer" },
    schedule: { from: ["registration_closed"], to: "scheduled", by: "organizer" },
    unschedule: { from: ["scheduled"], to: "registration_closed", by: "organizer" },
    start: { from: ["scheduled"], to: "running", by: "organizer or clock" },
    finish: { from: ["running"], to: "finished", by: "organizer or clock" },
    archive: { from: ["finished"], to: "archived", by: "organizer" },
    cancel: {
      from: ["draft", "published", "registration_closed", "scheduled"],
      to: "cancelled",
      by: "organizer",
    },
  },
});
export type SessionAction = (typeof sessionMachine.actions)[number];

/** The life of an organisation's registration for a session. */
export const registrationMachine = defineMachine({
  name: "session registration",
  states: registrationStates,
  initial: "applied",
  steps: {
    change: { from: ["applied", "waiting", "admitted"], by: "organisation" },
    admit: {
      from: ["applied", "waiting", "declined"],
      to: "admitted",
      by: "organizer, or a free place",
    },
    wait: { from: ["applied"], to: "waiting", by: "organizer, or a full session" },
    decline: { from: ["applied", "waiting", "admitted"], to: "declined", by: "organizer" },
    cancel: {
      from: ["applied", "waiting", "admitted"],
      to: "cancelled",
      by: "organisation",
    },
    register: { from: ["cancelled"], to: "applied", by: "organisation" },
  },
});
export type RegistrationAction = (typeof registrationMachine.actions)[number];

/** The life of an organizer's invitation; registering accepts it. */
export const invitationMachine = defineMachine({
  name: "session invitation",
  states: invitationStates,
  initial: "sent",
  steps: {
    accept: { from: ["sent", "declined"], to: "accepted", by: "organisation" },
    decline: { from: ["sent"], to: "declined", by: "organisation" },
  },
});

/** The life of a wish to meet. */
export const wishMachine = defineMachine({
  name: "meeting wish",
  states: wishStates,
  initial: "asked",
  steps: {
    accept: { from: ["asked", "declined"], to: "accepted", by: "asked side" },
    decline: { from: ["asked", "accepted"], to: "declined", by: "asked side" },
    withdraw: { from: ["asked", "accepted"], to: "withdrawn", by: "asking side" },
    askAgain: { from: ["withdrawn"], to: "asked", by: "asking side" },
  },
});
export type WishAction = (typeof wishMachine.actions)[number];

/** The life of a meeting. */
export const meetingMachine = defineMachine({
  name: "meeting",
  states: meetingStates,
  initial: "planned",
  steps: {
    hold: { from: ["planned", "missed"], to: "held", by: "either side or organizer" },
    miss: { from: ["planned", "held"], to: "missed", by: "other side or organizer" },
    cancel: { from: ["planned"], to: "cancelled", by: "either side or organizer" },
  },
});
export type MeetingAction = (typeof meetingMachine.actions)[number];

/** The life of an offer of a slot at a table that became free on the day. */
export const slotOfferMachine = defineMachine({
  name: "slot offer",
  states: slotOfferStates,
  initial: "offered",
  steps: {
    accept: { from: ["offered"], by: "either side" },
    take: { from: ["offered"], to: "taken", by: "second side that accepts" },
    decline: { from: ["offered"], to: "declined", by: "either side" },
    expire: { from: ["offered"], to: "expired", by: "clock" },
    withdraw: { from: ["offered"], to: "withdrawn", by: "pair that took the place" },
  },
});

/** The life of one run of the scheduler. */
export const runMachine = defineMachine({
  name: "timetable run",
  states: runStates,
  initial: "waiting",
  steps: {
    start: { from: ["waiting"], to: "running", by: "scheduler" },
    finish: { from: ["running"], to: "done", by: "scheduler" },
    outdate: { from: ["running"], to: "outdated", by: "scheduler" },
    cancel: { from: ["waiting", "running"], to: "cancelled", by: "organizer" },
    fail: { from: ["waiting", "running"], to: "failed", by: "scheduler" },
  },
});

/** The life of a file of registrations: nothing of it is written before an organizer confirmed it. */
export const importMachine = defineMachine({
  name: "registration import",
  states: importStates,
  initial: "checking",
  steps: {
    check: { from: ["checking"], to: "checked", by: "job" },
    reread: { from: ["checked"], to: "checking", by: "organizer" },
    confirm: { from: ["checked"], to: "waiting", by: "organizer" },
    begin: { from: ["waiting"], to: "running", by: "job" },
    proceed: { from: ["running"], by: "job" },
    finish: { from: ["running"], to: "done", by: "job" },
    fail: { from: ["checking", "waiting", "running"], to: "failed", by: "job" },
    cancel: { from: ["checking", "checked", "waiting"], to: "cancelled", by: "organizer" },
  },
});
