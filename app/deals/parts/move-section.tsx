import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { Choices, TextArea } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { DealView } from "#app/deals/record.server.ts";
import { endReasonsByHand } from "#app/deals/stages.ts";
import { codeOptions } from "#app/i18n/codes.ts";

/** The steps that the person may take now. */
export function MoveSection({ deal }: { deal: DealView }) {
  const { t } = useTranslation();
  const busy = useNavigation().formData?.get("step") === "move";
  const steps = deal.may.steps;
  return (
    <Section title={t("deals:section.stage")}>
      {steps.length === 0 ? (
        <p className="text-ink-soft">
          {deal.stage === "interest" ? t("deals:move.interest") : t("deals:move.none")}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {steps
          .filter((action) => action !== "end")
          .map((action) => (
            <StepForm
              key={action}
              step="move"
              row={{ action }}
              version={deal.version}
              preventScrollReset
            >
              <Button look="secondary" pending={busy}>
                {t(`deals:action.${action}`)}
              </Button>
            </StepForm>
          ))}
        {steps.includes("end") ? (
          <ConfirmDialog action={t("deals:action.end")} title={t("deals:move.endTitle")}>
            <StepForm
              step="move"
              row={{ action: "end" }}
              version={deal.version}
              className="space-y-4"
              preventScrollReset
            >
              <p>{t("deals:move.endText")}</p>
              <Choices
                kind="radio"
                field={{ id: "end-reason", name: "reason" }}
                label={t("deals:move.reason")}
                options={codeOptions(t, "dealEndReasons", endReasonsByHand)}
                chosen={[]}
              />
              <TextArea
                field={{ id: "end-note", name: "note" }}
                label={t("deals:move.note")}
                needed={false}
                limit={500}
              />
              <Button look="danger" pending={busy}>
                {t("deals:action.end")}
              </Button>
            </StepForm>
          </ConfirmDialog>
        ) : null}
      </div>
    </Section>
  );
}
