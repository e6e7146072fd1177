/** How an organisation's habit of answering is counted; all in one place. */
export const answerRules = {
  /** Interests received in so many days are counted. */
  window: 180,
  /** An answer within so many days counts as one. */
  within: 7,
  /** With fewer nothing is said. */
  atLeast: 5,
} as const;

/** What was received in the window; interests that are young and not yet answered are left out. */
export interface ReceivedInterests {
  received: number;
  answeredInTime: number;
  /** Hours to the answer that half of all answers came within; null without an answer. */
  medianHours: number | null;
}

export type AnswerHabit =
  | { known: false; received: number }
  | {
      known: true;
      received: number;
      /** 0 to 1, of those received. */
      share: number;
      /** In which time it usually answers; null when it never did. */
      usually: { unit: "hours" | "days"; number: number } | null;
    };

/** What can honestly be said of how an organisation answers. */
export function answerHabit({
  received,
  answeredInTime,
  medianHours,
}: ReceivedInterests): AnswerHabit {
  if (received < answerRules.atLeast) return { known: false, received };
  return {
    known: true,
    received,
    share: answeredInTime / received,
    usually: medianHours === null ? null : timeOf(medianHours),
  };
}

/** Rounded up, so that nobody is promised an answer earlier than it comes. */
const timeOf = (hours: number) =>
  hours <= 24
    ? { unit: "hours" as const, number: Math.max(1, Math.ceil(hours)) }
    : { unit: "days" as const, number: Math.ceil(hours / 24) };
