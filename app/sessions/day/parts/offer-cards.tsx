import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { OfferCard } from "#app/sessions/day/passes.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";

/** Places that became free and are offered to the viewer's side, to accept or decline. */
export function OfferCards(props: { offers: OfferCard[]; zone: string; action: string }) {
  const { t } = useTranslation();
  const { offers, zone, action } = props;
  const format = useZoneFormat(zone);
  if (offers.length === 0) return null;
  return (
    <Section title={t("sessionDay:offers")}>
      <ul className="divide-y divide-line">
        {offers.map((offer) => {
          const name = t("sessionDay:offerWith", {
            organisation: offer.partnerOrganisation,
            name: offer.partnerName,
          });
          return (
            <li
              key={`${offer.id}${offer.ownName}`}
              className="flex flex-wrap items-center justify-between gap-3 py-3"
              data-testid="offer"
            >
              <div>
                <p className="font-medium">{name}</p>
                <p>
                  <time dateTime={offer.startsAt}>
                    {format.time(offer.startsAt)}–{format.time(offer.endsAt)}
                  </time>{" "}
                  {offer.place}
                </p>
                <p className="text-sm text-ink-soft">
                  {t("sessionDay:offerFor", { name: offer.ownName })} ·{" "}
                  {t("sessionDay:offerUntil", { time: format.time(offer.expiresAt) })}
                </p>
                {offer.ownAccepted || offer.partnerAccepted ? (
                  <p className="text-sm font-medium">
                    {t(offer.ownAccepted ? "sessionDay:ownReady" : "sessionDay:partnerReady")}
                  </p>
                ) : null}
              </div>
              <StepForm
                step="answer"
                row={{ offerId: offer.id }}
                action={action}
                preventScrollReset
                className="flex gap-2"
              >
                {offer.ownAccepted ? null : (
                  <Button
                    name="answer"
                    value="accept"
                    aria-label={t("sessionDay:acceptNamed", { name })}
                  >
                    {t("sessionDay:accept")}
                  </Button>
                )}
                <Button
                  look="secondary"
                  name="answer"
                  value="decline"
                  aria-label={t("sessionDay:declineNamed", { name })}
                >
                  {t("sessionDay:decline")}
                </Button>
              </StepForm>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
