import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { matchFaults } from "#app/codes/codes.ts";
import type { StandingLine } from "#app/matching/list.server.ts";
import { codeName, codeOptions } from "#app/i18n/codes.ts";

/** What the organisation thinks of a match: one press, or a reason when it is bad. */
export function AnswerBox({ line }: { line: StandingLine }) {
  const { t } = useTranslation();
  const { answer } = line;
  const busy = useNavigation().formData?.get("matchId") === line.id;
  const row = { matchId: line.id };
  const given = useGivenForm({ step: "answer", row });
  const about = { "aria-describedby": `match-title-${line.id}` };
  return (
    <StepForm
      step="answer"
      row={row}
      preventScrollReset
      className="flex flex-wrap items-start gap-2"
    >
      {(["good", "known"] as const).map((verdict) => (
        <Button
          key={verdict}
          name="verdict"
          value={verdict}
          look="secondary"
          pending={busy}
          aria-pressed={answer?.verdict === verdict}
          className="aria-pressed:border-accent aria-pressed:bg-accent-soft"
          {...about}
        >
          {answer?.verdict === verdict ? <span aria-hidden>✓</span> : null}
          {codeName(t, "matchVerdicts", verdict)}
        </Button>
      ))}
      <details
        open={given !== null || answer?.verdict === "bad"}
        className="open:order-last open:w-full sm:open:w-96"
      >
        <summary className={`${buttonClass("secondary")} list-none`} {...about}>
          {answer?.verdict === "bad" ? <span aria-hidden>✓</span> : null}
          {codeName(t, "matchVerdicts", "bad")} <span aria-hidden>▾</span>
        </summary>
        <div className="mt-2 space-y-2 rounded-md bg-sunken p-3">
          <SelectField
            field={{ id: `reason-${line.id}`, name: "reason" }}
            label={t("matches:answer.why")}
            hint={t("matches:answer.whyHint")}
            options={codeOptions(t, "matchFaults", matchFaults)}
            defaultValue={answer?.reason ?? ""}
          />
          <Button name="verdict" value="bad" look="secondary" pending={busy} {...about}>
            {t("matches:answer.hide")}
          </Button>
        </div>
      </details>
    </StepForm>
  );
}
