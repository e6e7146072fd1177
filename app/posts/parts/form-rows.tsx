import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { useTranslation } from "react-i18next";
import { SelectField, TextField } from "#app/ui/fields.tsx";
import { FormRows } from "#app/ui/form-rows.tsx";
import { comparisons, ipKinds, ipStates } from "#app/codes/codes.ts";
import type { IndicatorRow } from "#app/posts/fields.ts";
import type { ResultContent } from "#app/posts/result-schema.ts";
import { codeOptions } from "#app/i18n/codes.ts";
import type { PostFormValue } from "./post-form-value.ts";

type PostFormMeta = FormMetadata<PostFormValue, string[]>;
type Property = ResultContent["intellectualProperty"][number];

/** The technical indicators, a row each; rows are added and removed also without scripts. */
export function IndicatorRows(props: {
  form: PostFormMeta;
  field: FieldMetadata<IndicatorRow[]>;
  isNeed: boolean;
}) {
  const { t } = useTranslation();
  const { form, field, isNeed } = props;
  return (
    <FormRows
      field={field}
      hint={isNeed ? t("posts:hint.indicators") : t("posts:hint.resultIndicators")}
      columns="sm:grid-cols-6"
      rowName={(number) => t("posts:indicator.row", { number })}
      remove={{
        label: (number) => t("posts:indicator.remove", { number }),
        button: (index) => form.remove.getButtonProps({ name: field.name, index }),
      }}
      add={{
        label: t("posts:indicator.add"),
        button: form.insert.getButtonProps({
          name: field.name,
          defaultValue: { comparison: "ge" },
        }),
      }}
    >
      {(cells) => (
        <>
          <div className="sm:col-span-2">
            <TextField
              field={cells.name}
              label={t("posts:indicator.name")}
              defaultValue={cells.name.initialValue}
            />
          </div>
          <SelectField
            field={cells.comparison}
            label={t("posts:indicator.comparison")}
            options={codeOptions(t, "comparisons", comparisons)}
            defaultValue={cells.comparison.initialValue ?? "ge"}
          />
          <TextField
            field={cells.value}
            label={t("posts:indicator.value")}
            inputMode="decimal"
            defaultValue={cells.value.initialValue}
          />
          <TextField
            field={cells.upper}
            label={t("posts:indicator.upper")}
            needed={false}
            inputMode="decimal"
            defaultValue={cells.upper.initialValue}
          />
          <TextField
            field={cells.unit}
            label={t("posts:indicator.unit")}
            needed={false}
            defaultValue={cells.unit.initialValue}
          />
          {isNeed ? (
            <div className="sm:col-span-2">
              <TextField
                field={cells.today}
                label={t("posts:indicator.today")}
                needed={false}
                defaultValue={cells.today.initialValue}
              />
            </div>
          ) : null}
          <div className="sm:col-span-3">
            <TextField
              field={cells.method}
              label={t("posts:indicator.method")}
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
export function PropertyRows(props: { form: PostFormMeta; field: FieldMetadata<Property[]> }) {
  const { t } = useTranslation();
  const { form, field } = props;
  return (
    <FormRows
      field={field}
      columns="sm:grid-cols-5"
      rowName={(number) => t("posts:indicator.row", { number })}
      remove={{
        label: (number) => t("posts:ip.remove", { number }),
        button: (index) => form.remove.getButtonProps({ name: field.name, index }),
      }}
      add={{
        label: t("posts:ip.add"),
        button: form.insert.getButtonProps({
          name: field.name,
          defaultValue: { kind: "invention_patent", state: "granted" },
        }),
      }}
    >
      {(cells) => (
        <>
          <SelectField
            field={cells.kind}
            label={t("posts:ip.kind")}
            options={codeOptions(t, "ipKinds", ipKinds)}
            defaultValue={cells.kind.initialValue}
          />
          <TextField
            field={cells.number}
            label={t("posts:ip.number")}
            needed={false}
            defaultValue={cells.number.initialValue}
          />
          <SelectField
            field={cells.state}
            label={t("posts:ip.state")}
            options={codeOptions(t, "ipStates", ipStates)}
            defaultValue={cells.state.initialValue ?? "granted"}
          />
          <TextField
            field={cells.owner}
            label={t("posts:ip.owner")}
            needed={false}
            defaultValue={cells.owner.initialValue}
          />
        </>
      )}
    </FormRows>
  );
}
