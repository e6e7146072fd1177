import { useField } from "@conform-to/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { severalOf } from "#app/forms/parse-form.ts";
import { codeOptions } from "#app/i18n/codes.ts";
import type { IntellectualProperty } from "#app/listings/components.ts";
import { betweenWords } from "#app/listings/keywords.ts";
import { labelOf, type Field } from "#app/listings/listing.ts";
import type { StatedMeasure } from "#app/listings/stated-measures.ts";
import type { IndicatorRow } from "#app/listings/values.ts";
import { Checkbox, Choices, SelectField, TextArea, TextField } from "#app/ui/fields.tsx";
import { AudienceControl, ContactControl, MoneyControl } from "./component-controls.tsx";
import { IndicatorRows, PropertyRows } from "./form-rows.tsx";
import { levelName } from "./level-name.ts";
import { MeasureOffers } from "./measure-offers.tsx";

/** What a form knows beside its fields. */
export interface FormFacts {
  /** Numbers in the texts that may become indicators. */
  measures: StatedMeasure[];
  /** Organisations that may be invited. */
  partners: { id: string; name: string }[];
}

/** The control of a declared field. */
export function Control(props: { name: string; field: Field; facts: FormFacts }): ReactNode {
  const { name, field, facts } = props;
  switch (field.type) {
    case "line":
    case "text":
    case "day":
    case "choice":
    case "level":
      return <OneValue name={name} field={field} />;
    case "choices":
    case "radio":
      return <CodesControl name={name} field={field} />;
    case "flag":
      return <FlagControl name={name} field={field} />;
    case "keywords":
      return <WordsControl name={name} field={field} />;
    case "indicators":
      return <IndicatorsControl name={name} field={field} measures={facts.measures} />;
    case "rights":
      return <RightsControl name={name} />;
    case "money":
      return <MoneyControl field={field} />;
    case "contact":
      return <ContactControl />;
    case "audience":
      return <AudienceControl partners={facts.partners} />;
  }
}

type Of<Type extends Field["type"]> = Extract<Field, { type: Type }>;
interface Named<Type extends Field["type"]> {
  name: string;
  field: Of<Type>;
}

function OneValue({ name, field }: Named<"line" | "text" | "day" | "choice" | "level">) {
  const { t } = useTranslation();
  const [state] = useField<string>(name);
  const common = {
    field: state,
    label: t(`listings:field.${labelOf(name, field)}`),
    hint: field.hint && t(`listings:hint.${field.hint}`),
    needed: field.required ?? false,
    defaultValue: state.initialValue,
  };
  switch (field.type) {
    case "line":
      return <TextField {...common} limit={field.limit} />;
    case "text":
      return <TextArea {...common} limit={field.limit} />;
    case "day":
      return <TextField {...common} type="date" />;
    case "choice":
      return <SelectField {...common} options={codeOptions(t, field.list, field.codes)} />;
    case "level": {
      const levels = Array.from({ length: field.highest }, (_, index) => index + 1);
      const options = levels.map((level) => ({
        value: String(level),
        label: levelName(t, field, level),
      }));
      return <SelectField {...common} options={options} />;
    }
  }
}

function CodesControl({ name, field }: Named<"choices" | "radio">) {
  const { t } = useTranslation();
  const [state] = useField<string | string[]>(name);
  const label = t(`listings:field.${labelOf(name, field)}`);
  const several = field.type === "choices";
  const control = (
    <Choices
      kind={several ? "checkbox" : "radio"}
      field={state}
      label={label}
      hint={field.hint && t(`listings:hint.${field.hint}`)}
      {...(several ? { needed: field.required ?? false } : {})}
      options={codeOptions(t, field.list, field.codes)}
      chosen={
        several ? severalOf(state.initialValue) : [String(state.initialValue ?? field.unsaid)]
      }
    />
  );
  if (!several || !field.folded) return control;
  return (
    <details>
      <summary className="link">{label}</summary>
      {control}
    </details>
  );
}

function FlagControl({ name, field }: Named<"flag">) {
  const { t } = useTranslation();
  const [state] = useField<string>(name);
  return (
    <Checkbox
      field={state}
      label={t(`listings:field.${labelOf(name, field)}`)}
      checked={state.initialValue === "on"}
    />
  );
}

function WordsControl({ name, field }: Named<"keywords">) {
  const { t } = useTranslation();
  const [state] = useField<string[]>(name);
  return (
    <TextField
      field={state}
      label={t(`listings:field.${labelOf(name, field)}`)}
      hint={field.hint && t(`listings:hint.${field.hint}`)}
      needed={false}
      defaultValue={severalOf(state.initialValue).join(betweenWords)}
    />
  );
}

function IndicatorsControl(props: Named<"indicators"> & { measures: StatedMeasure[] }) {
  const { name, field, measures } = props;
  const [state, form] = useField<IndicatorRow[]>(name);
  return (
    <>
      <IndicatorRows form={form} field={state} declared={field} />
      <MeasureOffers form={form} field={state} measures={measures} />
    </>
  );
}

function RightsControl({ name }: { name: string }) {
  const [state, form] = useField<IntellectualProperty[]>(name);
  return <PropertyRows form={form} field={state} />;
}
