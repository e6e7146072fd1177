import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { FieldError, TextField } from "#app/ui/fields.tsx";
import type { ContractContent, MilestoneRow } from "#app/contracts/schema.ts";

/** The milestones, a row each; rows are added and removed also without scripts. */
export function MilestoneRows(props: {
  form: FormMetadata<ContractContent, string[]>;
  field: FieldMetadata<MilestoneRow[]>;
}) {
  const { t } = useTranslation();
  const { form, field } = props;
  return (
    <div id={field.id} className="space-y-3">
      <p className="text-sm text-ink-soft">{t("contracts:hint.milestones")}</p>
      <FieldError field={field} />
      {field.getFieldList().map((row, index) => {
        const cells = row.getFieldset();
        const number = { number: index + 1 };
        return (
          <fieldset key={row.key} className="rounded-md border border-line p-3">
            <legend className="px-1 text-sm text-ink-soft">
              {t("contracts:milestone.row", number)}
            </legend>
            <input type="hidden" name={cells.id.name} defaultValue={cells.id.initialValue ?? ""} />
            <div className="grid items-end gap-3 sm:grid-cols-[1fr_11rem_11rem_auto]">
              <TextField
                field={cells.title}
                label={t("contracts:milestone.title")}
                maxLength={200}
                defaultValue={cells.title.initialValue}
              />
              <TextField
                field={cells.dueOn}
                label={t("contracts:milestone.dueOn")}
                type="date"
                defaultValue={cells.dueOn.initialValue}
              />
              <TextField
                field={cells.amount}
                label={t("contracts:milestone.amount")}
                inputMode="decimal"
                defaultValue={cells.amount.initialValue}
              />
              <Button
                look="quiet"
                aria-label={t("contracts:milestone.remove", number)}
                {...form.remove.getButtonProps({ name: field.name, index })}
              >
                {t("common:action.remove")}
              </Button>
            </div>
          </fieldset>
        );
      })}
      <Button
        look="secondary"
        {...form.insert.getButtonProps({ name: field.name, defaultValue: {} })}
      >
        {t("contracts:milestone.add")}
      </Button>
    </div>
  );
}
