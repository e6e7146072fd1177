import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Checkbox, TextField } from "#app/ui/fields.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";

/** The terms word for word, and their signature. */
export function ConfidentialityTermsForm(props: {
  terms: { text: string; hash: string };
  version: number;
  organisationName: string;
  signerName: string;
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { terms } = props;
  const given = useGivenForm({ step: "accept" });
  const listed = (["agreed", "signerName"] as const).flatMap((name) =>
    (given?.errors[name] ?? []).map((message) => ({ id: name, message })),
  );
  return (
    <Section title={t("disclosure:terms")}>
      <ErrorSummary title={t("errors:summary", { count: listed.length })} errors={listed} />
      <div className="rounded border border-line bg-sunken p-3 whitespace-pre-line">
        {terms.text}
      </div>
      <p className="text-sm break-all text-ink-soft">
        {t("disclosure:termsHash")}: <code>{terms.hash}</code>
      </p>
      <p className="text-sm">{t("disclosure:recorded")}</p>
      <StepForm step="accept" version={props.version} className="space-y-3">
        <input type="hidden" name="termsHash" value={terms.hash} />
        <Checkbox
          field={{ id: "agreed", name: "agreed" }}
          label={t("disclosure:agree", { organisation: props.organisationName })}
          checked={false}
        />
        <TextField
          field={{ id: "signerName", name: "signerName" }}
          label={t("disclosure:signer")}
          defaultValue={props.signerName}
          limit={60}
        />
        <Button pending={busy}>{t("disclosure:accept")}</Button>
      </StepForm>
    </Section>
  );
}
