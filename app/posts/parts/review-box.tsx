import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";

/** The organizer's decision on the submission as it is shown. */
export function ReviewBox(props: {
  revision: number;
  errors: string[] | undefined;
  comment: string;
}) {
  const { errors, comment } = props;
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  return (
    <Section title={t("review:decide")}>
      <StepForm step={["approve", "return", "reject"]} className="space-y-3">
        <input type="hidden" name="revision" value={props.revision} />
        <TextArea
          field={{ id: "comment", name: "comment", errors }}
          label={t("review:comment")}
          hint={t("review:commentHint")}
          defaultValue={comment}
          maxLength={2000}
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
