import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import type { IndicatorRow } from "#app/listings/values.ts";
import type { StatedMeasure } from "#app/listings/stated-measures.ts";
import { indicatorText } from "#app/listings/indicator-text.ts";

/** Measures that stand in the texts only; one press makes an indicator row of each. */
export function MeasureOffers(props: {
  form: Pick<FormMetadata, "insert">;
  field: FieldMetadata<IndicatorRow[]>;
  measures: StatedMeasure[];
}) {
  const { t } = useTranslation();
  const { form, field, measures } = props;
  if (measures.length === 0) return null;
  return (
    <div className="space-y-2 rounded-md bg-sunken p-3">
      <p className="text-sm text-ink-soft">{t("quality:measures.title")}</p>
      <ul className="flex flex-wrap gap-2">
        {measures.map((measure) => (
          <li key={`${measure.name} ${measure.value} ${measure.unit}`}>
            <Button
              look="secondary"
              className="text-left text-sm whitespace-normal!"
              {...form.insert.getButtonProps({
                name: field.name,
                defaultValue: rowOf(measure),
              })}
            >
              <span aria-hidden>＋</span>
              {t("quality:measures.add", { text: indicatorText(measure) })}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const rowOf = ({ name, comparison, value, upper, unit }: StatedMeasure) => ({
  name,
  comparison,
  value: value ?? "",
  upper: upper ?? "",
  unit,
});
