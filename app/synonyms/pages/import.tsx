import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { TextField } from "#app/ui/fields.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { acceptedSynonyms } from "#app/files/limits.ts";
import { UploadForm } from "#app/files/parts/upload-form.tsx";
import { ToList } from "#app/synonyms/parts/group-line.tsx";
import { takeSynonyms } from "./take-file.server.ts";
import { signedInOrganizer } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  await signedInOrganizer(context, request);
  return { title: (await getT(request))("synonyms:import.title") };
}

/** Of the form without scripts. */
export const action = (args: ActionFunctionArgs) => takeSynonyms(args);

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

const answerSchema = z.object({
  report: z.object({
    added: z.number(),
    unchanged: z.number(),
    wrong: z.array(z.object({ line: z.number(), reasons: z.array(z.string()) })),
    /** How the file was read, in sentences. */
    reading: z.array(z.string()),
  }),
});
type Shown = z.output<typeof answerSchema>["report"];

export default function ImportSynonyms() {
  const { t } = useTranslation();
  const before = useActionData<typeof action>();
  const [report, setReport] = useState<Shown | null>(before?.report ?? null);
  return (
    <div className="mx-auto max-w-2xl space-y-4">
      <ToList />
      <h1>{t("synonyms:import.title")}</h1>
      <p>{t("synonyms:import.text")}</p>
      {before?.error ? <Notice tone="danger">{before.error}</Notice> : null}
      <div className="card">
        <UploadForm
          id="file"
          action="/admin/synonyms/import"
          sendTo="/admin/synonyms/import/file"
          accepted={acceptedSynonyms}
          label={t("synonyms:import.file")}
          submit={t("synonyms:import.submit")}
          look="primary"
          onDone={(answer) => setReport(answerSchema.parse(JSON.parse(answer)).report)}
        >
          <details className="space-y-3">
            <summary className="link w-fit cursor-pointer">{t("office:choice.where")}</summary>
            <TextField field={{ id: "sheet", name: "sheet" }} label={t("office:choice.sheet")} />
            <TextField
              field={{ id: "headingLine", name: "headingLine" }}
              label={t("office:choice.headingLine")}
              inputMode="numeric"
            />
          </details>
        </UploadForm>
      </div>
      {report ? <Report report={report} /> : null}
    </div>
  );
}

function Report({ report: { added, unchanged, wrong, reading } }: { report: Shown }) {
  const { t } = useTranslation();
  return (
    <>
      <Notice tone="success">
        <p>{t("synonyms:import.done", { count: added })}</p>
        {unchanged > 0 ? <p>{t("synonyms:import.unchanged", { count: unchanged })}</p> : null}
      </Notice>
      <div className="text-ink-soft">
        {reading.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
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
