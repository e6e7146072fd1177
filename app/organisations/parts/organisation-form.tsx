import { useStepForm } from "#app/forms/use-step-form.ts";
import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { SelectField, TextArea, TextField } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { organisationSchema } from "#app/accounts/schema.ts";
import { organisationKinds, regions } from "#app/codes/codes.ts";
import { codeOptions } from "#app/i18n/codes.ts";

type Profile = {
  name: string;
  nameEn: string;
  kind: string;
  region: string;
  profile: string;
  website: string;
};

/** The profile of an organisation: to register it, and to change it later. */
export function OrganisationForm(props: { value: Partial<Profile>; submit: string }) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { form, fields, formProps } = useStepForm<Profile>({
    step: "profile",
    id: "organisation",
    defaultValue: props.value,
    shouldRevalidate: "onInput",
    schemaOf: () => organisationSchema,
  });
  const errors = Object.values(fields).flatMap((field) =>
    (field.errors ?? []).map((message) => ({ id: field.id, message })),
  );
  return (
    <StepForm {...formProps} className="card space-y-4">
      {form.errors ? <Notice tone="danger">{form.errors.join(" ")}</Notice> : null}
      <ErrorSummary title={t("errors:summary", { count: errors.length })} errors={errors} />
      <TextField
        field={fields.name}
        label={t("organisations:name")}
        defaultValue={fields.name.initialValue}
        autoComplete="organization"
      />
      <TextField
        field={fields.nameEn}
        label={t("organisations:nameEn")}
        needed={false}
        defaultValue={fields.nameEn.initialValue}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          field={fields.kind}
          label={t("organisations:kind")}
          options={codeOptions(t, "organisationKinds", organisationKinds)}
          defaultValue={fields.kind.initialValue}
        />
        <SelectField
          field={fields.region}
          label={t("organisations:region")}
          options={codeOptions(t, "regions", regions)}
          defaultValue={fields.region.initialValue}
        />
      </div>
      <TextArea
        field={fields.profile}
        label={t("organisations:profile")}
        needed={false}
        limit={2000}
        defaultValue={fields.profile.initialValue}
      />
      <TextField
        field={fields.website}
        label={t("organisations:website")}
        needed={false}
        type="url"
        defaultValue={fields.website.initialValue}
      />
      <Button name="step" value="profile" pending={busy}>
        {props.submit}
      </Button>
    </StepForm>
  );
}
