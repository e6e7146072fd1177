import { z } from "zod";
import { newsKind, type NewsGroup } from "#app/kernel/news.ts";

const challenges: NewsGroup = {
  name: "challenges",
  title: (t) => t("challenges:news.group"),
  defaults: { inProduct: true, mail: "immediate" },
};

/** What people hear of a challenge; nothing of a proposal. */
const challengeSteps = [
  "submitted",
  "published",
  "returned",
  "withdrawn",
  "opened",
  "lapsed",
  "assigned",
  "conflictDeclared",
  "reviewsIn",
  "concluded",
  "decided",
  "outcome",
  "won",
  "lost",
  "objection",
  "objectionRejected",
  "objectionUpheld",
  "sentBack",
  "final",
  "carriedOut",
  "accepted",
] as const;
export type ChallengeNewsStep = (typeof challengeSteps)[number];

/** Where its reader does what comes next, when it is not the challenge's first page. */
const pages: Partial<Record<ChallengeNewsStep, string>> = {
  assigned: "/review",
  concluded: "/decision",
};

export const challengeNews = {
  step: newsKind({
    name: "challenge_news",
    group: challenges,
    payload: z.object({
      challengeId: z.uuid(),
      challengeTitle: z.string(),
      news: z.enum(challengeSteps),
      comment: z.string(),
    }),
    words: ({ challengeId, challengeTitle, news, comment }, { t }) => ({
      title: t(`challenges:news.${news}`, { title: challengeTitle }),
      lines: [comment],
      href: `/challenges/${challengeId}${pages[news] ?? ""}`,
    }),
  }),
};
