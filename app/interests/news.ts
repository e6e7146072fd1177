import { z } from "zod";
import { declineReasons } from "#app/codes/codes.ts";
import { interestsGroup } from "#app/deals/news.ts";
import { codeName } from "#app/i18n/codes.ts";
import { newsKind, type Speech } from "#app/kernel/news.ts";
import { aboutPost, organisationOr } from "#app/posts/news.ts";

const aboutInterest = aboutPost.extend({
  interestId: z.uuid(),
  /** The other organisation's name. */
  organisationName: z.string(),
});

const wordsOf = (
  key: "received" | "accepted" | "declined",
  payload: z.output<typeof aboutInterest>,
  { t }: Speech,
) => ({
  title: t(`interests:news.${key}`, {
    ...payload,
    organisationName: organisationOr(t, payload.organisationName),
  }),
  href: `/interests/${payload.interestId}`,
});

export const interestNews = {
  received: newsKind({
    name: "interest_received",
    group: interestsGroup,
    payload: aboutInterest,
    words: (payload, speech) => wordsOf("received", payload, speech),
  }),
  accepted: newsKind({
    name: "interest_accepted",
    group: interestsGroup,
    payload: aboutInterest,
    words: (payload, speech) => wordsOf("accepted", payload, speech),
  }),
  declined: newsKind({
    name: "interest_declined",
    group: interestsGroup,
    payload: aboutInterest.extend({ reason: z.enum(declineReasons), note: z.string() }),
    words: (payload, speech) => {
      const reason = codeName(speech.t, "declineReasons", payload.reason);
      return {
        ...wordsOf("declined", payload, speech),
        lines: [speech.t("interests:news.reason", { reason }), payload.note],
      };
    },
  }),
};
