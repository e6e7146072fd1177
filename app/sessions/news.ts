import { z } from "zod";
import { registrationStates } from "#app/codes/states.ts";
import { newsKind, type NewsGroup } from "#app/kernel/news.ts";

export const sessionsGroup: NewsGroup = {
  name: "sessions",
  title: (t) => t("sessions:news.group"),
  defaults: { inProduct: true, mail: "immediate" },
};

/** What news of a session says of it. */
export const aboutSession = z.object({ sessionId: z.uuid(), sessionTitle: z.string() });

export const sessionNews = {
  registration: newsKind({
    name: "session_registration",
    group: sessionsGroup,
    payload: aboutSession.extend({ state: z.enum(registrationStates), note: z.string() }),
    words: (payload, { t }) => ({
      title: t(`sessions:news.registration.${payload.state}`, payload),
      lines: [payload.note],
      /** Who is admitted finds their pass there. */
      href: `/sessions/${payload.sessionId}${payload.state === "admitted" ? "/mine" : ""}`,
    }),
  }),
  invitation: newsKind({
    name: "session_invitation",
    group: sessionsGroup,
    payload: aboutSession.extend({ message: z.string() }),
    words: (payload, { t }) => ({
      title: t("sessions:news.invitation", payload),
      lines: [payload.message],
      href: `/sessions/${payload.sessionId}`,
    }),
  }),
};
