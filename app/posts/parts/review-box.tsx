import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";

/** The organizer's decision on the submission as it is shown. */
export function ReviewBox({ revision }: { revision: number }) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  return (
    <Section title={t("review:decide")}>
      <StepForm step={["approve", "return", "reject"]} version={revision} className="space-y-3">
        <TextArea
          field={{ id: "comment", name: "comment" }}
          label={t("review:comment")}
          hint={t("review:commentHint")}
          limit={2000}
        />
        <div className="flex flex-wrap gap-2">
          <Button name="step" value="approve" pending={busy}>
            {t("review:approve")}
          </Button>
          <Button name="step" value="return" look="secondary" pending={busy}>
            {t("review:return")}
          </Button>
          <Button name="step" value="reject" look="danger" pending={busy}>
            {t("review:reject")}
          </Button>
        </div>
      </StepForm>
    </Section>
  );
}
