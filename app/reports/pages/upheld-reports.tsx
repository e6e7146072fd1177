import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/ui/parts.tsx";
import { upheldAgainst } from "#app/reports/queries.server.ts";
import { ReportHead } from "#app/reports/parts/report-line.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  if (!viewer.active) throw redirect("/organisations/new");
  const { organisationId } = viewer.active;
  const lines = await answering(upheldAgainst(context.services, viewer, organisationId));
  return { lines, title: (await getT(request))("trust:report.against") };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function UpheldReports() {
  const { t } = useTranslation();
  const { lines } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <h1>{t("trust:report.against")}</h1>
      <p className="text-ink-soft">{t("trust:report.againstIntro")}</p>
      {lines.length === 0 ? <EmptyState title={t("trust:report.againstEmpty")} /> : null}
      {lines.map((line) => (
        <article key={line.id} className="card space-y-1">
          <ReportHead reason={line.reason} subjectKind={line.subjectKind} />
          <p className="break-words">{line.subjectText}</p>
          <p className="whitespace-pre-line">
            {t("common:labelled", { label: t("trust:report.result"), text: line.outcome })}
          </p>
        </article>
      ))}
    </div>
  );
}
