import { useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, type ButtonLook } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { Badge, type Tone } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { ChallengeState } from "#app/codes/states.ts";

const tones: Partial<Record<ChallengeState, Tone>> = {
  submitted: "info",
  published: "success",
  evaluation: "info",
  reviewed: "info",
  decided: "info",
  outcome: "info",
  awarded: "success",
  accepted: "success",
  withdrawn: "warning",
  failed: "warning",
};

/** The state of a challenge in words. */
export function ChallengeBadge({ state }: { state: ChallengeState }) {
  const { t } = useTranslation();
  return <Badge tone={tones[state]}>{t(`challenges:state.${state}`)}</Badge>;
}

interface StepProps {
  step: string;
  /** Tells the form among those of its step on the page. */
  row?: Record<string, string>;
  version: number;
  label: string;
  look?: ButtonLook;
  /** Where the form goes, when not to the page it is on. */
  action?: string;
  children?: ReactNode;
}

/** One step as a form of its own, with the version its reader saw. */
export function ChallengeStep({
  step,
  row,
  version,
  label,
  look = "primary",
  action,
  children,
}: StepProps) {
  const busy = useNavigation().state !== "idle";
  return (
    <StepForm {...{ step, row, version, action }} className="space-y-3">
      {children}
      <Button look={look} pending={busy}>
        {label}
      </Button>
    </StepForm>
  );
}

/** A step that asks first. */
export function ConfirmedStep({
  text,
  children,
  ...step
}: StepProps & {
  text: string;
}) {
  return (
    <ConfirmDialog action={step.label} title={step.label} look={step.look ?? "primary"}>
      <ChallengeStep {...step}>
        <p>{text}</p>
        {children}
      </ChallengeStep>
    </ConfirmDialog>
  );
}
