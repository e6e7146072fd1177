import { z } from "zod";
import { version } from "#app/kernel/version.ts";

/** Which side of which meeting did not come, as forms say it. */
export const absentFields = z.object({
  meetingId: z.uuid(),
  version,
  absentParticipantId: z.uuid(),
});

/** What a side answers to an offered place. */
export const offerFields = z.object({
  offerId: z.uuid(),
  answer: z.enum(["accept", "decline"]),
});
