import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { FieldError, SelectField, TextField } from "#app/ui/fields.tsx";
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
  const rows = field.getFieldList();
  return (
    <div id={field.id} className="space-y-3">
      <p className="text-sm text-ink-soft">
        {isNeed ? t("posts:hint.indicators") : t("posts:hint.resultIndicators")}
      </p>
      <FieldError field={field} />
      {rows.map((row, index) => {
        const cells = row.getFieldset();
        const number = { number: index + 1 };
        return (
          <fieldset key={row.key} className="rounded-md border border-line p-3">
            <legend className="px-1 text-sm text-ink-soft">
              {t("posts:indicator.row", number)}
            </legend>
            <div className="grid gap-3 sm:grid-cols-6">
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
              <div className="flex items-end">
                <Button
                  look="quiet"
                  aria-label={t("posts:indicator.remove", number)}
                  {...form.remove.getButtonProps({ name: field.name, index })}
                >
                  {t("common:action.remove")}
                </Button>
              </div>
            </div>
          </fieldset>
        );
      })}
      <Button
        look="secondary"
        {...form.insert.getButtonProps({
          name: field.name,
          defaultValue: { comparison: "ge" },
        })}
      >
        {t("posts:indicator.add")}
      </Button>
    </div>
  );
}

/** The intellectual property of a result, a row each. */
export function PropertyRows(props: { form: PostFormMeta; field: FieldMetadata<Property[]> }) {
  const { t } = useTranslation();
  const { form, field } = props;
  return (
    <div id={field.id} className="space-y-3">
      <FieldError field={field} />
      {field.getFieldList().map((row, index) => {
        const cells = row.getFieldset();
        const number = { number: index + 1 };
        return (
          <fieldset key={row.key} className="rounded-md border border-line p-3">
            <legend className="px-1 text-sm text-ink-soft">
              {t("posts:indicator.row", number)}
            </legend>
            <div className="grid gap-3 sm:grid-cols-5">
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
              <div className="flex items-end">
                <Button
                  look="quiet"
                  aria-label={t("posts:ip.remove", number)}
                  {...form.remove.getButtonProps({ name: field.name, index })}
                >
                  {t("common:action.remove")}
                </Button>
              </div>
            </div>
          </fieldset>
        );
      })}
      <Button
        look="secondary"
        {...form.insert.getButtonProps({
          name: field.name,
          defaultValue: { kind: "invention_patent", state: "granted" },
        })}
      >
        {t("posts:ip.add")}
      </Button>
    </div>
  );
}
