import type { LoaderFunctionArgs } from "@remix-run/node";
import { findSession } from "#app/sessions/queries.server.ts";
import { reportedOrganisations } from "#app/sessions/outcomes/report-organisations.server.ts";
import { sessionReport } from "#app/sessions/outcomes/report.server.ts";
import { reportFile } from "./report-file.server.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { limited } from "#app/http/limits.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { tableFile } from "#app/http/table-file.ts";
import { createFormat } from "#app/i18n/format.ts";
import { getT, localeOf } from "#app/i18n/i18n.server.ts";

/** More organisations than a session has places for. */
const all = 10_000;

/** The report of a session as a workbook. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  await limited(context, request, viewer, "export");
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const [session, report, organisations] = await answering(
    Promise.all([
      findSession(services, viewer, sessionId),
      sessionReport(services, viewer, sessionId),
      reportedOrganisations(services, viewer, sessionId, { limit: all }),
    ]),
  );
  const t = await getT(request);
  const { title, place, startsAt, endsAt } = session;
  const format = createFormat(await localeOf(request), session.zone);
  const when = [startsAt, endsAt]
    .flatMap((moment) => (moment === null ? [] : format.dateTime(moment)))
    .join(" – ");
  const file = await reportFile(t, { title, when, place }, report, organisations.lines);
  return tableFile(file, "session-report", "xlsx");
}
