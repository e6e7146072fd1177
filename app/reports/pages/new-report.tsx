import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Choices, TextArea } from "#app/ui/fields.tsx";
import { Facts, Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { isRefusal } from "#app/kernel/refusals.ts";
import { reportAbuse } from "#app/reports/commands.server.ts";
import { reportSchema, subjectSchema } from "#app/reports/schema.ts";
import { reportReasons } from "#app/codes/codes.ts";
import { thingToReport } from "#app/reports/subject.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { take, waiting, waitText } from "#app/http/limits.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { codeName, codeOptions } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, issueMessage } from "#app/i18n/issues.ts";

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

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const t = await getT(request);
  const values = {
    reason: String(form.get("reason") ?? ""),
    words: String(form.get("words") ?? ""),
  };
  const parsed = reportSchema.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    const errors: Record<string, string[]> = {};
    for (const issue of parsed.error.issues)
      (errors[String(issue.path[0])] ??= []).push(issueMessage(issue, t));
    return json({ values, errors, failed: null }, { status: 422 });
  }
  const wait = await take(context, request, viewer, "report");
  if (wait > 0) {
    const errors: Record<string, string[]> = {};
    return json({ values, errors, failed: waitText(t, wait) }, waiting(wait));
  }
  try {
    await reportAbuse(context.services, viewer, subjectOf(request), parsed.data);
    return redirect("/reports?sent=1");
  } catch (error) {
    if (!isRefusal(error) || error.code !== "alreadyReported")
      return answering(Promise.reject(error as Error));
    const errors: Record<string, string[]> = {};
    return json({ values, errors, failed: errorText(t, error.code) }, { status: error.status });
  }
}

export default function NewReport() {
  const { t } = useTranslation();
  const { thing, kind } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <div className="mx-auto max-w-2xl space-y-5">
      <h1>{t("trust:report.title")}</h1>
      <p className="text-ink-soft">{t("trust:report.intro")}</p>
      {refused?.failed ? <Notice tone="danger">{refused.failed}</Notice> : null}
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
          field={{ id: "reason", name: "reason", errors: refused?.errors.reason }}
          label={t("trust:report.reason")}
          options={codeOptions(t, "reportReasons", reportReasons)}
          chosen={refused ? [refused.values.reason] : []}
        />
        <TextArea
          field={{ id: "words", name: "words", errors: refused?.errors.words }}
          label={t("trust:report.words")}
          hint={t("trust:report.wordsHint")}
          maxLength={2000}
          defaultValue={refused?.values.words ?? ""}
        />
        <Button pending={busy}>{t("trust:report.send")}</Button>
      </StepForm>
    </div>
  );
}
