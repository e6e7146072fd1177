import { useStepForm } from "#app/forms/use-step-form.ts";
import { FormProvider, type SubmissionResult } from "@conform-to/react";
import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { SelectField, TextArea, TextField } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import {
  clusters,
  contractKinds,
  ipKinds,
  ipOwnerships,
  licenceTypes,
  partyNatures,
  paymentMethods,
  regions,
} from "#app/codes/codes.ts";
import {
  contractCompleteSchema,
  contractDraftSchema,
  type ContractContent,
} from "#app/contracts/schema.ts";
import { limits } from "#app/listings/values.ts";
import { DraftBackup } from "#app/posts/parts/draft-backup.tsx";
import { codeName, codeOptions, type CodeList } from "#app/i18n/codes.ts";
import { MilestoneRows } from "./milestone-rows.tsx";

type TextName = Exclude<keyof ContractContent, "milestones">;

interface ContractFormProps {
  value: ContractContent;
  lastResult: SubmissionResult<string[]> | null | undefined;
  /** Whose text this is, should the sign-in expire meanwhile. */
  /** What the person started from; null for a contract that was never saved. */
  version: number | null;
  backupKey: string;
  /** An amendment needs a reason, and leaves the kind alone. */
  amends?: { reason: string; reasonError: string | null };
}

/** The text of a contract: drafts may be incomplete, what is proposed may not. */
export function ContractForm(props: ContractFormProps) {
  const { t } = useTranslation();
  const { value, amends } = props;
  const busy = useNavigation().state !== "idle";
  const { form, fields, formProps } = useStepForm<ContractContent>({
    step: amends ? "amend" : ["save", "propose"],
    id: "contract",
    lastResult: props.lastResult,
    defaultValue: value,
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    schemaOf: (sent) => {
      const whole = ["propose", "amend"].includes(String(sent.get("step")));
      return whole ? contractCompleteSchema : contractDraftSchema;
    },
  });
  const labelOf = (name: string): string =>
    t(`contracts:field.${name.split(/[.[]/)[0] as TextName | "milestones"}`);
  const errors = [
    ...Object.entries(form.allErrors)
      .filter(([name]) => name !== "")
      .flatMap(([name, messages]) =>
        messages.map((message) => ({ id: `${form.id}-${name}`, label: labelOf(name), message })),
      ),
    ...(amends?.reasonError
      ? [{ id: "reason", label: t("contracts:amendReason"), message: amends.reasonError }]
      : []),
  ];
  const line = (
    name: TextName,
    extra: { hint?: string; needed?: boolean; type?: string; maxLength?: number } = {},
  ) => (
    <TextField
      field={fields[name]}
      label={t(`contracts:field.${name}`)}
      maxLength={limits.line}
      defaultValue={fields[name].initialValue}
      {...extra}
    />
  );
  const area = (name: TextName, extra: { hint?: string; needed?: boolean } = {}) => (
    <TextArea
      field={fields[name]}
      label={t(`contracts:field.${name}`)}
      maxLength={limits.text}
      defaultValue={fields[name].initialValue}
      {...extra}
    />
  );
  const select = (
    name: TextName,
    list: CodeList,
    codes: readonly string[],
    extra: { hint?: string; needed?: boolean } = {},
  ) => (
    <SelectField
      field={fields[name]}
      label={t(`contracts:field.${name}`)}
      options={codeOptions(t, list, codes)}
      defaultValue={fields[name].initialValue}
      {...extra}
    />
  );
  const optional = (hint?: string) => ({ needed: false, ...(hint ? { hint } : {}) });
  const side = (which: "buyer" | "seller") => (
    <fieldset className="min-w-0 space-y-4">
      <legend className="font-semibold">{t(`contracts:section.${which}`)}</legend>
      <p>{value[`${which}Name`]}</p>
      <input type="hidden" name={`${which}Name`} value={value[`${which}Name`]} />
      {select(`${which}Region`, "regions", regions)}
      {select(`${which}Nature`, "partyNatures", partyNatures)}
      {line(`${which}Signatory`)}
    </fieldset>
  );

  return (
    <FormProvider context={form.context}>
      <StepForm {...formProps} className="min-w-0 space-y-5">
        {props.version === null ? null : (
          <input type="hidden" name="revision" value={props.version} />
        )}
        {/* Enter in a field saves; it never proposes. */}
        {amends ? null : (
          <button name="step" value="save" className="sr-only" tabIndex={-1} aria-hidden="true">
            {t("contracts:saveDraft")}
          </button>
        )}
        <ErrorSummary title={t("errors:summary", { count: errors.length })} errors={errors} />
        <DraftBackup
          formId={form.id}
          storageKey={props.backupKey}
          saved={props.lastResult === undefined}
        />

        <Section title={t("contracts:section.basics")}>
          {line("title", { maxLength: limits.title })}
          <div className="grid gap-4 sm:grid-cols-2">
            {amends ? (
              <div>
                <p className="font-medium">{t("contracts:field.kind")}</p>
                <p>{codeName(t, "contractKinds", value.kind ?? "")}</p>
                <input type="hidden" name="kind" value={value.kind ?? ""} />
              </div>
            ) : (
              select("kind", "contractKinds", contractKinds, { hint: t("contracts:hint.kind") })
            )}
            {select(
              "licenceType",
              "licenceTypes",
              licenceTypes,
              optional(t("contracts:hint.licenceType")),
            )}
            {select("cluster", "clusters", clusters)}
            {line("field")}
            {line("validFrom", { type: "date" })}
            {line("validTo", { type: "date" })}
            {line("place")}
          </div>
        </Section>

        <Section title={t("contracts:section.parties")}>
          <p className="text-sm text-ink-soft">{t("contracts:hint.names")}</p>
          <div className="grid gap-6 sm:grid-cols-2">
            {side("buyer")}
            {side("seller")}
          </div>
        </Section>

        <Section title={t("contracts:section.money")}>
          <div className="grid items-end gap-4 sm:grid-cols-2">
            {line("contractAmount", { hint: t("contracts:hint.amount") })}
            {line("technologyAmount", { hint: t("contracts:hint.technologyAmount") })}
            {select("payment", "paymentMethods", paymentMethods)}
          </div>
          {area("royaltyTerms", optional(t("contracts:hint.royaltyTerms")))}
        </Section>

        <Section title={t("contracts:section.milestones")}>
          <MilestoneRows form={form} field={fields.milestones} />
        </Section>

        <Section title={t("contracts:section.ip")}>
          <div className="grid items-end gap-4 sm:grid-cols-3">
            {select("ipOwnership", "ipOwnerships", ipOwnerships)}
            {select("ipKind", "ipKinds", ipKinds, optional())}
            {line("ipNumber", optional(t("contracts:hint.ipNumber")))}
          </div>
        </Section>

        <Section title={t("contracts:section.text")}>
          {area("subject")}
          {area("content")}
          {area("confidentiality")}
          {area("acceptanceStandard")}
          {area("liability")}
        </Section>

        {amends ? (
          <Section title={t("contracts:amendReason")}>
            <TextArea
              field={{
                id: "reason",
                name: "reason",
                errors: amends.reasonError ? [amends.reasonError] : undefined,
              }}
              label={t("contracts:amendReason")}
              maxLength={1000}
              defaultValue={amends.reason}
            />
          </Section>
        ) : null}

        <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap gap-3 border-t border-line bg-page px-4 py-3">
          {amends ? (
            <Button name="step" value="amend" pending={busy}>
              {t("contracts:sendAmendment")}
            </Button>
          ) : (
            <>
              <Button name="step" value="propose" pending={busy}>
                {t("contracts:saveAndPropose")}
              </Button>
              <Button name="step" value="save" look="secondary" pending={busy}>
                {t("contracts:saveDraft")}
              </Button>
            </>
          )}
        </div>
      </StepForm>
    </FormProvider>
  );
}
