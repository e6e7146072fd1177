import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { StoryView } from "#app/stories/queries.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

const shownOfHash = 12;

/** Who has consented to the text that is shown, and what the viewer may do about it. */
export function ConsentBox({ story }: { story: StoryView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useNavigation().state !== "idle";
  const { may } = story;
  const own = story.consents.find(({ organisationId }) => organisationId === story.side);
  return (
    <Section title={t("stories:consents")}>
      <ul className="space-y-1">
        {story.consents.map(({ organisationId, name, given, at }) => (
          <li key={organisationId}>
            <span aria-hidden>{given ? "✓ " : "○ "}</span>
            {t("stories:consentOf", {
              name,
              state:
                given && at ? t("stories:given", { date: format.date(at) }) : t("stories:missing"),
            })}
          </li>
        ))}
      </ul>
      <p className="text-sm break-all text-ink-soft">
        {t("common:labelled", {
          label: t("stories:version"),
          text: story.hash.slice(0, shownOfHash),
        })}
      </p>
      {may.includes("consent") ? (
        <StepForm step="consent" className="space-y-2">
          <input type="hidden" name="hash" value={story.hash} />
          <p>{t("stories:consentText", { name: own?.name })}</p>
          <Button pending={busy}>{t("stories:consent")}</Button>
        </StepForm>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {may.includes("publish") ? (
          <StepForm step="publish" version={story.version} className="space-y-2">
            <p>{t("stories:publishText")}</p>
            <Button pending={busy}>{t("stories:publish")}</Button>
          </StepForm>
        ) : null}
        {may.includes("withdraw") || may.includes("revoke") ? (
          <ConfirmDialog action={t("stories:withdraw")} title={t("stories:withdraw")}>
            <StepForm step="withdraw" className="space-y-4">
              {may.includes("revoke") ? <p>{t("stories:withdrawText")}</p> : null}
              <Button look="danger">{t("stories:withdraw")}</Button>
            </StepForm>
          </ConfirmDialog>
        ) : null}
      </div>
      {may.includes("takeDown") ? (
        <StepForm step="takeDown" className="space-y-2">
          <TextArea
            field={{ id: "reason", name: "reason" }}
            label={t("stories:takeDownReason")}
            limit={1000}
          />
          <Button look="danger" pending={busy}>
            {t("stories:takeDown")}
          </Button>
        </StepForm>
      ) : null}
    </Section>
  );
}
