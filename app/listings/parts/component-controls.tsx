import { useField } from "@conform-to/react";
import { useTranslation } from "react-i18next";
import { visibilities } from "#app/codes/codes.ts";
import { severalOf } from "#app/forms/parse-form.ts";
import { codeOptions } from "#app/i18n/codes.ts";
import type { MoneyField } from "#app/listings/components.ts";
import { valueWord } from "#app/listings/listing.ts";
import { limits } from "#app/listings/values.ts";
import { Checkbox, Choices, mailInput, TextField } from "#app/ui/fields.tsx";
import { NumberField } from "#app/ui/number-field.tsx";

/** A budget or price: from, up to, or to be agreed. */
export function MoneyControl({ field }: { field: MoneyField }) {
  const { t } = useTranslation();
  const ends = [useField<string>("amountMin")[0], useField<string>("amountMax")[0]];
  const [open] = useField<string>("amountToBeAgreed");
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {ends.map((state) => (
          <NumberField
            kind="amount"
            key={state.name}
            field={state}
            label={t(`listings:field.${valueWord(field, state.name)}`)}
            hint={t("listings:hint.amount")}
            needed={t("listings:needed.amount")}
            defaultValue={state.initialValue}
          />
        ))}
      </div>
      <Checkbox
        field={open}
        label={t("listings:field.amountToBeAgreed")}
        checked={open.initialValue === "on"}
      />
    </>
  );
}

/** Whom to reach. */
export function ContactControl() {
  const { t } = useTranslation();
  const [name] = useField<string>("contactName");
  const [phone] = useField<string>("contactPhone");
  const [email] = useField<string>("contactEmail");
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <TextField
        field={name}
        label={t("listings:field.contactName")}
        limit={limits.person}
        defaultValue={name.initialValue}
      />
      <TextField
        field={phone}
        label={t("listings:field.contactPhone")}
        hint={t("listings:hint.contact")}
        needed={t("listings:needed.contact")}
        type="tel"
        limit={limits.line}
        defaultValue={phone.initialValue}
      />
      <TextField
        field={email}
        label={t("listings:field.contactEmail")}
        hint={t("listings:hint.contact")}
        needed={t("listings:needed.contact")}
        {...mailInput}
        limit={limits.line}
        defaultValue={email.initialValue}
      />
    </div>
  );
}

/** Who may see it, and whom it is shown to where that is by invitation. */
export function AudienceControl({ partners }: { partners: { id: string; name: string }[] }) {
  const { t } = useTranslation();
  const [visibility] = useField<string>("visibility");
  const [invited] = useField<string[]>("invited");
  const chosen = severalOf(invited.initialValue);
  return (
    <>
      <Choices
        kind="radio"
        field={visibility}
        label={t("listings:field.visibility")}
        hint={t("listings:hint.visibility")}
        options={codeOptions(t, "visibilities", visibilities)}
        chosen={[visibility.initialValue ?? "public"]}
      />
      <details open={chosen.length > 0 || Boolean(invited.errors)}>
        <summary className="link">{t("listings:field.invited")}</summary>
        <Choices
          kind="checkbox"
          field={invited}
          label={t("listings:field.invited")}
          hint={t("listings:hint.invited")}
          options={partners.map(({ id, name }) => ({ value: id, label: name }))}
          chosen={chosen}
        />
      </details>
    </>
  );
}
