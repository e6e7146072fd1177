/** A meeting as a list of consequences names it. */
export interface ConcernedMeeting {
  id: string;
  one: string;
  other: string;
  startsAt: string;
  table: string;
}

/** What a change of a session does to meetings and wishes. */
export interface Consequences {
  moved: (ConcernedMeeting & { toStartsAt: string; toTable: string })[];
  cancelled: ConcernedMeeting[];
  /** Booked meetings that are kept where they are from now on, whatever the scheduler does. */
  kept: number;
  /** Planned meetings that participants see from now on. */
  shown: number;
  /** Unanswered wishes that count from now on, and that count no longer. */
  counting: number;
  notCounting: number;
  /** Of what was listed; sent back as the consent to just that. */
  agreed: string;
}

/** A change that does something to meetings, and was not agreed to; nothing was changed. */
export class NeedsConsent extends Error {
  override name = "NeedsConsent";
  constructor(readonly consequences: Consequences) {
    super(`${consequences.moved.length} moved, ${consequences.cancelled.length} cancelled`);
  }
}

/** Whether an error asks for consent, also when it comes from another copy of this module. */
export const isNeedsConsent = (error: unknown): error is NeedsConsent =>
  error instanceof Error && error.name === "NeedsConsent";

/** How many standing meetings there are at something that is to be taken away. */
export class StandingMeetings extends Error {
  override name = "StandingMeetings";
  constructor(readonly count: number) {
    super(`${count} meetings stand`);
  }
}

/** Whether an error says that meetings stand, also when it comes from another copy of this module. */
export const isStandingMeetings = (error: unknown): error is StandingMeetings =>
  error instanceof Error && error.name === "StandingMeetings";
