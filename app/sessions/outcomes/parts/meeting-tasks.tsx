import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useGivenForm, type FormIdentity } from "#app/forms/form-identity.ts";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { SelectField, TextField } from "#app/ui/fields.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { MeetingTask } from "#app/sessions/outcomes/meeting-tasks.server.ts";
import { meetingTaskSchema } from "#app/sessions/outcomes/ratings.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { PlanForm } from "#app/sessions/plan/parts/plan-form.tsx";
import { TaskLine, TaskList } from "#app/tasks/parts/task-list.tsx";

interface TaskProps {
  today: string;
  /** Where steps are sent to; null where the viewer takes none. */
  action: string | null;
  colleagues: { id: string; name: string }[];
}

/** What one side has to do after a meeting. */
export function MeetingTasks(props: TaskProps & { tasks: MeetingTask[] }) {
  const { t } = useTranslation();
  const { tasks, action, ...rest } = props;
  const adding = useGivenForm({ step: "task" });
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
                open: adding !== null,
                form: <TaskForm key={tasks.length} form={{ step: "task" }} {...rest} />,
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
  partner,
}: TaskProps & {
  task: MeetingTask;
  /** On a list of several meetings: whom it is about, and the meeting's page. */
  partner?: { name: string; to: string };
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const row = { taskId: task.id };
  const [changing, removing] = [
    { step: "taskChange", row },
    { step: "taskRemove", row },
  ];
  const [givenChange, givenRemoval] = [useGivenForm(changing), useGivenForm(removing)];
  const open = givenChange !== null || givenRemoval !== null;
  return (
    <TaskLine
      task={task}
      today={today}
      mark={action === null ? null : { action, step: "taskDone" }}
      below={
        <>
          {action === null || partner ? null : (
            <details open={open || undefined} className="no-print">
              <summary
                className="link cursor-pointer text-sm"
                aria-label={t("sessionAfter:editTaskOf", { title: task.title })}
              >
                {t("sessionAfter:editTask")}
              </summary>
              <div className="mt-2 space-y-3">
                <TaskForm key={task.version} form={changing} {...{ task, colleagues, today }} />
                <ConfirmDialog
                  action={t("sessionAfter:taskRemove")}
                  look="quiet"
                  title={t("sessionAfter:taskRemoveTitle")}
                >
                  <StepForm {...removing} version={task.version} action={action}>
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
  form: Pick<FormIdentity, "row"> & { step: string };
  task?: MeetingTask;
  colleagues: TaskProps["colleagues"];
  today: string;
}) {
  const { t } = useTranslation();
  const { form, task, colleagues, today } = props;
  return (
    <PlanForm
      {...form}
      version={task?.version ?? null}
      schema={meetingTaskSchema}
      value={{
        title: task?.title ?? "",
        dueOn: task?.dueOn ?? "",
        assigneeId: task?.assigneeId ?? "",
      }}
      submit={t("sessionAfter:taskSave")}
    >
      {(fieldOf) => {
        const [title, due, assignee] = [fieldOf("title"), fieldOf("dueOn"), fieldOf("assigneeId")];
        return (
          <>
            <TextField {...title} label={t("tasks:title")} limit={200} />
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
