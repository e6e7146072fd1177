import type { LoaderFunctionArgs } from "@remix-run/node";
import { calendarOfPass } from "#app/sessions/calendar.server.ts";
import { calendarResponse, writeCalendar } from "#app/sessions/pages/calendar.server.ts";
import { answering } from "#app/http/answers.server.ts";
import { localeOf, translatorFor } from "#app/i18n/i18n.server.ts";
import { asLanguage } from "#app/i18n/languages.ts";

/** The meetings and the programme of who holds a pass, with or without an account. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { services } = context;
  const { entries, locale } = await answering(calendarOfPass(services, params.passKey ?? ""));
  const language = locale === null ? await localeOf(request) : asLanguage(locale);
  const t = await translatorFor(language);
  const name = entries[0]?.sessionTitle ?? t("sessionFiles:calendar.personal");
  return calendarResponse(
    request,
    writeCalendar(entries, { name, origin: services.origin, t, language }),
    { fileName: "pass.ics", secret: true },
  );
}
