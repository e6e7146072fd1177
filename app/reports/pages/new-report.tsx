import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Choices, TextArea } from "#app/ui/fields.tsx";
import { Facts } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { reportAbuse } from "#app/reports/commands.server.ts";
import { reportSchema, subjectSchema } from "#app/reports/schema.ts";
import { reportReasons } from "#app/codes/codes.ts";
import { thingToReport } from "#app/reports/subject.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { codeName, codeOptions } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";

/** What the address names. */
function subjectOf(request: Request) {
  const parsed = subjectSchema.safeParse(Object.fromEntries(parametersOf(request)));
  if (!parsed.success) throw new Response("", { status: 404 });
  return parsed.data;
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const subject = subjectOf(request);
  const thing = await answering(thingToReport(context.services.database, viewer, subject));
  return {
    thing,
    kind: subject.kind,
    title: (await getT(request))("trust:report.title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesSteps("signedIn", {
  steps: {
    report: step({
      fields: reportSchema,
      limit: "report",
      run: async (fields, { services, viewer, request }) => {
        await reportAbuse(services, viewer, subjectOf(request), fields);
        return "/reports?sent=1";
      },
    }),
  },
});

export default function NewReport() {
  const { t } = useTranslation();
  const { thing, kind } = useLoaderData<typeof loader>();
  const busy = useNavigation().state !== "idle";
  return (
    <div className="mx-auto max-w-2xl space-y-5">
      <h1>{t("trust:report.title")}</h1>
      <p className="text-ink-soft">{t("trust:report.intro")}</p>
      <div className="card">
        <Facts
          facts={[
            [
              t("trust:report.of"),
              <span key="of">
                {codeName(t, "reportSubjects", kind)} ·{" "}
                <Link to={thing.path} className="link">
                  {thing.text}
                </Link>
              </span>,
            ],
            [
              t("trust:report.owner"),
              kind === "organisation"
                ? null
                : thing.organisationName || t("trust:report.ownerHidden"),
            ],
          ]}
        />
      </div>
      <StepForm step="report" className="card space-y-4">
        <Choices
          kind="radio"
          field={{ id: "reason", name: "reason" }}
          label={t("trust:report.reason")}
          options={codeOptions(t, "reportReasons", reportReasons)}
          chosen={[]}
        />
        <TextArea
          field={{ id: "words", name: "words" }}
          label={t("trust:report.words")}
          hint={t("trust:report.wordsHint")}
          limit={2000}
        />
        <Button pending={busy}>{t("trust:report.send")}</Button>
      </StepForm>
    </div>
  );
}
