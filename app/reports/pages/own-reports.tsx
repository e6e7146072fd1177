import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { EmptyState, NextPage, Notice } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { ownReports } from "#app/reports/queries.server.ts";
import { ReportHead } from "#app/reports/parts/report-line.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf, queryOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

const asking = z.object({ before: z.uuid().optional().catch(undefined) });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const address = parametersOf(request);
  const { before } = queryOf(request, asking);
  const page = await ownReports(context.services, viewer, { before, limit: 30 });
  const title = (await getT(request))("trust:report.own");
  return { ...page, sent: address.has("sent"), title };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function OwnReports() {
  const { t } = useTranslation();
  const { lines, next, sent } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <h1>{t("trust:report.own")}</h1>
      {sent ? <Notice tone="success">{t("trust:report.sent")}</Notice> : null}
      {lines.length === 0 ? (
        <EmptyState title={t("trust:report.ownEmpty")} text={t("trust:report.ownEmptyText")} />
      ) : (
        <ul className="card divide-y divide-line py-1">
          {lines.map((line) => (
            <li key={line.id} className="space-y-1 py-3">
              <ReportHead {...line} />
              <p className="break-words">{line.subjectText}</p>
              <p className="text-sm text-ink-soft">
                <RelativeTime at={line.createdAt} />
              </p>
              {line.outcome === "" ? null : (
                <p className="whitespace-pre-line">
                  {t("common:labelled", { label: t("trust:report.result"), text: line.outcome })}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      <NextPage to={next === null ? null : `?before=${next}`} />
    </div>
  );
}
