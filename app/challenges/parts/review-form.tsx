import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { Facts, Notice } from "#app/ui/parts.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import type { ReviewTask } from "#app/challenges/evaluation.server.ts";
import type { Criterion } from "#app/challenges/terms.ts";
import { ChallengeStep } from "./parts.tsx";
import { NumberField } from "#app/ui/number-field.tsx";

interface TaskProps {
  task: ReviewTask;
  criteria: Criterion[];
}

/** What an expert has to say of one proposal: first of interests, then of the proposal. */
export function ReviewForm({ task, criteria }: TaskProps) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { id, state, version } = task;
  if (state === "conflicted") return <Notice>{t("challenges:review.conflicted")}</Notice>;
  if (state === "removed") return <Notice>{t("challenges:review.removed")}</Notice>;
  if (state === "submitted") return <FixedReview task={task} criteria={criteria} />;
  if (state === "assigned")
    return (
      <div className="space-y-3">
        <p>{t("challenges:review.declareText")}</p>
        <ChallengeStep
          step="none"
          row={{ reviewId: id }}
          version={version}
          label={t("challenges:review.none")}
        />
        <ConflictForm task={task} label={t("challenges:review.conflict")} />
      </div>
    );
  return (
    <div className="space-y-4 border-t border-line pt-4">
      <StepForm
        step={["save", "submit"]}
        row={{ reviewId: id }}
        version={version}
        className="space-y-3"
      >
        {/* Enter in a field saves; it never hands in. */}
        <button name="step" value="save" className="sr-only" tabIndex={-1} aria-hidden="true">
          {t("challenges:review.save")}
        </button>
        <div className="grid gap-3 sm:grid-cols-2">
          {criteria.map((criterion, index) => (
            <NumberField
              kind="score"
              key={index}
              field={{ id: `${id}-score-${index}`, name: `scores[${index}]` }}
              label={t("challenges:review.criterion", {
                name: criterion.name,
                weight: criterion.weight ?? "0",
              })}
              hint={t("challenges:review.scoreHint")}
              defaultValue={task.scores[index]}
            />
          ))}
        </div>
        <TextArea
          field={{ id: `${id}-comment`, name: "comment" }}
          label={t("challenges:review.comment")}
          hint={t("challenges:review.commentHint")}
          limit={4000}
          defaultValue={task.comment}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button name="step" value="submit" pending={busy}>
            {t("challenges:review.submit")}
          </Button>
          <Button name="step" value="save" look="secondary" pending={busy}>
            {t("challenges:review.save")}
          </Button>
          <span className="text-sm text-ink-soft">{t("challenges:review.submitText")}</span>
        </div>
      </StepForm>
      <ConflictForm task={task} label={t("challenges:review.conflictLater")} />
    </div>
  );
}

function ConflictForm({ task, label }: { task: ReviewTask; label: string }) {
  const { t } = useTranslation();
  const row = { reviewId: task.id };
  const given = useGivenForm({ step: "conflict", row });
  return (
    <details open={given !== null}>
      <summary className="inline-flex min-h-10 cursor-pointer items-center underline">
        {label}
      </summary>
      <ChallengeStep
        step="conflict"
        row={row}
        version={task.version}
        look="danger"
        label={t("challenges:review.conflict")}
      >
        <TextArea
          field={{ id: `${task.id}-reason`, name: "reason" }}
          label={t("challenges:review.reason")}
          limit={1000}
        />
      </ChallengeStep>
    </details>
  );
}

function FixedReview({ task, criteria }: Pick<TaskProps, "task" | "criteria">) {
  const { t } = useTranslation();
  return (
    <div className="space-y-2 border-t border-line pt-4">
      <Notice tone="success">{t("challenges:review.fixed")}</Notice>
      <Facts
        facts={[
          ...criteria.map((criterion, index): [string, string] => [
            t("challenges:review.criterion", {
              name: criterion.name,
              weight: criterion.weight ?? "0",
            }),
            task.scores[index] ?? "",
          ]),
          [t("challenges:review.comment"), task.comment],
        ]}
      />
    </div>
  );
}
