import { useParsedForm } from "#app/forms/use-parsed-form.ts";
import { getFormProps } from "@conform-to/react";
import { Form, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import type { FieldState } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/parts.tsx";
import type { Consequences } from "#app/sessions/consequences.ts";
import { ConsequenceList } from "./consequence-list.tsx";
import type { PlanAnswer } from "#app/sessions/plan/pages/plan-step.server.ts";

type Values = Record<string, string>;

/** What a control of a small form needs: the field, and what was typed. */
export type PlanFields = (name: string) => { field: FieldState; defaultValue: string | undefined };

/** A small form of a session's plan: checked while it is typed, and kept when it is refused. */
export function PlanForm(props: {
  intent: string;
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
  const { intent, answer, schema } = props;
  const busy = navigation.state !== "idle" && navigation.formData?.get("intent") === intent;
  const [form, fields] = useParsedForm<Values>({
    id: intent,
    lastResult: answer?.intent === intent ? answer.result : undefined,
    defaultValue: props.value,
    shouldRevalidate: "onInput",
    schemaOf: () => schema,
  });
  return (
    <Form method="post" {...getFormProps(form)} className="space-y-3">
      {form.errors ? <Notice tone="danger">{form.errors.join(" ")}</Notice> : null}
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="version" value={props.version} />
      {Object.entries(props.hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {answer?.intent === intent ? (
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
        {answer?.intent === intent && answer.consequences
          ? t("sessions:consequences.agree")
          : props.submit}
      </Button>
    </Form>
  );
}

/** A button that takes one thing out of the plan. */
export function RemoveButton(props: { intent: string; id: string; version: number; name: string }) {
  const { t } = useTranslation();
  return (
    <Form method="post">
      <input type="hidden" name="version" value={props.version} />
      <input type="hidden" name="id" value={props.id} />
      <Button
        look="quiet"
        name="intent"
        value={props.intent}
        aria-label={t("sessions:removeNamed", { name: props.name })}
      >
        {t("sessions:remove")}
      </Button>
    </Form>
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
    <Form method="post" className="space-y-3">
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="id" value={removal.id} />
      <ConsequenceList consequences={removal.consequences} zone={zone} />
      <Button look="danger" name="intent" value={removal.step}>
        {t("sessions:consequences.agree")}
      </Button>
    </Form>
  );
}
