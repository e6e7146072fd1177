import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { SelectField, TextField } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { MeetingTask } from "#app/sessions/outcomes/meeting-tasks.server.ts";
import { meetingTaskSchema } from "#app/sessions/outcomes/ratings.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { PlanForm } from "#app/sessions/plan/parts/plan-form.tsx";
import { TaskLine, TaskList } from "#app/tasks/parts/task-list.tsx";
import type { PlanAnswer } from "#app/sessions/plan/pages/plan-step.server.ts";

interface TaskProps {
  today: string;
  /** Where steps are sent to; null where the viewer takes none. */
  action: string | null;
  colleagues: { id: string; name: string }[];
  answer: PlanAnswer | undefined;
}

/** What one side has to do after a meeting. */
export function MeetingTasks(props: TaskProps & { tasks: MeetingTask[] }) {
  const { t } = useTranslation();
  const { tasks, action, ...rest } = props;
  return (
    <div className="space-y-3">
      <p className="text-sm text-ink-soft">{t("sessionAfter:tasksHint")}</p>
      <TaskList
        tasks={tasks}
        empty={t("sessionAfter:noTasks")}
        lineOf={(task) => <MeetingTaskLine key={task.id} {...{ ...rest, action, task }} />}
        add={
          action === null
            ? null
            : {
                label: t("sessionAfter:addTask"),
                open: props.answer?.step === "task",
                form: <TaskForm key={tasks.length} step="task" {...rest} />,
              }
        }
      />
    </div>
  );
}

/** One follow-up with its day; it can be done, changed and taken away where an action is given. */
export function MeetingTaskLine({
  task,
  today,
  action,
  colleagues,
  answer,
  partner,
}: TaskProps & {
  task: MeetingTask;
  /** On a list of several meetings: whom it is about, and the meeting's page. */
  partner?: { name: string; to: string };
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const changing = `taskChange:${task.id}`;
  const removing = answer?.step === `taskRemove:${task.id}` ? answer.result.error : undefined;
  return (
    <TaskLine
      task={task}
      today={today}
      mark={action === null ? null : { action, step: `taskDone:${task.id}` }}
      below={
        <>
          {removing ? (
            <Notice tone="danger">{Object.values(removing).flat().join(" ")}</Notice>
          ) : null}
          {action === null || partner ? null : (
            <details open={answer?.step === changing || undefined} className="no-print">
              <summary
                className="link cursor-pointer text-sm"
                aria-label={t("sessionAfter:editTaskOf", { title: task.title })}
              >
                {t("sessionAfter:editTask")}
              </summary>
              <div className="mt-2 space-y-3">
                <TaskForm
                  key={task.version}
                  {...{ step: changing, task, colleagues, answer, today }}
                />
                <ConfirmDialog
                  action={t("sessionAfter:taskRemove")}
                  look="quiet"
                  title={t("sessionAfter:taskRemoveTitle")}
                >
                  <StepForm step={`taskRemove:${task.id}`} version={task.version} action={action}>
                    <Button look="danger">{t("sessionAfter:taskRemove")}</Button>
                  </StepForm>
                </ConfirmDialog>
              </div>
            </details>
          )}
        </>
      }
    >
      {partner ? (
        <>
          <Link to={partner.to} className="link">
            {partner.name}
          </Link>
          {" · "}
        </>
      ) : null}
      {task.assigneeName ?? t("sessionAfter:wholeOrganisation")} ·{" "}
      {t("tasks:due", { date: format.date(task.dueOn) })}
    </TaskLine>
  );
}

function TaskForm(props: {
  step: string;
  task?: MeetingTask;
  colleagues: TaskProps["colleagues"];
  answer: PlanAnswer | undefined;
  today: string;
}) {
  const { t } = useTranslation();
  const { step, task, colleagues, answer, today } = props;
  return (
    <PlanForm
      step={step}
      version={task?.version ?? 0}
      schema={meetingTaskSchema}
      value={{
        title: task?.title ?? "",
        dueOn: task?.dueOn ?? "",
        assigneeId: task?.assigneeId ?? "",
      }}
      answer={answer}
      submit={t("sessionAfter:taskSave")}
    >
      {(fieldOf) => {
        const [title, due, assignee] = [fieldOf("title"), fieldOf("dueOn"), fieldOf("assigneeId")];
        return (
          <>
            <TextField {...title} label={t("tasks:title")} maxLength={200} />
            <TextField
              {...due}
              label={t("tasks:dueOn")}
              type="date"
              min={task ? undefined : today}
            />
            <SelectField
              {...assignee}
              label={t("sessionAfter:taskAssignee")}
              hint={t("sessionAfter:assigneeHint")}
              needed={false}
              options={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </>
        );
      }}
    </PlanForm>
  );
}
