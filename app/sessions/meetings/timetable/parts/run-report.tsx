import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Facts, Notice, Section, type Tone } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { RunReport, RunView } from "#app/sessions/meetings/timetable/timetable.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

const tones: Partial<Record<RunView["state"], Tone>> = {
  done: "success",
  outdated: "warning",
  failed: "danger",
};

/** How the last run of the scheduler stands or ended. */
export function RunProgress({ run }: { run: RunView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress, state } = run;
  const busy = state === "waiting" || state === "running";
  return (
    <Notice tone={tones[state] ?? "info"}>
      <p>
        {state === "done" && run.report?.preview
          ? t("meetings:previewDone")
          : state === "failed" && run.failure === "silent"
            ? t("meetings:run.silent")
            : t(`meetings:run.${state}`)}
      </p>
      {busy ? (
        <>
          <progress
            max={1}
            value={progress?.passed ?? 0}
            aria-label={t("meetings:run.running")}
            className="w-full accent-accent"
          />
          {progress === null ? null : (
            <p className="text-sm tabular-nums">
              {t("meetings:progress", {
                passed: format.percent(Math.min(1, progress.passed)),
                value: format.number(progress.value, 2),
                bound: format.number(progress.bound, 2),
              })}
            </p>
          )}
          <StepForm step="stop" row={{ runId: run.id }}>
            <Button look="secondary">{t("meetings:stop")}</Button>
          </StepForm>
        </>
      ) : null}
    </Notice>
  );
}

/** What a run reported: its value against the bound, how fair it is, and what moved. */
export function RunFigures(props: {
  report: RunReport;
  names: Record<string, string>;
  /** The words for a place: slot and table. */
  placeOf: (slot: string, table: string) => string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { report, names, placeOf } = props;
  const { fairness } = report;
  return (
    <Section title={t("meetings:report")}>
      <Facts
        facts={[
          [t("meetings:placed"), t("meetings:placedCount", { count: report.placed })],
          [t("meetings:value"), format.number(report.value, 2)],
          [t("meetings:bound"), format.number(report.bound, 2)],
          [t("meetings:gap"), `${format.number(report.gap * 100, 2)}%`],
          [
            t("meetings:fairness"),
            <span key="fairness">
              {t("meetings:withoutMeeting", {
                people: fairness.people,
                without: fairness.withoutMeeting,
                avoidable: fairness.avoidable,
              })}
              <br />
              {t("meetings:balance", { balance: format.number(fairness.balance, 2) })}
            </span>,
          ],
        ]}
      />
      <p className="text-sm text-ink-soft">{t("meetings:formula")}</p>
      <h3>{t("meetings:moved")}</h3>
      {report.moved.length === 0 ? (
        <p className="text-ink-soft">{t("meetings:nothingMoved")}</p>
      ) : (
        <ul className="list-disc pl-5">
          {report.moved.map(({ wish, from, to }) => (
            <li key={wish}>
              {names[wish]}
              <span className="block text-sm text-ink-soft">
                {to === null
                  ? t("meetings:movedOut", { from: placeOf(from.slot, from.table) })
                  : t("meetings:movedTo", {
                      from: placeOf(from.slot, from.table),
                      to: placeOf(to.slot, to.table),
                    })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
