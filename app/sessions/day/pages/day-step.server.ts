import type { TFunction } from "i18next";
import { z } from "zod";
import { markAbsent } from "#app/sessions/day/no-show.server.ts";
import type { Acting } from "#app/sessions/policy.ts";
import {
  answerOffer,
  type OfferAnswer,
} from "#app/sessions/meetings/offers/slot-answers.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { version } from "#app/kernel/version.ts";
import { wordsOf } from "#app/sessions/plan/pages/plan-step.server.ts";

/** What a participant can do on the day, from their pass or their timetable. */
export const ownDaySteps = [
  z.object({
    step: z.literal("absent"),
    meetingId: z.uuid(),
    version,
    absentParticipantId: z.uuid(),
  }),
  z.object({
    step: z.literal("answer"),
    offerId: z.uuid(),
    answer: z.enum(["accept", "decline"]),
  }),
] as const;
const ownDayStep = z.discriminatedUnion("step", ownDaySteps);

/** What came of a step: an answer to show, or the words of its refusal. */
export interface DayAnswer {
  answer: OfferAnswer | null;
  words: string | null;
}

/** Takes a participant's step of the day and says what came of it; others' refusals pass. */
export async function takeOwnDayStep(
  services: Services,
  t: TFunction,
  acting: Acting,
  sessionId: string,
  form: FormData,
): Promise<DayAnswer> {
  const parsed = ownDayStep.safeParse(Object.fromEntries(form));
  if (!parsed.success) throw new Response("", { status: 400 });
  const step = parsed.data;
  try {
    if (step.step === "answer")
      return {
        answer: await answerOffer(services, acting, sessionId, step.offerId, step.answer),
        words: null,
      };
    await markAbsent(services, acting, sessionId, step.meetingId, step);
    return { answer: null, words: null };
  } catch (error) {
    return { answer: null, words: wordsOf(t)(error) };
  }
}
