import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { useFormat } from "#app/i18n/use-format.ts";
import type { ChallengeState } from "#app/codes/states.ts";
import { ChallengeBadge } from "./parts.tsx";

/** On a need's page: its challenge, and the owner's way to make one. */
export function ChallengeBox(props: {
  needId: string;
  challenge: { id: string; state: ChallengeState; deadline: string | null } | null;
  mayMake: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useNavigation().state !== "idle";
  const { needId, challenge, mayMake } = props;
  const ended = challenge?.state === "withdrawn" || challenge?.state === "failed";
  const makes = mayMake && (challenge === null || ended);
  if (!challenge && !makes) return null;
  return (
    <Section title={t("challenges:box.title")}>
      {challenge ? (
        <>
          <p className="flex flex-wrap items-center gap-2">
            <ChallengeBadge state={challenge.state} />
            {challenge.deadline ? (
              <span className="text-sm text-ink-soft">
                {t("challenges:field.deadline")} {format.dateTime(challenge.deadline)}
              </span>
            ) : null}
          </p>
          <LinkButton to={`/challenges/${challenge.id}`} look="secondary" className="w-full">
            {t("challenges:box.open")}
          </LinkButton>
        </>
      ) : null}
      {makes ? (
        <StepForm step="create" action={`/needs/${needId}/challenge/new`} className="space-y-2">
          <p className="text-ink-soft">{t("challenges:box.makeText")}</p>
          <Button look="secondary" pending={busy} className="w-full">
            {t("challenges:box.make")}
          </Button>
        </StepForm>
      ) : null}
    </Section>
  );
}
