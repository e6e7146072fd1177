import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button } from "#app/ui/button.tsx";
import { Checkbox, TextArea } from "#app/ui/fields.tsx";
import { Facts, Notice, Section } from "#app/ui/parts.tsx";
import { takeReportStep } from "#app/reports/commands.server.ts";
import { viewReport } from "#app/reports/queries.server.ts";
import { reportStepSchema } from "#app/reports/schema.ts";
import { ReportHead } from "#app/reports/parts/report-line.tsx";
import { Trail } from "#app/ui/trail.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const report = await answering(viewReport(context.services, viewer, idOfPath(params.reportId)));
  return { report, title: (await getT(request))("trust:report.title") };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

const handle = (goTo: (reportId: string) => string) =>
  step({
    fields: reportStepSchema,
    run: async (fields, { services, viewer, params }) => {
      const reportId = idOfPath(params.reportId);
      await takeReportStep(services, viewer, reportId, fields);
      return goTo(reportId);
    },
  });
const close = handle(() => "/admin/reports?saved=1");

export const action = takesSteps("organizers", {
  words: {
    conflict: (t) => t("trust:report.conflict"),
    illegalStep: (t) => t("trust:report.conflict"),
  },
  steps: {
    take: handle((reportId) => `/admin/reports/${reportId}`),
    uphold: close,
    dismiss: close,
  },
});

export default function HandleReport() {
  const { t } = useTranslation();
  const format = useFormat();
  const { report } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <LostRefusal />
      <p>
        <Link to="/admin/reports" className="link">
          ← {t("trust:report.queue")}
        </Link>
      </p>
      <header className="space-y-2">
        <h1>{t("trust:report.title")}</h1>
        <ReportHead {...report} />
      </header>
      {report.others > 0 ? (
        <Notice>{t("trust:report.others", { count: report.others })}</Notice>
      ) : null}
      <Section title={t("trust:report.of")}>
        <p className="break-words whitespace-pre-line">{report.subjectText}</p>
        {report.path ? (
          <Link to={report.path} className="link">
            {t("trust:report.openThing")}
          </Link>
        ) : null}
        <Facts
          facts={[
            [
              t("trust:report.reported"),
              <Link key="owner" to={`/organisations/${report.organisationId}`} className="link">
                {report.organisationName}
              </Link>,
            ],
            [t("trust:report.words"), report.words],
            [
              t("trust:report.reporter"),
              `${report.reporterName} · ${format.dateTime(report.createdAt)}`,
            ],
            [t("trust:report.result"), report.outcome],
          ]}
        />
        <p className="text-sm text-ink-soft">{t("trust:report.reporterHint")}</p>
      </Section>
      <Handling key={report.version} report={report} />
      <Section title={t("trust:report.log")}>
        <Trail
          lines={report.log.map(({ id, action: step, actorName, at }) => ({
            id,
            words: t(`trust:report.step.${step as "take"}`),
            actor: actorName ?? "",
            at,
          }))}
        />
      </Section>
    </div>
  );
}

function Handling(props: { report: ReturnType<typeof useLoaderData<typeof loader>>["report"] }) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { report } = props;
  const done = report.state === "upheld" || report.state === "dismissed";
  if (done) return null;
  if (report.may.length === 0) return <Notice>{t("trust:report.ownSide")}</Notice>;
  return (
    <Section title={t("trust:report.handling")}>
      <StepForm step={["take", "uphold", "dismiss"]} version={report.version} className="space-y-3">
        {report.may.includes("take") ? (
          <Button name="step" value="take" pending={busy}>
            {t("trust:report.take")}
          </Button>
        ) : (
          <>
            <TextArea
              field={{ id: "outcome", name: "outcome" }}
              label={t("trust:report.outcome")}
              hint={t("trust:report.outcomeHint")}
              limit={1000}
            />
            {report.mayTakeDown ? (
              <Checkbox
                field={{ id: "takeDown", name: "takeDown" }}
                label={t("trust:report.takeDown")}
                checked={false}
              />
            ) : report.subjectKind === "post" ? (
              <p className="text-ink-soft">{t("trust:report.takenDownAlready")}</p>
            ) : null}
            <div className="flex flex-wrap gap-2">
              <Button name="step" value="uphold" pending={busy}>
                {t("trust:report.uphold")}
              </Button>
              <Button name="step" value="dismiss" look="secondary" pending={busy}>
                {t("trust:report.dismiss")}
              </Button>
            </div>
          </>
        )}
      </StepForm>
    </Section>
  );
}
