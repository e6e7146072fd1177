import { ratingOutcomes, type RatingOutcome } from "#app/codes/session-codes.ts";
import { z } from "zod";
import { amount, text } from "#app/listings/values.ts";
import { belongsTo, isOrganizer, mayWriteFor, type MaybeViewer } from "#app/kernel/viewer.ts";
import type { MeetingState, SessionState } from "#app/codes/states.ts";
import { taskFields } from "#app/tasks/schema.ts";

/** Whether a side wants to go on with the other: it opens the pair's deal. */
export const goesOn = (outcome: RatingOutcome | null): boolean =>
  outcome === "negotiation" || outcome === "agreement_intended";

/** What a deal that comes of a meeting would be about: theirs, beside one of one's own; or nothing yet. */
const subject = z
  .string()
  .transform((value) => (value === "" || value === "none" ? null : value.split("/")))
  .pipe(z.tuple([z.uuid(), z.uuid().or(z.literal(""))]).nullable())
  .transform((ids) => (ids === null ? null : { aboutId: ids[0], ownId: ids[1] || null }));

/** A side's rating as its form sends it. The amount counts only where the side wants to go on. */
export const ratingSchema = z
  .object({
    stars: z.coerce.number({ error: "required" }).int().min(1, "required").max(5),
    outcome: z.enum(ratingOutcomes, { error: "required" }),
    note: text,
    intendedAmount: amount,
    subject: subject.default(null),
  })
  .transform((rating) =>
    goesOn(rating.outcome) ? rating : { ...rating, intendedAmount: null, subject: null },
  );
export type RatingFields = z.output<typeof ratingSchema>;

export interface RatedSession {
  state: SessionState;
  /** Minutes that everything still to come is late on the day. */
  delayMinutes: number;
}

export interface RatedMeeting {
  state: MeetingState;
  startsAt: Date;
  endsAt: Date;
}

/** A meeting that was not missed is rated from its slot's begin until the session is archived. */
export const ratingOpen = (session: RatedSession, meeting: RatedMeeting, now: Date): boolean =>
  (session.state === "running" || session.state === "finished") &&
  (meeting.state === "planned" || meeting.state === "held") &&
  meeting.startsAt <= now;

/** Whether the meeting's time is over: with the session, else with its slot and the day's delay. */
export const meetingOver = (session: RatedSession, meeting: RatedMeeting, now: Date): boolean =>
  session.state === "finished" ||
  session.state === "archived" ||
  meeting.endsAt.getTime() + session.delayMinutes * 60_000 <= now.getTime();

/** What is to be done after meetings is written from the day on, and goes on after the session is archived. */
export const followUpsOpen = (state: SessionState): boolean =>
  state === "running" || state === "finished" || state === "archived";

/** Only who writes for an organisation says that it wants to go on, as that opens a deal. */
export const outcomesFor = (
  viewer: MaybeViewer,
  organisationId: string,
): readonly RatingOutcome[] =>
  mayWriteFor(viewer, organisationId)
    ? ratingOutcomes
    : ratingOutcomes.filter((outcome) => !goesOn(outcome));

/** A meeting is known to its two organisations and to organizers. */
export const maySeeMeeting = (
  viewer: MaybeViewer,
  sides: readonly { organisationId: string }[],
): boolean =>
  isOrganizer(viewer) || sides.some(({ organisationId }) => belongsTo(viewer, organisationId));

/** The side the viewer speaks for; the organisation acted for now comes first. */
export function meetingSideOf<Side extends { organisationId: string }>(
  viewer: MaybeViewer,
  sides: readonly Side[],
): Side | null {
  const active = viewer?.active?.organisationId;
  return (
    sides.find(({ organisationId }) => organisationId === active) ??
    sides.find(({ organisationId }) => belongsTo(viewer, organisationId)) ??
    null
  );
}

/** Who looks at a rating: its own side, the other side, an organizer, or anybody else. */
export type RatingReader = "own" | "other" | "organizer" | "stranger";

/**
 * What each sees of a side's rating. The other side hears only that this side
 * wants to go on, as it is asked then; never stars, note or amount. Organizers
 * see all but the note, which is the side's own.
 */
export const shownOfRating: Record<
  RatingReader,
  { stars: boolean; outcome: boolean; amount: boolean; note: boolean; goesOn: boolean }
> = {
  own: { stars: true, outcome: true, amount: true, note: true, goesOn: true },
  other: { stars: false, outcome: false, amount: false, note: false, goesOn: true },
  organizer: { stars: true, outcome: true, amount: true, note: false, goesOn: true },
  stranger: { stars: false, outcome: false, amount: false, note: false, goesOn: false },
};

/** What a side promised itself to do after a meeting, as its form sends it. */
export const meetingTaskSchema = z.object({
  ...taskFields,
  assigneeId: z
    .preprocess((value) => (value === "" ? null : value), z.uuid().nullable())
    .default(null),
});
export type MeetingTaskFields = z.output<typeof meetingTaskSchema>;
