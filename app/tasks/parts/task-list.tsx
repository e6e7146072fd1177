import { useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formFields } from "#app/forms/form-fields.ts";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { Badge } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";

export interface ListedTask {
  id: string;
  title: string;
  /** A calendar day, YYYY-MM-DD. */
  dueOn: string;
  done: boolean;
}

/** Tasks, those that are done folded away, and the form that adds one. */
export function TaskList<Task extends ListedTask>(props: {
  tasks: readonly Task[];
  empty: string;
  lineOf: (task: Task) => ReactNode;
  /** Null where the viewer adds none. */
  add: { label: string; open: boolean; form: ReactNode } | null;
}) {
  const { t } = useTranslation();
  const { tasks, empty, lineOf, add } = props;
  const done = tasks.filter((task) => task.done);
  return (
    <>
      {tasks.length === 0 ? <p className="text-ink-soft">{empty}</p> : null}
      <ul className="space-y-3 empty:hidden">{tasks.filter((task) => !task.done).map(lineOf)}</ul>
      {done.length > 0 ? (
        <details>
          <summary className="link cursor-pointer">
            {t("tasks:doneList", { count: done.length })}
          </summary>
          <ul className="mt-2 space-y-3">{done.map(lineOf)}</ul>
        </details>
      ) : null}
      {add ? (
        <details open={add.open || undefined}>
          <summary className={`${buttonClass("secondary")} list-none`}>{add.label}</summary>
          <div className="mt-3">{add.form}</div>
        </details>
      ) : null}
    </>
  );
}

/** One task: what is to be done, until when and by whom; it is marked as done here. */
export function TaskLine(props: {
  task: ListedTask;
  /** YYYY-MM-DD */
  today: string;
  /** Who does it and until when, or who did it. */
  children: ReactNode;
  /** How it is marked as done or open again; null where the viewer takes no step. */
  mark: {
    /** Where it is sent to, when that is not this page. */
    action?: string;
    step: string;
  } | null;
  below?: ReactNode;
}) {
  const { t } = useTranslation();
  const { task, today, mark } = props;
  const sent = useNavigation().formData;
  const busy =
    sent !== undefined &&
    mark !== null &&
    sent.get("taskId") === task.id &&
    sent.get(formFields.step) === mark.step;
  const titleId = `task-${task.id}`;
  return (
    <li data-testid="task" className="space-y-1">
      <p id={titleId} className={task.done ? "text-ink-soft line-through" : undefined}>
        {task.title}{" "}
        {!task.done && task.dueOn < today ? (
          <Badge tone="danger">{t("tasks:overdue")}</Badge>
        ) : null}
        {!task.done && task.dueOn === today ? (
          <Badge tone="warning">{t("tasks:dueToday")}</Badge>
        ) : null}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm text-ink-soft">
        <span>{props.children}</span>
        {mark ? (
          <StepForm
            step={mark.step}
            row={{ taskId: task.id }}
            {...(mark.action ? { action: mark.action } : {})}
            preventScrollReset
            className="no-print"
          >
            <Button
              name="done"
              value={String(!task.done)}
              look="quiet"
              pending={busy}
              aria-describedby={titleId}
            >
              {task.done ? t("tasks:reopen") : t("tasks:done")}
            </Button>
          </StepForm>
        ) : null}
      </div>
      {props.below}
    </li>
  );
}
