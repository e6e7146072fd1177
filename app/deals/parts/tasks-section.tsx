import { Form, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { FieldError, TextField } from "#app/ui/fields.tsx";
import { Badge, Notice, Section } from "#app/ui/parts.tsx";
import type { DealContents, DealTask } from "#app/deals/contents.server.ts";
import type { DealView } from "#app/deals/record.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { refusalOf, type DealRefused } from "./refused.ts";
import { useSentForm } from "./use-sent-form.ts";
import { sideName } from "./words.ts";

interface Props {
  deal: DealView;
  contents: DealContents;
  clientKey: string;
  refused: DealRefused | undefined;
}

/** What is to be done, by whom and until when. */
export function TasksSection(props: Props) {
  const { t } = useTranslation();
  const { deal, contents } = props;
  const open = contents.tasks.filter(({ doneAt }) => doneAt === null);
  const done = contents.tasks.filter(({ doneAt }) => doneAt !== null);
  return (
    <div id="tasks">
      <Section title={t("deals:section.tasks")}>
        {contents.tasks.length === 0 ? (
          <p className="text-ink-soft">{t("deals:task.empty")}</p>
        ) : null}
        <ul className="space-y-3">
          {open.map((task) => (
            <TaskLine key={task.id} task={task} deal={deal} />
          ))}
        </ul>
        {done.length > 0 ? (
          <details>
            <summary className="link">{t("deals:task.doneList", { count: done.length })}</summary>
            <ul className="mt-2 space-y-3">
              {done.map((task) => (
                <TaskLine key={task.id} task={task} deal={deal} />
              ))}
            </ul>
          </details>
        ) : null}
        {deal.may.write ? <TaskForm {...props} /> : null}
      </Section>
    </div>
  );
}

function TaskLine({ task, deal }: { task: DealTask; deal: DealView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useNavigation().formData?.get("taskId") === task.id;
  const overdue = task.doneAt === null && task.dueOn < deal.today;
  const titleId = `task-${task.id}`;
  return (
    <li data-testid="task" className="space-y-1">
      <p id={titleId}>
        {task.title} {overdue ? <Badge tone="danger">{t("deals:task.overdue")}</Badge> : null}
        {task.doneAt === null && task.dueOn === deal.today ? (
          <Badge tone="warning">{t("deals:task.dueToday")}</Badge>
        ) : null}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm text-ink-soft">
        <span>
          {[task.personName ?? "", sideName(t, task.side, deal.side)]
            .filter((part) => part !== "")
            .join(" · ")}{" "}
          ·{" "}
          {task.doneAt === null
            ? t("deals:task.due", { date: format.date(task.dueOn) })
            : t("deals:task.doneBy", {
                name: task.doneByName ?? "",
                date: format.date(task.doneAt),
              })}
        </span>
        {deal.may.write ? (
          <Form method="post" preventScrollReset>
            <input type="hidden" name="step" value="taskDone" />
            <input type="hidden" name="taskId" value={task.id} />
            <Button
              name="done"
              value={String(task.doneAt === null)}
              look="quiet"
              pending={busy}
              aria-describedby={titleId}
            >
              {task.doneAt === null ? t("deals:task.done") : t("deals:task.reopen")}
            </Button>
          </Form>
        ) : null}
      </div>
    </li>
  );
}

function TaskForm(props: Props) {
  const { t } = useTranslation();
  const { deal } = props;
  const refused = refusalOf(props.refused, "task");
  const { form, clientKey, busy, onSubmit } = useSentForm({
    clientKey: props.clientKey,
    refused: refused !== undefined,
  });
  const assignee = { id: "assignee", name: "assignee", errors: refused?.errors.assignee };
  const sides = [
    ...(["demand", "supply"] as const),
    ...(deal.broker?.state === "active" ? (["broker"] as const) : []),
  ];
  return (
    <details open={refused !== undefined || undefined}>
      <summary className={`${buttonClass("secondary")} list-none`}>{t("deals:task.add")}</summary>
      <Form
        method="post"
        ref={form}
        onSubmit={onSubmit}
        className="mt-3 space-y-3"
        preventScrollReset
      >
        <input type="hidden" name="step" value="task" />
        <input type="hidden" name="clientKey" value={clientKey} />
        {refused?.errors.form ? (
          <Notice tone="danger">{refused.errors.form.join(" ")}</Notice>
        ) : null}
        <TextField
          field={{ id: "task-title", name: "title", errors: refused?.errors.title }}
          label={t("deals:task.title")}
          defaultValue={refused?.values.title}
          maxLength={200}
          required
        />
        <div className="space-y-1">
          <label htmlFor="assignee" className="block font-medium">
            {t("deals:task.assignee")}
          </label>
          <FieldError field={assignee} />
          <select
            id="assignee"
            name="assignee"
            className="control"
            aria-invalid={assignee.errors ? true : undefined}
            aria-describedby={assignee.errors ? "assignee-error" : undefined}
            defaultValue={refused?.values.assignee ?? deal.side ?? "demand"}
          >
            {sides.map((side) => (
              <optgroup key={side} label={codeName(t, "dealSides", side)}>
                <option value={side}>
                  {side === "broker"
                    ? (deal.broker?.name ?? "")
                    : t("deals:task.wholeSide", { side: sideName(t, side, deal.side) })}
                </option>
                {deal.assignable
                  .filter((person) => person.side === side)
                  .map(({ id, name }) => (
                    <option key={id} value={`${side}:${id}`}>
                      {name}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </div>
        <TextField
          field={{ id: "task-due", name: "dueOn", errors: refused?.errors.dueOn }}
          label={t("deals:task.dueOn")}
          type="date"
          defaultValue={refused?.values.dueOn}
          required
        />
        <Button pending={busy}>{t("common:action.save")}</Button>
      </Form>
    </details>
  );
}
