import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { BrokerInvitation } from "#app/deals/brokers.server.ts";

/** The deals whose sides ask the person to be their broker, to accept or to decline. */
export function BrokerInvitations({ invitations }: { invitations: BrokerInvitation[] }) {
  const { t } = useTranslation();
  if (invitations.length === 0) return null;
  return (
    <Section title={t("deals:broker.invited")}>
      <ul className="space-y-3">
        {invitations.map((invitation) => (
          <li
            key={invitation.id}
            data-testid="invitation"
            className="flex flex-wrap items-center justify-between gap-2"
          >
            <span>
              {t("deals:broker.invitedText", {
                demand: invitation.demandName,
                supply: invitation.supplyName,
                post: invitation.postTitle,
              })}
            </span>
            <StepForm
              step="broker"
              row={{ dealId: invitation.dealId, brokerId: invitation.id }}
              className="flex flex-wrap gap-2"
            >
              <Button name="brokerStep" value="accept">
                {t("deals:broker.step.accept")}
              </Button>
              <Button name="brokerStep" value="refuse" look="secondary">
                {t("deals:broker.step.refuse")}
              </Button>
            </StepForm>
          </li>
        ))}
      </ul>
    </Section>
  );
}
