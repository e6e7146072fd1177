import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { useTranslation } from "react-i18next";
import { SelectField, TextField } from "#app/ui/fields.tsx";
import { FormRows } from "#app/ui/form-rows.tsx";
import { comparisons, ipKinds, ipStates } from "#app/codes/codes.ts";
import type { IndicatorsField, IntellectualProperty } from "#app/listings/components.ts";
import type { IndicatorRow } from "#app/listings/values.ts";
import { codeOptions } from "#app/i18n/codes.ts";
import { NumberField } from "#app/ui/number-field.tsx";

type Form = Pick<FormMetadata, "insert" | "remove">;

/** The technical indicators, a row each; rows are added and removed also without scripts. */
export function IndicatorRows(props: {
  form: Form;
  field: FieldMetadata<IndicatorRow[]>;
  declared: IndicatorsField;
}) {
  const { t } = useTranslation();
  const { form, field, declared } = props;
  return (
    <FormRows
      form={form}
      field={field}
      {...(declared.hint ? { hint: t(`listings:hint.${declared.hint}`) } : {})}
      columns="sm:grid-cols-6"
      rowName={(number) => t("listings:indicator.row", { number })}
      removeName={(number) => t("listings:indicator.remove", { number })}
      addName={t("listings:indicator.add")}
      added={{ comparison: "ge" }}
    >
      {(cells) => (
        <>
          <div className="sm:col-span-2">
            <TextField
              field={cells.name}
              label={t("listings:indicator.name")}
              defaultValue={cells.name.initialValue}
            />
          </div>
          <SelectField
            field={cells.comparison}
            label={t("listings:indicator.comparison")}
            options={codeOptions(t, "comparisons", comparisons)}
            defaultValue={cells.comparison.initialValue ?? "ge"}
          />
          <NumberField
            kind="number"
            field={cells.value}
            label={t("listings:indicator.value")}
            defaultValue={cells.value.initialValue}
          />
          <NumberField
            kind="number"
            field={cells.upper}
            label={t("listings:indicator.upper")}
            needed={t("listings:needed.upper")}
            defaultValue={cells.upper.initialValue}
          />
          <TextField
            field={cells.unit}
            label={t("listings:indicator.unit")}
            needed={false}
            defaultValue={cells.unit.initialValue}
          />
          {declared.side === "wanted" ? (
            <div className="sm:col-span-2">
              <TextField
                field={cells.today}
                label={t("listings:indicator.today")}
                needed={false}
                defaultValue={cells.today.initialValue}
              />
            </div>
          ) : null}
          <div className="sm:col-span-3">
            <TextField
              field={cells.method}
              label={t("listings:indicator.method")}
              needed={false}
              defaultValue={cells.method.initialValue}
            />
          </div>
        </>
      )}
    </FormRows>
  );
}

/** The intellectual property of a result, a row each. */
export function PropertyRows(props: { form: Form; field: FieldMetadata<IntellectualProperty[]> }) {
  const { t } = useTranslation();
  const { form, field } = props;
  return (
    <FormRows
      form={form}
      field={field}
      columns="sm:grid-cols-5"
      rowName={(number) => t("listings:indicator.row", { number })}
      removeName={(number) => t("listings:ip.remove", { number })}
      addName={t("listings:ip.add")}
      added={{ kind: "invention_patent", state: "granted" }}
    >
      {(cells) => (
        <>
          <SelectField
            field={cells.kind}
            label={t("listings:ip.kind")}
            options={codeOptions(t, "ipKinds", ipKinds)}
            defaultValue={cells.kind.initialValue}
          />
          <TextField
            field={cells.number}
            label={t("listings:ip.number")}
            needed={false}
            defaultValue={cells.number.initialValue}
          />
          <SelectField
            field={cells.state}
            label={t("listings:ip.state")}
            options={codeOptions(t, "ipStates", ipStates)}
            defaultValue={cells.state.initialValue ?? "granted"}
          />
          <TextField
            field={cells.owner}
            label={t("listings:ip.owner")}
            needed={false}
            defaultValue={cells.owner.initialValue}
          />
        </>
      )}
    </FormRows>
  );
}
