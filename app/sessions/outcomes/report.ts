import type { OrganisationKind } from "#app/codes/codes.ts";
import type { RegistrationState, MeetingState } from "#app/codes/states.ts";
import type { RatingOutcome } from "#app/codes/session-codes.ts";

/** By what the meetings and intentions of a session are counted. */
export const reportDimensions = ["cluster", "region", "kind", "part"] as const;
export type ReportDimension = (typeof reportDimensions)[number];

/** Pairs of organisations that want to go on, with what they expect it to be worth in yuan. */
export interface Intentions {
  pairs: number;
  /** Yuan with two places. */
  amount: string;
}

/** Meetings by state, and intentions, of one row or of all. */
export interface ReportFigures {
  meetings: Record<MeetingState, number>;
  /** Held meetings that at least one side, and that both sides rated. */
  rated: number;
  ratedByBoth: number;
  mutual: Intentions;
  oneSided: Intentions;
}

export interface ReportRow extends ReportFigures {
  /** A code, or the name of a part; empty where nothing was said. */
  key: string;
}

/** Of one word of a column: admitted ones, and those of them who came. */
export interface Attendance {
  admitted: number;
  attended: number;
}

/** A pair of organisations that wants to go on. */
export interface IntentionLine {
  one: string;
  other: string;
  /** The furthest outcome that each side gave; null where it did not rate. */
  oneOutcome: RatingOutcome | null;
  otherOutcome: RatingOutcome | null;
  mutual: boolean;
  held: number;
  /** Yuan; null when neither side gave one. */
  amount: string | null;
}

export interface OrganisationLine {
  id: string;
  name: string;
  kind: OrganisationKind;
  region: string | null;
  people: number;
  attended: number;
  held: number;
  missed: number;
  ratings: number;
  tasks: number;
  tasksDone: number;
  /** Pairs it is in that want to go on, both sides or one. */
  mutual: number;
  oneSided: number;
}

export interface SessionReport {
  registrations: Record<RegistrationState, number>;
  organisations: Attendance;
  people: Attendance;
  total: ReportFigures;
  outcomes: Record<RatingOutcome, number>;
  /** 1 to 5 with two places; null without a rating. */
  averageStars: string | null;
  tables: Record<ReportDimension, ReportRow[]>;
  topPairs: IntentionLine[];
}
