import { z } from "zod";
import { newsKind } from "#app/kernel/news.ts";
import { aboutSession, sessionsGroup } from "#app/sessions/news.ts";

export const dayNews = {
  delay: newsKind({
    name: "session_delay",
    group: sessionsGroup,
    payload: aboutSession.extend({
      /** 0 is on time again. */
      minutes: z.number().int(),
    }),
    words: (payload, { t }) => ({
      title: t(`sessionDay:news.${payload.minutes === 0 ? "onTime" : "late"}`, payload),
      href: `/sessions/${payload.sessionId}/mine`,
    }),
  }),
};
