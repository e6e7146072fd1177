import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/components/button.tsx";
import { TextField } from "#app/components/fields.tsx";
import { Notice, Section } from "#app/components/parts.tsx";
import { importSynonyms } from "#app/domain/synonyms/exchange.server.ts";
import { ToList } from "#app/features/synonyms/group-line.tsx";
import { problemText } from "#app/features/synonyms/problem-text.server.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { firstFile } from "#app/http/upload.server.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  await signedInOrganizer(context, request);
  return { title: (await getT(request))("synonyms:import.title") };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const t = await getT(request);
  const refused = (error: string) => json({ error, report: null }, { status: 422 });
  const file = await firstFile(request);
  if (!file || file.name === "") {
    file?.content.resume();
    return refused(t("synonyms:import.required"));
  }
  const report = await answering(importSynonyms(context.services, viewer, file.content));
  if (typeof report === "string") return refused(t(`synonyms:import.${report}`));
  const wrong = report.wrong.map(({ line, problems }) => ({
    line,
    reasons: problems.map((problem) => problemText(t, problem)),
  }));
  return json({ error: null, report: { ...report, wrong } });
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function ImportSynonyms() {
  const { t } = useTranslation();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <div className="mx-auto max-w-2xl space-y-4">
      <ToList />
      <h1>{t("synonyms:import.title")}</h1>
      <p>{t("synonyms:import.text")}</p>
      <Form method="post" encType="multipart/form-data" className="card space-y-4">
        <TextField
          field={{ id: "file", name: "file", errors: answer?.error ? [answer.error] : [] }}
          label={t("synonyms:import.file")}
          type="file"
          accept=".csv,text/csv"
          required
        />
        <Button pending={busy}>{t("synonyms:import.submit")}</Button>
      </Form>
      {answer?.report ? <Report report={answer.report} /> : null}
    </div>
  );
}

interface Shown {
  added: number;
  unchanged: number;
  wrong: { line: number; reasons: string[] }[];
}

function Report({ report: { added, unchanged, wrong } }: { report: Shown }) {
  const { t } = useTranslation();
  return (
    <>
      <Notice tone="success">
        <p>{t("synonyms:import.done", { count: added })}</p>
        {unchanged > 0 ? <p>{t("synonyms:import.unchanged", { count: unchanged })}</p> : null}
      </Notice>
      {wrong.length > 0 ? (
        <Section title={t("synonyms:import.wrong", { count: wrong.length })}>
          <ul className="space-y-2">
            {wrong.map(({ line, reasons }) => (
              <li key={line}>
                <span className="font-semibold">{t("synonyms:import.line", { line })}</span>{" "}
                {reasons.join(" ")}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}
