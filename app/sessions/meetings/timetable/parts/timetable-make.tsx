import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/fields.tsx";
import { Section, StateBadge } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { runSeconds } from "#app/sessions/schema.ts";
import type { RunView } from "#app/sessions/meetings/timetable/timetable.server.ts";
import {
  timetableStates,
  type SchedulingBy,
  type TimetableState,
} from "#app/codes/session-codes.ts";
import { RunProgress } from "./run-report.tsx";
import { NumberField } from "#app/ui/number-field.tsx";

/** Asks the scheduler for a timetable, shows how its run stands, and makes the timetable public. */
export function TimetableMake(props: {
  session: { version: number; timetable: TimetableState; schedulingBy: SchedulingBy };
  run: RunView | null;
  /** Whether the scheduler may be asked now. */
  mayRun: boolean;
  hasMeetings: boolean;
}) {
  const { t } = useTranslation();
  const { session, run, mayRun } = props;
  const busy = run?.state === "waiting" || run?.state === "running";
  return (
    <Section
      title={t("meetings:make")}
      aside={
        <StateBadge
          state={session.timetable}
          label={t(`meetings:timetableState.${session.timetable}`)}
        />
      }
    >
      {run ? <RunProgress run={run} /> : <p className="text-ink-soft">{t("meetings:formula")}</p>}
      <div className="flex flex-wrap items-end justify-between gap-3">
        {mayRun && !busy ? (
          <StepForm step="run" version={session.version} className="flex flex-wrap items-end gap-3">
            <NumberField
              kind="whole"
              field={{ id: "seconds", name: "seconds" }}
              label={t("meetings:limit")}
              hint={t("meetings:limitHint", runSeconds)}
              needed={false}
            />
            <Checkbox
              key={session.schedulingBy}
              field={{ id: "preview", name: "preview" }}
              label={t("meetings:preview")}
              checked={session.schedulingBy === "participants"}
            />
            <Button>{t("meetings:make")}</Button>
          </StepForm>
        ) : null}
        {props.hasMeetings ? (
          <StepForm step="publish" version={session.version} className="flex flex-wrap gap-2">
            {timetableStates
              .filter((state) => state !== session.timetable)
              .map((state) => (
                <Button key={state} name="state" value={state} look="secondary">
                  {t(`meetings:publish.${state}`)}
                </Button>
              ))}
            <Button type="button" look="quiet" onClick={() => window.print()}>
              {t("meetings:print")}
            </Button>
          </StepForm>
        ) : null}
      </div>
    </Section>
  );
}
