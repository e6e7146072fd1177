import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { TFunction } from "i18next";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/fields.tsx";
import { Facts, Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { ImportView } from "#app/sessions/registrations/import/registration-import.server.ts";
import { errorText } from "#app/i18n/issues.ts";
import { TableChoiceFields, TableReading } from "#app/office/parts/table-reading.tsx";
import { office } from "#app/office/words/zh-CN.ts";
import { registrationColumns } from "#app/sessions/registrations/import/registration-columns.ts";
import { sessionFiles } from "#app/sessions/registrations/words/zh-CN.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/** One file of registrations: how far it is, what it would do or did, and the organizer's decision. */
export function ImportStatus({ shown }: { shown: ImportView }) {
  const { t } = useTranslation();
  const { id, state, report, fileName } = shown;
  const over = state === "done" || (state === "failed" && report.failure === "sessionOver");
  return (
    <Section title={`${t(`sessionFiles:import.state.${state}`)} · ${fileName}`}>
      {state === "checking" || state === "waiting" || state === "running" ? (
        <Progress shown={shown} />
      ) : null}
      {(state === "failed" || state === "checked") && report.failure !== null ? (
        <Notice tone="danger">{wordsOfFailure(t, report.failure)}</Notice>
      ) : null}
      {report.source !== null ? (
        <TableReading source={report.source} columns={namedColumns(t)} />
      ) : null}
      {state === "checked" && report.source !== null ? (
        <Rereading importId={id} source={report.source} open={report.failure !== null} />
      ) : null}
      {state === "checked" ? <Preview importId={id} report={report} /> : null}
      {over ? (
        <div role="status">
          <Report report={report} title={t("sessionFiles:import.result")} />
        </div>
      ) : null}
      {state === "checked" || over ? (
        <>
          <Problems report={report} />
          <Warnings report={report} />
        </>
      ) : null}
    </Section>
  );
}

function Progress({ shown: { done, expected } }: { shown: ImportView }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p role="status" className="space-y-1">
      <progress
        className="block w-full max-w-xl"
        aria-label={t("sessionFiles:import.title")}
        {...(expected === null || done === 0 ? {} : { value: done, max: expected })}
      />
      {expected === null
        ? null
        : t("sessionFiles:import.progress", {
            done: format.number(done, 0),
            expected: format.number(expected, 0),
          })}
    </p>
  );
}

type Shown = ImportView["report"];

const namedColumns = (t: TFunction) =>
  registrationColumns.map((name) => ({ name, label: t(`sessionFiles:column.${name}`) }));

function wordsOfFailure(t: TFunction, failure: NonNullable<Shown["failure"]>): string {
  return failure === "tooManyRows" || failure === "sessionOver"
    ? t(`sessionFiles:import.failure.${failure}`)
    : t(`office:failure.${failure}`);
}

/** The organizer says how the file is to be read instead. */
function Rereading(props: {
  importId: string;
  source: NonNullable<Shown["source"]>;
  open: boolean;
}) {
  const { t } = useTranslation();
  return (
    <details open={props.open} className="space-y-3">
      <summary className="link w-fit cursor-pointer">{t("office:choice.open")}</summary>
      <StepForm step="reread" row={{ importId: props.importId }} className="space-y-3">
        <TableChoiceFields source={props.source} columns={namedColumns(t)} />
        <Button look="secondary">{t("office:choice.submit")}</Button>
      </StepForm>
    </details>
  );
}

function Report({ report, title }: { report: Shown; title: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = [
    ["total", report.total],
    ["added", report.added],
    ["changed", report.changed],
    ["unchanged", report.unchanged],
    ["admitted", report.admitted],
    ["waitingList", report.waiting],
    ["created", report.created],
    ["refusedRows", report.refusedRows],
  ] as const;
  return (
    <div className="space-y-2">
      <h3>{title}</h3>
      <Facts
        facts={names.map(([name, count]) => [
          t(`sessionFiles:import.${name}`),
          format.number(count, 0),
        ])}
      />
      {report.ignored.length > 0 ? (
        <p className="text-ink-soft">
          {t("sessionFiles:import.ignored", { columns: report.ignored.join(", ") })}
        </p>
      ) : null}
    </div>
  );
}

/** Names of unknown organisations that are listed. */
const namesShown = 10;

/** What a checked file would do, and the decision. */
function Preview({ importId, report }: { importId: string; report: Shown }) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { withCreation, unknownOrganisations, unknown } = report;
  const creatable = unknownOrganisations > 0 && withCreation !== null;
  const something = report.added + report.changed + (withCreation?.added ?? 0) > 0;
  const more = unknownOrganisations - Math.min(unknown.length, namesShown);
  return (
    <>
      <Notice>{t("sessionFiles:import.previewText")}</Notice>
      {report.failure === null ? (
        <Report report={report} title={t("sessionFiles:import.preview")} />
      ) : null}
      <StepForm step={["confirm", "cancel"]} row={{ importId }} className="space-y-3">
        {creatable ? (
          <fieldset className="space-y-1">
            <legend>{t("sessionFiles:import.unknown", { count: unknownOrganisations })}</legend>
            <p className="text-sm text-ink-soft">
              {unknown.slice(0, namesShown).join(t("sessionFiles:import.comma"))}{" "}
              {more > 0 ? t("sessionFiles:import.unknownMore", { count: more }) : ""}
            </p>
            <Checkbox
              field={{ id: "create", name: "create" }}
              label={t("sessionFiles:import.create")}
              hint={t("sessionFiles:import.createText", {
                added: withCreation.added,
                admitted: withCreation.admitted,
                waiting: withCreation.waiting,
                refused: withCreation.refusedRows,
              })}
              checked={false}
            />
          </fieldset>
        ) : null}
        {something ? null : <p>{t("sessionFiles:import.nothing")}</p>}
        <div className="flex flex-wrap gap-2">
          {something ? (
            <Button name="step" value="confirm" pending={busy}>
              {t("sessionFiles:import.confirm")}
            </Button>
          ) : null}
          <Button look="secondary" name="step" value="cancel">
            {t("sessionFiles:import.cancel")}
          </Button>
        </div>
      </StepForm>
    </>
  );
}

/** Problems that are listed; the rest comes with the next try. */
const problemsShown = 100;

function Problems({ report: { refused, refusedRows } }: { report: Shown }) {
  const { t } = useTranslation();
  if (refusedRows === 0) return null;
  return (
    <div className="space-y-2">
      <h3>{t("sessionFiles:import.refusedRows")}</h3>
      <ProblemTable problems={refused} testId="problem" />
    </div>
  );
}

function Warnings({ report: { warnings, warned } }: { report: Shown }) {
  const { t } = useTranslation();
  if (warned === 0) return null;
  return (
    <div className="space-y-2">
      <h3>{t("sessionFiles:import.warnings")}</h3>
      <p className="text-ink-soft">{t("sessionFiles:import.warningsText")}</p>
      <ProblemTable problems={warnings} testId="warning" />
    </div>
  );
}

function ProblemTable({ problems, testId }: { problems: Shown["refused"]; testId: string }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="overflow-x-auto">
        <table className="w-full text-left">
          <tbody className="divide-y divide-line">
            {problems.slice(0, problemsShown).map((problem, at) => (
              <tr key={at} data-testid={testId}>
                <th scope="row" className="py-1 pr-4 align-top font-medium whitespace-nowrap">
                  {t("sessionFiles:import.line", { line: problem.line })}
                </th>
                <td className="py-1 pr-4 align-top text-ink-soft">
                  {problem.column === "" ? "" : t(`sessionFiles:column.${problem.column}`)}
                </td>
                <td className="py-1 align-top">{wordsOfProblem(t, problem)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problems.length > problemsShown ? (
        <p className="text-ink-soft">{t("sessionFiles:import.more", { count: problemsShown })}</p>
      ) : null}
    </>
  );
}

const isProblem = (reason: string): reason is keyof typeof sessionFiles.problem =>
  Object.hasOwn(sessionFiles.problem, reason);

const isCellProblem = (reason: string): reason is keyof typeof office.problem =>
  Object.hasOwn(office.problem, reason);

function wordsOfProblem(t: TFunction, { reason, values }: Shown["refused"][number]): string {
  const translate = t as (key: string, values: Record<string, unknown>) => string;
  if (isProblem(reason)) return translate(`sessionFiles:problem.${reason}`, values);
  if (isCellProblem(reason)) return translate(`office:problem.${reason}`, values);
  return errorText(t, reason, values);
}
