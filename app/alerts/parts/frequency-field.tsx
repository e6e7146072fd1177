import { useTranslation } from "react-i18next";
import { SelectField, type FieldState } from "#app/ui/fields.tsx";
import { frequencies } from "#app/codes/codes.ts";

/** How soon a person hears of what a search finds. */
export function FrequencyField({ field, value }: { field: FieldState; value: string }) {
  const { t } = useTranslation();
  return (
    <SelectField
      field={field}
      label={t("alerts:frequency")}
      options={frequencies.map((one) => ({ value: one, label: t(`alerts:frequencies.${one}`) }))}
      defaultValue={value}
    />
  );
}
