import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { useTranslation } from "react-i18next";
import { TextField } from "#app/ui/fields.tsx";
import { FormRows } from "#app/ui/form-rows.tsx";
import type { MilestoneRow } from "#app/contracts/schema.ts";
import { NumberField } from "#app/ui/number-field.tsx";

/** The milestones, a row each; rows are added and removed also without scripts. */
export function MilestoneRows(props: {
  form: Pick<FormMetadata, "insert" | "remove">;
  field: FieldMetadata<MilestoneRow[]>;
}) {
  const { t } = useTranslation();
  const { form, field } = props;
  return (
    <FormRows
      form={form}
      field={field}
      hint={t("contracts:hint.milestones")}
      columns="sm:grid-cols-[1fr_11rem_11rem_auto]"
      rowName={(number) => t("contracts:milestone.row", { number })}
      removeName={(number) => t("contracts:milestone.remove", { number })}
      addName={t("contracts:milestone.add")}
      added={{}}
    >
      {(cells) => (
        <>
          <input type="hidden" name={cells.id.name} defaultValue={cells.id.initialValue ?? ""} />
          <TextField
            field={cells.title}
            label={t("contracts:milestone.title")}
            limit={200}
            defaultValue={cells.title.initialValue}
          />
          <TextField
            field={cells.dueOn}
            label={t("contracts:milestone.dueOn")}
            type="date"
            defaultValue={cells.dueOn.initialValue}
          />
          <NumberField
            kind="amount"
            field={cells.amount}
            label={t("contracts:milestone.amount")}
            defaultValue={cells.amount.initialValue}
          />
        </>
      )}
    </FormRows>
  );
}
