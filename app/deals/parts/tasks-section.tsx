import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { FieldError, TextField } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { DealContents, DealTask } from "#app/deals/contents.server.ts";
import type { DealView } from "#app/deals/record.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { useGivenField } from "#app/forms/given-back.ts";
import { TaskLine, TaskList } from "#app/tasks/parts/task-list.tsx";
import { useSentForm } from "./use-sent-form.ts";
import { sideName } from "./words.ts";

interface Props {
  deal: DealView;
  contents: DealContents;
  clientKey: string;
}

/** What is to be done, by whom and until when. */
export function TasksSection(props: Props) {
  const { t } = useTranslation();
  const { deal, contents } = props;
  const given = useGivenForm({ step: "task" });
  return (
    <div id="tasks">
      <Section title={t("deals:section.tasks")}>
        <TaskList
          tasks={contents.tasks}
          empty={t("deals:task.empty")}
          lineOf={(task) => <DealTaskLine key={task.id} task={task} deal={deal} />}
          add={
            deal.may.write
              ? {
                  label: t("deals:task.add"),
                  open: given !== null,
                  form: <TaskForm {...props} />,
                }
              : null
          }
        />
      </Section>
    </div>
  );
}

function DealTaskLine({ task, deal }: { task: DealTask; deal: DealView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const when =
    task.doneAt === null
      ? t("tasks:due", { date: format.date(task.dueOn) })
      : t("deals:task.doneBy", { name: task.doneByName ?? "", date: format.date(task.doneAt) });
  return (
    <TaskLine task={task} today={deal.today} mark={deal.may.write ? { step: "taskDone" } : null}>
      {[task.personName ?? "", sideName(t, task.side, deal.side), when]
        .filter((part) => part !== "")
        .join(" · ")}
    </TaskLine>
  );
}

function TaskForm(props: Props) {
  const { t } = useTranslation();
  const { deal } = props;
  const given = useGivenForm({ step: "task" });
  const { form, round, clientKey, busy, onSubmit } = useSentForm({
    clientKey: props.clientKey,
    refused: given !== null,
  });
  return (
    <StepForm
      key={round}
      step="task"
      ref={form}
      onSubmit={onSubmit}
      className="space-y-3"
      preventScrollReset
    >
      <input type="hidden" name="clientKey" value={clientKey} />
      <TextField
        field={{ id: "task-title", name: "title" }}
        label={t("tasks:title")}
        limit={200}
        required
      />
      <AssigneeField deal={deal} />
      <TextField
        field={{ id: "task-due", name: "dueOn" }}
        label={t("tasks:dueOn")}
        type="date"
        required
      />
      <Button pending={busy}>{t("common:action.save")}</Button>
    </StepForm>
  );
}

/** A side, or one of its people. */
function AssigneeField({ deal }: { deal: DealView }) {
  const { t } = useTranslation();
  const { values, errors } = useGivenField("assignee");
  const assignee = { id: "assignee", name: "assignee", errors };
  const sides = [
    ...(["demand", "supply"] as const),
    ...(deal.broker?.state === "active" ? (["broker"] as const) : []),
  ];
  return (
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
        defaultValue={values?.[0] ?? deal.side ?? "demand"}
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
  );
}
