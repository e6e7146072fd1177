import { Form, Link, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { SelectField, TextField } from "#app/ui/fields.tsx";
import { Badge, Notice } from "#app/ui/parts.tsx";
import type { MeetingTask } from "#app/sessions/outcomes/meeting-tasks.server.ts";
import { meetingTaskSchema } from "#app/sessions/outcomes/ratings.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { PlanForm } from "#app/sessions/plan/parts/plan-form.tsx";
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
  const open = tasks.filter(({ done }) => !done);
  const done = tasks.filter((task) => task.done);
  const lineProps = { ...rest, action };
  return (
    <div className="space-y-3">
      <p className="text-sm text-ink-soft">{t("sessionAfter:tasksHint")}</p>
      {tasks.length === 0 ? <p className="text-ink-soft">{t("sessionAfter:noTasks")}</p> : null}
      <ul className="space-y-3">
        {open.map((task) => (
          <TaskLine key={task.id} task={task} {...lineProps} />
        ))}
      </ul>
      {done.length > 0 ? (
        <details>
          <summary className="link cursor-pointer">
            {t("sessionAfter:doneTasks", { count: done.length })}
          </summary>
          <ul className="mt-2 space-y-3">
            {done.map((task) => (
              <TaskLine key={task.id} task={task} {...lineProps} />
            ))}
          </ul>
        </details>
      ) : null}
      {action === null ? null : (
        <details open={props.answer?.intent === "task" || undefined}>
          <summary className={`${buttonClass("secondary")} list-none`}>
            {t("sessionAfter:addTask")}
          </summary>
          <div className="mt-3">
            <TaskForm key={tasks.length} intent="task" {...rest} />
          </div>
        </details>
      )}
    </div>
  );
}

/** One follow-up with its day; it can be done, changed and taken away where an action is given. */
export function TaskLine({
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
  const busy = useNavigation().formData?.get("intent") === `taskDone:${task.id}`;
  const changing = `taskChange:${task.id}`;
  const removing = answer?.intent === `taskRemove:${task.id}` ? answer.result.error : undefined;
  const titleId = `task-${task.id}`;
  return (
    <li data-testid="task" className="space-y-1">
      <p id={titleId} className={task.done ? "text-ink-soft line-through" : undefined}>
        {task.title}{" "}
        {!task.done && task.dueOn < today ? (
          <Badge tone="danger">{t("sessionAfter:overdue")}</Badge>
        ) : null}
        {!task.done && task.dueOn === today ? (
          <Badge tone="warning">{t("sessionAfter:dueToday")}</Badge>
        ) : null}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm text-ink-soft">
        <span>
          {partner ? (
            <>
              <Link to={partner.to} className="link">
                {partner.name}
              </Link>
              {" · "}
            </>
          ) : null}
          {task.assigneeName ?? t("sessionAfter:wholeOrganisation")} ·{" "}
          {t("sessionAfter:due", { date: format.date(task.dueOn) })}
        </span>
        {action === null ? null : (
          <Form method="post" action={action} preventScrollReset className="no-print">
            <input type="hidden" name="intent" value={`taskDone:${task.id}`} />
            <Button
              name="done"
              value={String(!task.done)}
              look="quiet"
              pending={busy}
              aria-describedby={titleId}
            >
              {task.done ? t("sessionAfter:taskReopen") : t("sessionAfter:taskDone")}
            </Button>
          </Form>
        )}
      </div>
      {removing ? <Notice tone="danger">{Object.values(removing).flat().join(" ")}</Notice> : null}
      {action === null || partner ? null : (
        <details open={answer?.intent === changing || undefined} className="no-print">
          <summary
            className="link cursor-pointer text-sm"
            aria-label={t("sessionAfter:editTaskOf", { title: task.title })}
          >
            {t("sessionAfter:editTask")}
          </summary>
          <div className="mt-2 space-y-3">
            <TaskForm
              key={task.version}
              {...{ intent: changing, task, colleagues, answer, today }}
            />
            <ConfirmDialog
              action={t("sessionAfter:taskRemove")}
              look="quiet"
              title={t("sessionAfter:taskRemoveTitle")}
            >
              <Form method="post" action={action}>
                <input type="hidden" name="version" value={task.version} />
                <Button look="danger" name="intent" value={`taskRemove:${task.id}`}>
                  {t("sessionAfter:taskRemove")}
                </Button>
              </Form>
            </ConfirmDialog>
          </div>
        </details>
      )}
    </li>
  );
}

function TaskForm(props: {
  intent: string;
  task?: MeetingTask;
  colleagues: TaskProps["colleagues"];
  answer: PlanAnswer | undefined;
  today: string;
}) {
  const { t } = useTranslation();
  const { intent, task, colleagues, answer, today } = props;
  return (
    <PlanForm
      intent={intent}
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
            <TextField {...title} label={t("sessionAfter:taskTitle")} maxLength={200} />
            <TextField
              {...due}
              label={t("sessionAfter:taskDue")}
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
