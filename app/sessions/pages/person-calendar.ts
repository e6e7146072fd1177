import type { LoaderFunctionArgs } from "@remix-run/node";
import { calendarOfKey } from "#app/sessions/calendar.server.ts";
import { calendarResponse, writeCalendar } from "./calendar.server.ts";
import { answering } from "#app/http/answers.server.ts";
import { translatorFor } from "#app/i18n/i18n.server.ts";
import { asLanguage } from "#app/i18n/languages.ts";

/** A person's meetings and programme, for their calendar program: /calendar/KEY.ics. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const key = /^([\w-]{20,64})\.ics$/.exec(params.file ?? "")?.[1];
  if (key === undefined) throw new Response("", { status: 404 });
  const { services } = context;
  const { entries, locale } = await answering(calendarOfKey(services, key));
  const language = asLanguage(locale);
  const t = await translatorFor(language);
  const name = t("sessionFiles:calendar.personal");
  return calendarResponse(
    request,
    writeCalendar(entries, { name, origin: services.origin, t, language }),
    { fileName: "duijie.ics", secret: true },
  );
}
