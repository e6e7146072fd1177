import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { SessionAction } from "#app/sessions/lifecycle.ts";
import { OrganizerTabs } from "./session-frame.tsx";

/** What an organizer can do with a session now. */
export function OrganizerBar(props: {
  session: { id: string; version: number; may: SessionAction[] };
  /** The day of the session's zone. */
  today: string;
}) {
  const { t } = useTranslation();
  const { session, today } = props;
  const steps = session.may.filter((action) => action !== "edit" && action !== "cancel");
  return (
    <Section title={t("sessions:manage")}>
      <OrganizerTabs sessionId={session.id} />
      <div className="flex flex-wrap items-start gap-2">
        {steps.map((action) => (
          <StepForm key={action} step="step" row={{ action }} version={session.version}>
            <Button look={forward.has(action) ? "primary" : "secondary"}>
              {t(`sessions:step.${action as Exclude<SessionAction, "edit">}`)}
            </Button>
          </StepForm>
        ))}
        <ConfirmDialog look="secondary" action={t("sessions:copy")} title={t("sessions:copy")}>
          <StepForm step="copy" className="space-y-3">
            <p>{t("sessions:copyHint")}</p>
            <TextField
              field={{ id: "copy-day", name: "firstDay" }}
              label={t("sessions:copyDay")}
              type="date"
              required
              defaultValue={today}
            />
            <Button>{t("sessions:copy")}</Button>
          </StepForm>
        </ConfirmDialog>
        {session.may.includes("cancel") ? (
          <ConfirmDialog action={t("sessions:step.cancel")} title={t("sessions:cancelTitle")}>
            <StepForm step="step" row={{ action: "cancel" }} version={session.version}>
              <Button look="danger">{t("sessions:step.cancel")}</Button>
            </StepForm>
          </ConfirmDialog>
        ) : null}
      </div>
    </Section>
  );
}

const forward = new Set<SessionAction>([
  "publish",
  "closeRegistration",
  "schedule",
  "start",
  "finish",
  "archive",
]);
