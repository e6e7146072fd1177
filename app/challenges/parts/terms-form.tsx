import { useStepForm } from "#app/forms/use-step-form.ts";
import { FormProvider, type FieldMetadata, type FormMetadata } from "@conform-to/react";
import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Choices, TextArea, TextField } from "#app/ui/fields.tsx";
import { FormRows } from "#app/ui/form-rows.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import {
  challengeIpOwnerships,
  submissionTermsSchema,
  termsSchema,
  type Criterion,
  type ChallengeMilestone,
  type Terms,
} from "#app/challenges/terms.ts";
import { limits } from "#app/listings/values.ts";
import { DraftBackup } from "#app/posts/parts/draft-backup.tsx";
import { NumberField } from "#app/ui/number-field.tsx";

interface TermsFormProps {
  value: Terms;
  /** What the person started from. */
  version: number;
  /** Names the browser's own copy of unsaved text. */
  backupKey: string;
}

/** The form of a challenge, among those of its page. */
export const termsForm = { step: ["save", "submit"] } as const;

/** The form of a challenge: drafts may be incomplete, a submission may not. */
export function ChallengeTermsForm(props: TermsFormProps) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { form, fields, given, formProps } = useStepForm<Terms>({
    ...termsForm,
    id: "terms",
    defaultValue: props.value,
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    schemaOf: (sent) => {
      const submits = sent.get("step") === "submit";
      return submits ? submissionTermsSchema(new Date()) : termsSchema;
    },
  });
  const errors = Object.entries(form.allErrors)
    .filter(([name]) => name !== "")
    .flatMap(([name, messages]) => {
      const top = name.split(/[.[]/)[0] as keyof Terms;
      return messages.map((message) => ({
        id: `${form.id}-${name}`,
        label: t(`challenges:field.${top}`),
        message,
      }));
    });
  const area = (name: "summary" | "fundingRule" | "conditions", hint: string) => (
    <TextArea
      field={fields[name]}
      label={t(`challenges:field.${name}`)}
      hint={hint}
      limit={limits.text}
      defaultValue={fields[name].initialValue}
    />
  );
  return (
    <FormProvider context={form.context}>
      <StepForm {...formProps} version={props.version} className="space-y-5">
        {/* Enter in a field saves; it never submits for approval. */}
        <button name="step" value="save" className="sr-only" tabIndex={-1} aria-hidden="true">
          {t("challenges:edit.save")}
        </button>
        <ErrorSummary title={t("errors:summary", { count: errors.length })} errors={errors} />
        <DraftBackup formId={form.id} storageKey={props.backupKey} saved={given === null} />
        <Section title={t("challenges:termsTitle")}>
          {area("summary", t("challenges:hint.summary"))}
          <div className="grid gap-4 sm:grid-cols-2">
            <NumberField
              kind="amount"
              field={fields.award}
              label={t("challenges:field.award")}
              hint={t("challenges:hint.award")}
              defaultValue={fields.award.initialValue}
            />
            <TextField
              field={fields.deadline}
              label={t("challenges:field.deadline")}
              hint={t("challenges:hint.deadline")}
              type="datetime-local"
              defaultValue={fields.deadline.initialValue}
            />
          </div>
          {area("conditions", t("challenges:hint.conditions"))}
          {area("fundingRule", t("challenges:hint.fundingRule"))}
          <Choices
            kind="radio"
            field={fields.ipOwnership}
            label={t("challenges:field.ipOwnership")}
            options={challengeIpOwnerships.map((code) => ({
              value: code,
              label: t(`challenges:ip.${code}`),
            }))}
            chosen={fields.ipOwnership.initialValue ? [fields.ipOwnership.initialValue] : []}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              field={fields.ipNote}
              label={t("challenges:field.ipNote")}
              needed={false}
              limit={limits.line}
              defaultValue={fields.ipNote.initialValue}
            />
            <NumberField
              kind="whole"
              field={fields.objectionDays}
              label={t("challenges:field.objectionDays")}
              hint={t("challenges:hint.objectionDays")}
              defaultValue={fields.objectionDays.initialValue}
            />
          </div>
        </Section>
        <Section title={t("challenges:field.milestones")}>
          <MilestoneRows form={form} field={fields.milestones} />
        </Section>
        <Section title={t("challenges:field.criteria")}>
          <CriterionRows form={form} field={fields.criteria} />
        </Section>
        <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap gap-3 border-t border-line bg-page px-4 py-3">
          <Button name="step" value="submit" pending={busy}>
            {t("challenges:edit.submit")}
          </Button>
          <Button name="step" value="save" look="secondary" pending={busy}>
            {t("challenges:edit.save")}
          </Button>
        </div>
      </StepForm>
    </FormProvider>
  );
}

type TermsMeta = Pick<FormMetadata, "insert" | "remove">;

function MilestoneRows(props: { form: TermsMeta; field: FieldMetadata<ChallengeMilestone[]> }) {
  const { t } = useTranslation();
  const { form, field } = props;
  return (
    <FormRows
      form={form}
      field={field}
      hint={t("challenges:hint.milestones")}
      columns="sm:grid-cols-[1fr_11rem_9rem_auto]"
      rowName={(number) => t("challenges:milestone.row", { number })}
      removeName={(number) => t("challenges:milestone.remove", { number })}
      addName={t("challenges:milestone.add")}
      added={{ title: "" }}
    >
      {(cells) => (
        <>
          <TextField
            field={cells.title}
            label={t("challenges:milestone.title")}
            limit={limits.title}
            defaultValue={cells.title.initialValue}
          />
          <TextField
            field={cells.due}
            label={t("challenges:milestone.due")}
            type="date"
            defaultValue={cells.due.initialValue}
          />
          <NumberField
            kind="percent"
            field={cells.share}
            label={t("challenges:milestone.share")}
            defaultValue={cells.share.initialValue}
          />
        </>
      )}
    </FormRows>
  );
}

function CriterionRows(props: { form: TermsMeta; field: FieldMetadata<Criterion[]> }) {
  const { t } = useTranslation();
  const { form, field } = props;
  return (
    <FormRows
      form={form}
      field={field}
      hint={t("challenges:hint.criteria")}
      columns="sm:grid-cols-[1fr_9rem_auto]"
      rowName={(number) => t("challenges:criterion.row", { number })}
      removeName={(number) => t("challenges:criterion.remove", { number })}
      addName={t("challenges:criterion.add")}
      added={{ name: "" }}
    >
      {(cells) => (
        <>
          <TextField
            field={cells.name}
            label={t("challenges:criterion.name")}
            limit={limits.title}
            defaultValue={cells.name.initialValue}
          />
          <NumberField
            kind="percent"
            field={cells.weight}
            label={t("challenges:criterion.weight")}
            defaultValue={cells.weight.initialValue}
          />
        </>
      )}
    </FormRows>
  );
}
