import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { Facts, NextPage } from "#app/ui/parts.tsx";
import { findSession } from "#app/sessions/queries.server.ts";
import {
  organisationKey,
  reportedOrganisations,
} from "#app/sessions/outcomes/report-organisations.server.ts";
import { sessionReport } from "#app/sessions/outcomes/report.server.ts";
import { reportDimensions } from "#app/sessions/outcomes/report.ts";
import { OrganisationsSection, PairsSection } from "#app/sessions/outcomes/parts/report-lists.tsx";
import {
  AttendanceSection,
  DimensionSection,
  IntentionsSection,
  MeetingsSection,
} from "#app/sessions/outcomes/parts/report-tables.tsx";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { SessionTime } from "#app/sessions/parts/session-time.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, queryOf } from "#app/http/params.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";

const query = z.object({ after: organisationKey.optional().catch(undefined) });

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const { after } = queryOf(request, query);
  const [session, report, organisations] = await answering(
    Promise.all([
      findSession(services, viewer, sessionId),
      sessionReport(services, viewer, sessionId),
      reportedOrganisations(services, viewer, sessionId, { after, limit: 100 }),
    ]),
  );
  const { id, title, state, zone, place, startsAt, endsAt } = session;
  return {
    session: {
      ...{ id, title, state, zone, place },
      startsAt: startsAt?.toISOString() ?? null,
      endsAt: endsAt?.toISOString() ?? null,
    },
    report,
    organisations,
    madeAt: services.now().toISOString(),
  };
}

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionReportPage() {
  const { t } = useTranslation();
  const { session, report, organisations, madeAt } = useLoaderData<typeof loader>();
  const format = useZoneFormat(session.zone);
  const { next } = organisations;
  return (
    <SessionFrame session={session} title={t("sessionAfter:report.title")}>
      <p className="hidden text-xl font-semibold print:block">
        {session.title} · {t("sessionAfter:report.title")}
      </p>
      <Facts
        facts={[
          [t("sessionAfter:report.when"), <SessionTime key="when" {...session} />],
          [t("sessionAfter:report.where"), session.place],
          [t("sessionAfter:report.madeOn"), format.dateTime(madeAt)],
        ]}
      />
      <div className="no-print flex flex-wrap gap-2">
        <Button type="button" look="secondary" onClick={() => window.print()}>
          {t("sessionAfter:report.print")}
        </Button>
        <a
          href={`/sessions/${session.id}/report/export`}
          download
          className={buttonClass("secondary")}
        >
          {t("sessionAfter:report.xlsx")}
        </a>
      </div>
      <AttendanceSection report={report} />
      <MeetingsSection report={report} />
      <IntentionsSection report={report} />
      {reportDimensions
        .filter((dimension) => report.tables[dimension].length > 0)
        .map((dimension) => (
          <DimensionSection
            key={dimension}
            dimension={dimension}
            rows={report.tables[dimension]}
            total={report.total}
          />
        ))}
      <PairsSection pairs={report.topPairs} />
      <OrganisationsSection
        lines={organisations.lines}
        next={
          next === null ? null : (
            <>
              <p className="hidden text-sm print:block">{t("sessionAfter:report.printedFirst")}</p>
              <div className="no-print">
                <NextPage to={`?after=${encodeURIComponent(next)}`} />
              </div>
            </>
          )
        }
      />
    </SessionFrame>
  );
}
