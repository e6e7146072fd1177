/** The fixed code lists of matchmaking sessions (对接会). */

export const sessionModes = ["onsite", "online", "hybrid"] as const;
export type SessionMode = (typeof sessionModes)[number];

/** Whether a wish counts once it is accepted, or unless it is declined. */
export const wishRules = ["opt_in", "opt_out"] as const;
export type WishRule = (typeof wishRules)[number];

/** Who makes meetings: the organizer by the scheduler, or participants by booking. */
export const schedulers = ["organizer", "participants"] as const;
export type SchedulingBy = (typeof schedulers)[number];

/** How far a session's timetable is shown. */
export const timetableStates = ["none", "preliminary", "final"] as const;
export type TimetableState = (typeof timetableStates)[number];

/** Kinds of questions that a registration answers. */
export const questionKinds = ["text", "choice", "yes_no"] as const;

/** What one side draws from a meeting, from least to most. */
export const ratingOutcomes = [
  "no_interest",
  "follow_up",
  "negotiation",
  "agreement_intended",
] as const;
export type RatingOutcome = (typeof ratingOutcomes)[number];

/** What a slot of time is for. */
export const slotKinds = ["meeting", "break"] as const;
export type SlotKind = (typeof slotKinds)[number];

/** Where a table of meetings is. */
export const tableKinds = ["place", "online"] as const;
export type TableKind = (typeof tableKinds)[number];
