import { useStepForm } from "#app/forms/use-step-form.ts";
import { FormProvider } from "@conform-to/react";
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
  amendmentDraftSchema,
  amendmentSchema,
  contractCompleteSchema,
  contractDraftSchema,
  type AmendmentContent,
  type ContractContent,
} from "#app/contracts/schema.ts";
import { limits } from "#app/listings/values.ts";
import { DraftBackup } from "#app/posts/parts/draft-backup.tsx";
import { codeName, codeOptions, type CodeList } from "#app/i18n/codes.ts";
import { MilestoneRows } from "./milestone-rows.tsx";
import { NumberField } from "#app/ui/number-field.tsx";

type TextName = Exclude<keyof ContractContent, "milestones">;

/** The forms of a contract's text, among those of their pages. */
export const contractForm = { step: ["save", "propose"] } as const;
export const amendmentForm = { step: "amend" } as const;

interface ContractFormProps {
  value: ContractContent;
  /** What the person started from; null for a contract that was never saved. */
  version: number | null;
  backupKey: string;
  /** It changes a signed contract: it needs a reason, and leaves the kind alone. */
  amends?: boolean;
}

/** What a field says beside its name. */
interface Extra {
  hint?: string;
  needed?: boolean | string;
}

/** The text of a contract: drafts may be incomplete, what is proposed may not. */
export function ContractForm({ value, version, backupKey, amends = false }: ContractFormProps) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { form, fields, given, formProps } = useStepForm<AmendmentContent>({
    ...(amends ? amendmentForm : contractForm),
    id: "contract",
    defaultValue: value,
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    schemaOf: (sent) => {
      const step = sent.get("step");
      if (amends) return step === "restore" ? amendmentDraftSchema : amendmentSchema;
      return step === "propose" ? contractCompleteSchema : contractDraftSchema;
    },
  });
  const labelOf = (name: string): string =>
    name === "reason"
      ? t("contracts:amendReason")
      : t(`contracts:field.${name.split(/[.[]/)[0] as TextName | "milestones"}`);
  const errors = Object.entries(form.allErrors)
    .filter(([name]) => name !== "")
    .flatMap(([name, messages]) =>
      messages.map((message) => ({ id: `${form.id}-${name}`, label: labelOf(name), message })),
    );
  const line = (name: TextName, extra: Extra & { type?: string; limit?: number } = {}) => (
    <TextField
      field={fields[name]}
      label={t(`contracts:field.${name}`)}
      limit={limits.line}
      defaultValue={fields[name].initialValue}
      {...extra}
    />
  );
  const amountOf = (name: "contractAmount" | "technologyAmount", hint: string) => (
    <NumberField
      kind="amount"
      field={fields[name]}
      label={t(`contracts:field.${name}`)}
      hint={hint}
      defaultValue={fields[name].initialValue}
    />
  );
  const area = (name: TextName, extra: Extra = {}) => (
    <TextArea
      field={fields[name]}
      label={t(`contracts:field.${name}`)}
      limit={limits.text}
      defaultValue={fields[name].initialValue}
      {...extra}
    />
  );
  const select = (name: TextName, list: CodeList, codes: readonly string[], extra: Extra = {}) => (
    <SelectField
      field={fields[name]}
      label={t(`contracts:field.${name}`)}
      options={codeOptions(t, list, codes)}
      defaultValue={fields[name].initialValue}
      {...extra}
    />
  );
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
      <StepForm {...formProps} version={version} className="min-w-0 space-y-5">
        {/* Enter in a field saves; it never proposes. */}
        {amends ? null : (
          <button name="step" value="save" className="sr-only" tabIndex={-1} aria-hidden="true">
            {t("contracts:saveDraft")}
          </button>
        )}
        <ErrorSummary title={t("errors:summary", { count: errors.length })} errors={errors} />
        <DraftBackup formId={form.id} storageKey={backupKey} saved={given === null} />

        <Section title={t("contracts:section.basics")}>
          {line("title", { limit: limits.title })}
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
            {select("licenceType", "licenceTypes", licenceTypes, {
              needed: t("contracts:needed.licenceType"),
            })}
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
            {amountOf("contractAmount", t("contracts:hint.amount"))}
            {amountOf("technologyAmount", t("contracts:hint.technologyAmount"))}
            {select("payment", "paymentMethods", paymentMethods)}
          </div>
          {area("royaltyTerms", {
            needed: t("contracts:needed.royaltyTerms"),
            hint: t("contracts:hint.royaltyTerms"),
          })}
        </Section>

        <Section title={t("contracts:section.milestones")}>
          <MilestoneRows form={form} field={fields.milestones} />
        </Section>

        <Section title={t("contracts:section.ip")}>
          <div className="grid items-end gap-4 sm:grid-cols-3">
            {select("ipOwnership", "ipOwnerships", ipOwnerships)}
            {select("ipKind", "ipKinds", ipKinds, { needed: t("contracts:needed.ipKind") })}
            {line("ipNumber", { needed: t("contracts:needed.ipNumber") })}
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
              field={fields.reason}
              label={t("contracts:amendReason")}
              limit={1000}
              defaultValue={fields.reason.initialValue}
            />
          </Section>
        ) : null}

        <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap gap-3 border-t border-line bg-page px-4 py-3">
          {amends ? (
            <Button pending={busy}>{t("contracts:sendAmendment")}</Button>
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
