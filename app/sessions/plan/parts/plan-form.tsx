import { useStepForm } from "#app/forms/use-step-form.ts";
import { useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import type { FieldState } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { Consequences } from "#app/sessions/consequences.ts";
import { ConsequenceList } from "./consequence-list.tsx";
import type { PlanAnswer } from "#app/sessions/plan/pages/plan-step.server.ts";

type Values = Record<string, string>;

/** What a control of a small form needs: the field, and what was typed. */
export type PlanFields = (name: string) => { field: FieldState; defaultValue: string | undefined };

/** A small form of a session's plan: checked while it is typed, and kept when it is refused. */
export function PlanForm(props: {
  step: string;
  version: number;
  schema: z.ZodType;
  value: Values;
  answer: PlanAnswer | null | undefined;
  submit: string;
  hidden?: Record<string, string>;
  /** The session's zone, for the times of meetings that a change concerns. */
  zone?: string;
  children: (fields: PlanFields) => ReactNode;
}) {
  const { t } = useTranslation();
  const navigation = useNavigation();
  const { step, answer, schema } = props;
  const busy = navigation.state !== "idle" && navigation.formData?.get("step") === step;
  const { form, fields, formProps } = useStepForm<Values>({
    step,
    id: step,
    lastResult: answer?.step === step ? answer.result : undefined,
    defaultValue: props.value,
    shouldRevalidate: "onInput",
    schemaOf: () => schema,
  });
  return (
    <StepForm {...formProps} version={props.version} className="space-y-3">
      {form.errors ? <Notice tone="danger">{form.errors.join(" ")}</Notice> : null}
      {Object.entries(props.hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {answer?.step === step ? (
        <ConsequenceList consequences={answer.consequences} zone={props.zone ?? "UTC"} />
      ) : null}
      {props.children((name) => {
        const field = fields[name];
        if (!field) throw new Error(`no field ${name}`);
        // Only what is read while this form renders is followed.
        const { id, name: own, errors, initialValue } = field;
        return { field: { id, name: own, errors }, defaultValue: initialValue };
      })}
      <Button look="secondary" pending={busy}>
        {answer?.step === step && answer.consequences
          ? t("sessions:consequences.agree")
          : props.submit}
      </Button>
    </StepForm>
  );
}

/** A button that takes one thing out of the plan. */
export function RemoveButton(props: { step: string; id: string; version: number; name: string }) {
  const { t } = useTranslation();
  return (
    <StepForm step={props.step} row={{ id: props.id }} version={props.version}>
      <Button look="quiet" aria-label={t("sessions:removeNamed", { name: props.name })}>
        {t("sessions:remove")}
      </Button>
    </StepForm>
  );
}

/** Asks whether something that meetings stand in the way of is to be taken away, with what happens to them. */
export function RemovalQuestion(props: {
  removal: { step: string; id: string; consequences: Consequences };
  version: number;
  zone: string;
}) {
  const { t } = useTranslation();
  const { removal, version, zone } = props;
  return (
    <StepForm step={removal.step} row={{ id: removal.id }} version={version} className="space-y-3">
      <ConsequenceList consequences={removal.consequences} zone={zone} />
      <Button look="danger">{t("sessions:consequences.agree")}</Button>
    </StepForm>
  );
}
