import { useStepForm } from "#app/forms/use-step-form.ts";
import { useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { mailInput, TextField } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";

export interface AuthInput {
  name: string;
  label: string;
  type: "text" | "email" | "password";
  autoComplete: string;
  hint?: string;
}

/** A short form of the account pages: checked in the browser as on the server. */
export function AuthForm(props: {
  title: string;
  intro?: ReactNode;
  /** Where it is sent; the page it stands on unless given. */
  action?: string;
  schema: z.ZodObject;
  inputs: AuthInput[];
  submit: string;
  defaultValue?: Record<string, string>;
  hidden?: Record<string, string>;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { form, fields, formProps } = useStepForm<Record<string, string>>({
    step: "send",
    defaultValue: props.defaultValue,
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    schemaOf: () => props.schema,
  });
  const errors = props.inputs.flatMap(({ name, label }) => {
    const field = fields[name];
    return (field?.errors ?? []).map((message) => ({ id: field?.id ?? "", label, message }));
  });
  return (
    <div className="mx-auto max-w-md space-y-5">
      <h1>{props.title}</h1>
      {props.intro}
      <StepForm action={props.action} {...formProps} className="card space-y-4">
        {form.errors ? <Notice tone="danger">{form.errors.join(" ")}</Notice> : null}
        {errors.length > 1 ? (
          <ErrorSummary title={t("errors:summary", { count: errors.length })} errors={errors} />
        ) : null}
        {props.inputs.map(({ name, label, hint, type, autoComplete }) => {
          const field = fields[name];
          return field ? (
            <TextField
              key={name}
              field={field}
              label={label}
              hint={hint}
              {...(type === "email" ? mailInput : { type })}
              autoComplete={autoComplete}
              defaultValue={type === "password" ? undefined : field.initialValue}
            />
          ) : null;
        })}
        {Object.entries(props.hidden ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Button pending={busy} className="w-full">
          {props.submit}
        </Button>
      </StepForm>
      {props.children}
    </div>
  );
}
