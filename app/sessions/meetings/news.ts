import { z } from "zod";
import { newsKind } from "#app/kernel/news.ts";
import { aboutSession, sessionsGroup } from "#app/sessions/news.ts";

const wishSteps = ["asked", "accepted", "declined", "withdrawn", "added"] as const;
const timetableSteps = [
  "preliminary",
  "final",
  "changed",
  "cancelled",
  "booked",
  "missed",
] as const;
const offerSteps = ["offered", "declined", "expired", "gone"] as const;

export const meetingNews = {
  wish: newsKind({
    name: "session_wish",
    group: sessionsGroup,
    payload: aboutSession.extend({
      news: z.enum(wishSteps),
      /** Who is met: the person and their organisation. */
      personName: z.string(),
      organisationName: z.string(),
      message: z.string(),
    }),
    words: (payload, { t }) => ({
      title: t(`meetings:news.wish.${payload.news}`, payload),
      lines: [payload.message],
      href: `/sessions/${payload.sessionId}/meetings`,
    }),
  }),
  timetable: newsKind({
    name: "session_timetable",
    group: sessionsGroup,
    payload: aboutSession.extend({ news: z.enum(timetableSteps) }),
    words: (payload, { t }) => ({
      title: t(`meetings:news.timetable.${payload.news}`, payload),
      href: `/sessions/${payload.sessionId}/mine`,
    }),
  }),
  /** Of a place that became free. */
  offer: newsKind({
    name: "session_offer",
    group: sessionsGroup,
    payload: aboutSession.extend({
      news: z.enum(offerSteps),
      /** Who would be met. */
      personName: z.string(),
      organisationName: z.string(),
      /** HH:MM in the session's zone. */
      clock: z.string(),
      table: z.string(),
    }),
    words: (payload, { t }) => ({
      title: t(`meetings:news.offer.${payload.news}`, payload),
      href: `/sessions/${payload.sessionId}/mine`,
    }),
  }),
};
