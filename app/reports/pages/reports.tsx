import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState, NextPage, Notice } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { listReports } from "#app/reports/queries.server.ts";
import { reportList } from "#app/reports/schema.ts";
import { ReportHead } from "#app/reports/parts/report-line.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf, queryOf } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { reportStates } from "#app/codes/states.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const address = parametersOf(request);
  const asked = queryOf(request, reportList);
  const page = await answering(listReports(context.services, viewer, { ...asked, limit: 30 }));
  const title = (await getT(request))("trust:report.queue");
  return { ...page, state: asked.state, saved: address.has("saved"), title };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function Reports() {
  const { t } = useTranslation();
  const { lines, next, state, saved } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <h1>{t("trust:report.queue")}</h1>
      {saved ? <Notice tone="success">{t("trust:report.saved")}</Notice> : null}
      <Tabs
        label={t("trust:report.filter")}
        tabs={reportStates.map((one) => ({
          to: `?state=${one}`,
          label: codeName(t, "reportStates", one),
          current: one === state,
        }))}
      />
      {lines.length === 0 ? (
        <EmptyState title={t("trust:report.queueEmpty")} text={t("trust:report.queueEmptyText")} />
      ) : (
        <ul className="card divide-y divide-line py-1">
          {lines.map((line) => (
            <li key={line.id} className="space-y-1 py-3">
              <ReportHead {...line} />
              <Link
                to={`/admin/reports/${line.id}`}
                className="block font-medium break-words text-accent hover:underline"
              >
                {line.subjectText}
              </Link>
              <p className="text-sm text-ink-soft">
                {line.organisationName} · <RelativeTime at={line.createdAt} />
              </p>
            </li>
          ))}
        </ul>
      )}
      <NextPage to={next === null ? null : `?state=${state}&after=${next}`} />
    </div>
  );
}
