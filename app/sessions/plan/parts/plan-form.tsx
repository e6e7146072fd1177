import { useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { formFields } from "#app/forms/form-fields.ts";
import { nameOfForm, useGivenForm, type FormIdentity } from "#app/forms/form-identity.ts";
import { severalOf } from "#app/forms/parse-form.ts";
import { useStepForm } from "#app/forms/use-step-form.ts";
import { Button } from "#app/ui/button.tsx";
import type { FieldState } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { ConsequenceList } from "./consequence-list.tsx";

type Values = Record<string, string | string[]>;

/** What a control of a small form needs: the field, and what was typed. */
type PlanFields = (name: string) => { field: FieldState; defaultValue: string | undefined };
/** The same of a field that takes several. */
type PlanChoices = (name: string) => { field: FieldState; chosen: string[] };

/** A small form of a session's plan: checked while it is typed, and kept when it is refused. */
export function PlanForm(props: {
  step: string;
  row?: FormIdentity["row"];
  /** Of what it changes, as its person read it; null of what is new. */
  version: number | null;
  schema: z.ZodType;
  value: Values;
  submit: string;
  /** The session's zone, for the times of meetings that a change concerns. */
  zone?: string;
  children: (fields: PlanFields, choices: PlanChoices) => ReactNode;
}) {
  const { t } = useTranslation();
  const navigation = useNavigation();
  const { step, row, schema } = props;
  const name = nameOfForm({ step, row });
  const busy = navigation.state !== "idle" && navigation.formData?.get(formFields.name) === name;
  const { form, fields, given, formProps } = useStepForm<Values>({
    ...{ step, row },
    id: name,
    defaultValue: props.value,
    shouldRevalidate: "onInput",
    schemaOf: () => schema,
  });
  const fieldOf = (fieldName: string) => {
    const field = fields[fieldName];
    if (!field) throw new Error(`no field ${fieldName}`);
    // Only what is read while this form renders is followed.
    const { id, errors, initialValue } = field;
    return { field: { id, name: field.name, errors }, initialValue };
  };
  const textOf: PlanFields = (fieldName) => {
    const { field, initialValue } = fieldOf(fieldName);
    return { field, defaultValue: typeof initialValue === "string" ? initialValue : undefined };
  };
  const choicesOf: PlanChoices = (fieldName) => {
    const { field, initialValue } = fieldOf(fieldName);
    return { field, chosen: severalOf(initialValue) };
  };
  return (
    <StepForm {...formProps} version={props.version} className="space-y-3">
      {form.errors ? <Notice tone="danger">{form.errors.join(" ")}</Notice> : null}
      <ConsequenceList consequences={given?.consequences} zone={props.zone ?? "UTC"} />
      {props.children(textOf, choicesOf)}
      <Button look="secondary" pending={busy}>
        {given?.consequences ? t("sessions:consequences.agree") : props.submit}
      </Button>
    </StepForm>
  );
}

/** A button that takes one thing out of the plan, and asks first where meetings stand in the way. */
export function RemoveButton(props: {
  step: string;
  id: string;
  version: number;
  name: string;
  /** The session's zone, for the times of meetings that it concerns. */
  zone?: string;
}) {
  const { t } = useTranslation();
  const { step, version, name, zone = "UTC" } = props;
  const row = { id: props.id };
  const given = useGivenForm({ step, row });
  const asks = given?.consequences ?? null;
  return (
    <StepForm {...{ step, row, version }} className={given ? "w-full space-y-3 pb-3" : undefined}>
      <ConsequenceList consequences={asks} zone={zone} />
      {asks === null ? (
        <Button look="quiet" aria-label={t("sessions:removeNamed", { name })}>
          {t("sessions:remove")}
        </Button>
      ) : (
        <Button look="danger">{t("sessions:consequences.agree")}</Button>
      )}
    </StepForm>
  );
}
