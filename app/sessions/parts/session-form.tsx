import { severalOf } from "#app/forms/parse-form.ts";
import { useStepForm } from "#app/forms/use-step-form.ts";
import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Checkbox, Choices, SelectField, TextArea, TextField } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { clusters } from "#app/codes/codes.ts";
import { sessionSchema } from "#app/sessions/schema.ts";
import { codeOptions } from "#app/i18n/codes.ts";
import { ConsequenceList } from "#app/sessions/plan/parts/consequence-list.tsx";
import { schedulers, sessionModes, wishRules } from "#app/codes/session-codes.ts";
import { NumberField } from "#app/ui/number-field.tsx";

/** What the form of a session shows: every field as it is typed. */
export type SessionValues = {
  title: string;
  titleEn: string;
  summary: string;
  mode: string;
  place: string;
  zone: string;
  clusters: string[];
  capacity: string;
  peoplePerOrganisation: string;
  registrationOpensAt: string;
  registrationClosesAt: string;
  needsApproval: string;
  wishRule: string;
  schedulingBy: string;
  meetingsPerPerson: string;
  meetingsPerOrganisation: string;
};

/** The basics of a session: to begin one, and to change it later. */
export function SessionForm(props: {
  value: SessionValues;
  /** As its person read it; null of one that is new. */
  version: number | null;
  submit: string;
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { form, fields, given, formProps } = useStepForm<SessionValues>({
    step: "save",
    id: "session",
    defaultValue: props.value,
    shouldRevalidate: "onInput",
    schemaOf: () => sessionSchema,
  });
  const consequences = given?.consequences;
  // The fields are a proxy without keys; what is not read here is not followed.
  const names = Object.keys(props.value) as (keyof SessionValues)[];
  const errors = names.flatMap((name) =>
    (fields[name].errors ?? []).map((message) => ({
      id: fields[name].id,
      message,
      label: t(`sessions:field.${name}`),
    })),
  );
  const text = (name: keyof SessionValues) => ({
    field: fields[name],
    label: t(`sessions:field.${name}`),
    defaultValue: fields[name].initialValue as string | undefined,
  });
  const named = <Code extends string>(codes: readonly Code[], name: (code: Code) => string) =>
    codes.map((value) => ({ value, label: name(value) }));
  return (
    <StepForm {...formProps} version={props.version} className="card space-y-4">
      {form.errors ? <Notice tone="danger">{form.errors.join(" ")}</Notice> : null}
      <ErrorSummary title={t("errors:summary", { count: errors.length })} errors={errors} />
      <TextField {...text("title")} limit={120} />
      <TextField {...text("titleEn")} needed={false} limit={200} />
      <TextArea {...text("summary")} needed={false} limit={4000} rows={6} />
      <Choices
        kind="checkbox"
        field={fields.clusters}
        label={t("sessions:field.clusters")}
        needed={false}
        options={codeOptions(t, "clusters", clusters)}
        chosen={severalOf(fields.clusters.initialValue)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          {...text("mode")}
          options={named(sessionModes, (code) => t(`sessions:mode.${code}`))}
        />
        <TextField {...text("place")} needed={t("sessions:field.placeNeeded")} limit={200} />
        <TextField {...text("zone")} hint={t("sessions:field.zoneHint")} />
        <NumberField
          kind="whole"
          {...text("capacity")}
          hint={t("sessions:field.capacityHint")}
          needed={false}
        />
        <TextField {...text("registrationOpensAt")} type="datetime-local" needed={false} />
        <TextField {...text("registrationClosesAt")} type="datetime-local" needed={false} />
        <NumberField kind="whole" {...text("peoplePerOrganisation")} />
        <div className="self-end">
          <Checkbox
            field={fields.needsApproval}
            label={t("sessions:field.needsApproval")}
            checked={fields.needsApproval.initialValue === "on"}
          />
        </div>
        <SelectField
          {...text("wishRule")}
          options={named(wishRules, (code) => t(`sessions:wishRule.${code}`))}
        />
        <SelectField
          {...text("schedulingBy")}
          options={named(schedulers, (code) => t(`sessions:schedulingBy.${code}`))}
        />
        <NumberField kind="whole" {...text("meetingsPerPerson")} />
        <NumberField kind="whole" {...text("meetingsPerOrganisation")} />
      </div>
      <ConsequenceList consequences={consequences} zone={props.value.zone} />
      <Button pending={busy}>
        {consequences ? t("sessions:consequences.agree") : props.submit}
      </Button>
    </StepForm>
  );
}
