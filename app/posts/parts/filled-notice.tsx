import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { FromFile } from "./from-file.ts";

/** Says that the form below was filled in from a document, and shows what of it was not understood. */
export function FilledNotice({ from: { file, rest } }: { from: FromFile }) {
  const { t } = useTranslation();
  return (
    <Section title={t("posts:fromFile.filledTitle")}>
      <div className="space-y-3" data-testid="from-file">
        <Notice tone="success">{t("posts:fromFile.filled", { file })}</Notice>
        {rest.length > 0 ? (
          <>
            <p>{t("posts:fromFile.rest", { count: rest.length })}</p>
            <dl className="grid max-h-72 gap-x-6 gap-y-2 overflow-y-auto sm:grid-cols-2 lg:grid-cols-3">
              {rest.map(({ label, text }, at) => (
                <div key={at} className="min-w-0">
                  {label === "" ? null : <dt className="text-sm text-ink-soft">{label}</dt>}
                  <dd className="break-words whitespace-pre-line">{text}</dd>
                </div>
              ))}
            </dl>
          </>
        ) : null}
        <StepForm step="startOver">
          <Button look="quiet">{t("posts:fromFile.startOver")}</Button>
        </StepForm>
      </div>
    </Section>
  );
}
