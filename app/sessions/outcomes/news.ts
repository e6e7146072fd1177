import { z } from "zod";
import { newsKind } from "#app/kernel/news.ts";
import { aboutSession, sessionsGroup } from "#app/sessions/news.ts";

const meetingPath = (sessionId: string, meetingId: string): string =>
  `/sessions/${sessionId}/meetings/${meetingId}`;

export const outcomeNews = {
  /** Rate a meeting, the other side wants to go on, or both do. */
  after: newsKind({
    name: "session_after",
    group: sessionsGroup,
    payload: aboutSession.extend({
      news: z.enum(["rate", "asked", "both"]),
      /** Null when it is about all of the person's meetings. */
      meetingId: z.uuid().nullable(),
      /** The other side's name; empty when it is about all meetings. */
      organisationName: z.string(),
    }),
    words: (payload, { t }) => ({
      title: t(`sessionAfter:news.${payload.news}`, payload),
      href:
        payload.meetingId === null
          ? `/sessions/${payload.sessionId}/mine`
          : meetingPath(payload.sessionId, payload.meetingId),
    }),
  }),
  taskDue: newsKind({
    name: "session_task_due",
    group: sessionsGroup,
    payload: aboutSession.extend({
      meetingId: z.uuid(),
      organisationName: z.string(),
      task: z.string(),
      dueOn: z.iso.date(),
    }),
    words: (payload, { t, format }) => ({
      title: t("sessionAfter:news.task", payload),
      lines: [t("tasks:dueLine", { date: format.date(payload.dueOn) })],
      href: `${meetingPath(payload.sessionId, payload.meetingId)}#tasks`,
    }),
  }),
};
