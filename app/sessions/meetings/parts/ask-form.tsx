import { useTranslation } from "react-i18next";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { Button } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { StepForm } from "#app/ui/step-form.tsx";

/** Asks another participant to meet, with a message if one likes. */
export function AskForm(props: {
  partner: { participantId: string; name: string; organisationName: string };
  /** For whom it is asked. */
  participantId: string;
  /** Where it is sent to. */
  action: string;
}) {
  const { t } = useTranslation();
  const { partner, participantId, action } = props;
  const form = { step: "ask", row: { participantId, toId: partner.participantId } };
  const given = useGivenForm(form);
  return (
    <StepForm
      {...form}
      action={action}
      className="flex flex-wrap items-end gap-2"
      preventScrollReset
    >
      <details className="min-w-0 grow" open={given !== null || undefined}>
        <summary className="min-h-10 cursor-pointer py-2">{t("meetings:addMessage")}</summary>
        <TextField
          field={{ id: `message-${partner.participantId}`, name: "message" }}
          label={t("meetings:message")}
          needed={false}
          limit={500}
        />
      </details>
      <Button
        look="secondary"
        aria-label={t("meetings:askNamed", {
          name: `${partner.organisationName} ${partner.name}`,
        })}
      >
        {t("meetings:ask")}
      </Button>
    </StepForm>
  );
}
