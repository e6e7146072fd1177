import { useStepForm } from "#app/forms/use-step-form.ts";
import { FormProvider } from "@conform-to/react";
import { useNavigation } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { SelectField, TextArea } from "#app/ui/fields.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import {
  proposalSchema,
  submissionProposalSchema,
  type ProposalContent,
} from "#app/challenges/content.ts";
import type { ChallengeMilestone } from "#app/challenges/terms.ts";
import { limits } from "#app/listings/values.ts";
import { DraftBackup } from "#app/posts/parts/draft-backup.tsx";
import { useFormat } from "#app/i18n/use-format.ts";
import { useAutosave } from "./use-autosave.ts";
import { NumberField } from "#app/ui/number-field.tsx";

interface ProposalFormProps {
  value: ProposalContent;
  milestones: ChallengeMilestone[];
  /** Null before the first save. */
  version: number | null;
  backupKey: string;
  /** The page comes from a save, whose text is safe on the server. */
  justSaved: boolean;
  results: { id: string; title: string }[];
  submitted: boolean;
  /** The deadline has passed. */
  closed: boolean;
  /** The bidder's names, which reviewers must not read. */
  names: string[];
}

type BlindName = "approach" | "team" | "earlier";

/** The form of a proposal, among those of its page. */
export const proposalForm = { step: ["save", "submit"] } as const;

/** The form of a proposal; it saves itself. */
export function ProposalForm(props: ProposalFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useNavigation().state !== "idle";
  const { milestones } = props;
  const { form, fields, given, formProps } = useStepForm<ProposalContent>({
    ...proposalForm,
    id: "proposal",
    defaultValue: props.value,
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    schemaOf: (sent) => {
      const submits = sent.get("step") === "submit";
      return submits ? submissionProposalSchema(milestones.length, props.names) : proposalSchema;
    },
  });
  const saving = useAutosave(form.id, props.version);
  const { backupKey } = props;
  useEffect(() => {
    if (saving.at !== null) localStorage.removeItem(backupKey);
  }, [saving.at, backupKey]);
  const plan = (fields.plan.initialValue ?? []) as (string | undefined)[];
  const planError = (index: number) => form.allErrors[`plan[${index}]`];
  const labelOf = (name: string): string => {
    const row = /^plan\[(\d+)\]$/.exec(name)?.[1];
    if (row === undefined)
      return t(`challenges:proposal.${name as BlindName | "price" | "people" | "plan"}`);
    const index = Number(row);
    return t("challenges:proposal.planOf", {
      number: index + 1,
      title: milestones[index]?.title ?? "",
    });
  };
  const errors = Object.entries(form.allErrors)
    .filter(([name]) => name !== "")
    .flatMap(([name, messages]) =>
      messages.map((message) => ({ id: `${form.id}-${name}`, label: labelOf(name), message })),
    );
  const area = (name: BlindName, hint?: string) => (
    <TextArea
      field={fields[name]}
      label={labelOf(name)}
      hint={hint}
      limit={limits.text}
      defaultValue={fields[name].initialValue}
    />
  );
  return (
    <FormProvider context={form.context}>
      <StepForm {...formProps} className="space-y-5">
        <input type="hidden" name="version" value={saving.version ?? ""} />
        {/* Enter in a field saves; it never hands in. */}
        <button name="step" value="save" className="sr-only" tabIndex={-1} aria-hidden="true">
          {t("challenges:proposal.save")}
        </button>
        <ErrorSummary title={t("errors:summary", { count: errors.length })} errors={errors} />
        <DraftBackup
          formId={form.id}
          storageKey={props.backupKey}
          saved={given === null && !props.justSaved}
        />
        <Section title={t("challenges:proposal.title")}>
          <Notice>
            <p className="font-semibold">{t("challenges:proposal.blind")}</p>
            <p>{t("challenges:proposal.blindText")}</p>
          </Notice>
          {area("approach")}
          <fieldset className="space-y-3" id={`${form.id}-plan`}>
            <legend className="font-medium">{t("challenges:proposal.plan")}</legend>
            {milestones.map((_, index) => (
              <TextArea
                key={index}
                field={{
                  id: `${form.id}-plan[${index}]`,
                  name: `plan[${index}]`,
                  errors: planError(index),
                }}
                label={labelOf(`plan[${index}]`)}
                limit={limits.text}
                defaultValue={plan[index]}
              />
            ))}
          </fieldset>
          {area("team", t("challenges:proposal.teamHint"))}
          {area("earlier")}
          <NumberField
            kind="amount"
            field={fields.price}
            label={labelOf("price")}
            hint={t("challenges:hint.award")}
            defaultValue={fields.price.initialValue}
          />
        </Section>
        <Section title={t("challenges:proposal.people")}>
          <TextArea
            field={fields.people}
            label={labelOf("people")}
            hint={t("challenges:proposal.peopleHint")}
            needed={false}
            limit={limits.text}
            defaultValue={fields.people.initialValue}
          />
          {props.results.length > 0 ? (
            <SelectField
              field={fields.resultId}
              label={t("challenges:proposal.result")}
              hint={t("challenges:proposal.peopleHint")}
              needed={false}
              options={props.results.map(({ id, title }) => ({ value: id, label: title }))}
              defaultValue={fields.resultId.initialValue}
            />
          ) : null}
        </Section>
        <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center gap-3 border-t border-line bg-page px-4 py-3">
          {props.closed ? null : (
            <Button name="step" value="submit" pending={busy}>
              {props.submitted
                ? t("challenges:proposal.resubmit")
                : t("challenges:proposal.submit")}
            </Button>
          )}
          <Button name="step" value="save" look="secondary" pending={busy}>
            {t("challenges:proposal.save")}
          </Button>
          <span role="status" className="text-sm text-ink-soft">
            {saving.state === "failed"
              ? t("challenges:proposal.autosaveFailed")
              : saving.state === "saving"
                ? t("challenges:proposal.autosaving")
                : saving.at
                  ? t("challenges:proposal.autosaved", { time: format.time(saving.at) })
                  : ""}
          </span>
        </div>
      </StepForm>
    </FormProvider>
  );
}
