import type { LoaderFunctionArgs } from "@remix-run/node";
import { calendarOfSession } from "#app/sessions/calendar.server.ts";
import { calendarResponse, writeCalendar } from "./calendar.server.ts";
import { answering } from "#app/http/answers.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { localeOf, translatorFor } from "#app/i18n/i18n.server.ts";

/** The programme of a session, for calendar programs. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { services } = context;
  const viewer = await context.viewer(request);
  const sessionId = idOfPath(params.sessionId);
  const entries = await answering(calendarOfSession(services, viewer, sessionId));
  const language = await localeOf(request);
  const t = await translatorFor(language);
  const name = entries[0]?.sessionTitle ?? t("sessions:programme");
  return calendarResponse(
    request,
    writeCalendar(entries, { name, origin: services.origin, t, language }),
    { fileName: "session.ics", secret: false },
  );
}
