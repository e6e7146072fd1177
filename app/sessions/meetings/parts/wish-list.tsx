import { useTranslation } from "react-i18next";
import { useGivenField } from "#app/forms/given-back.ts";
import { Button } from "#app/ui/button.tsx";
import { Badge, EmptyState, StateBadge } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { WishLine } from "#app/sessions/meetings/wish-queries.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { PartnerFacts } from "./partner-facts.tsx";

type Places = Record<
  string,
  { slotId: string; tableId: string; startsAt: string; table: string }[]
>;

/** A participant's wishes, own and received, with what can be done with each. */
export function WishList(props: {
  wishes: WishLine[];
  participantId: string;
  mayAct: boolean;
  /** Free slots and tables by wish; null where the organizer plans. */
  places: Places | null;
  zone: string;
}) {
  const { t } = useTranslation();
  const { wishes, participantId, mayAct, places, zone } = props;
  if (wishes.length === 0)
    return <EmptyState title={t("meetings:noWishes")} text={t("meetings:noWishesText")} />;
  const ranks = Math.max(
    wishes.filter(({ rank }) => rank !== null).length + 1,
    Math.min(5, wishes.length),
  );
  return (
    <ul className="divide-y divide-line">
      {wishes.map((wish) => {
        const name = `${wish.partner.organisationName} ${wish.partner.name}`;
        return (
          <li key={wish.id} className="space-y-2 py-3" data-testid="wish">
            <div className="flex flex-wrap items-baseline justify-between gap-2">
              <p>
                <span className="font-medium">{wish.partner.name}</span>{" "}
                <span className="text-ink-soft">
                  {wish.partner.organisationName}
                  {wish.partner.position === "" ? "" : ` · ${wish.partner.position}`}
                </span>
              </p>
              <p className="flex flex-wrap gap-1">
                <Badge>
                  {wish.byOrganizer
                    ? t("meetings:byOrganizer")
                    : t(wish.isOwn ? "meetings:sent" : "meetings:received")}
                </Badge>
                <StateBadge state={wish.state} label={t(`meetings:state.${wish.state}`)} />
                {wish.meeting ? <Badge tone="success">{t("meetings:planned")}</Badge> : null}
              </p>
            </div>
            {wish.message === "" ? null : <p className="whitespace-pre-line">{wish.message}</p>}
            <PartnerFacts partner={wish.partner} />
            {mayAct ? (
              <div className="flex flex-wrap items-end gap-2">
                {wish.may.length === 0 ? null : (
                  <StepForm
                    {...keysOf("step", wish, participantId)}
                    className="flex flex-wrap gap-2"
                    preventScrollReset
                  >
                    {wish.may.map((action) => (
                      <Button
                        key={action}
                        name="action"
                        value={action}
                        look={action === "accept" ? "primary" : "secondary"}
                        aria-label={t("meetings:stepNamed", {
                          step: t(`meetings:step.${action}`),
                          name,
                        })}
                      >
                        {t(`meetings:step.${action}`)}
                      </Button>
                    ))}
                  </StepForm>
                )}
                {wish.state === "asked" || wish.state === "accepted" ? (
                  <StepForm
                    {...keysOf("rank", wish, participantId)}
                    className="flex items-end gap-2"
                    preventScrollReset
                  >
                    <RankChoice key={wish.rank} rank={wish.rank} {...{ name, ranks }} />
                    <Button look="quiet" aria-label={t("meetings:keepNamed", { name })}>
                      {t("meetings:keep")}
                    </Button>
                  </StepForm>
                ) : null}
                {places !== null && wish.state === "accepted" && wish.meeting === null ? (
                  <Booking
                    wish={wish}
                    participantId={participantId}
                    name={name}
                    places={places[wish.id] ?? []}
                    zone={zone}
                  />
                ) : null}
              </div>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

/** What a form about a wish sends along. */
const keysOf = (step: string, wish: WishLine, participantId: string) => ({
  step,
  row: { wishId: wish.id, participantId },
  version: wish.version,
});

/** Which of the wishes comes first, as its form has it back. */
function RankChoice(props: { rank: number | null; ranks: number; name: string }) {
  const { t } = useTranslation();
  const { rank, ranks, name } = props;
  const { values } = useGivenField("rank");
  return (
    <select
      name="rank"
      aria-label={t("meetings:rankNamed", { name })}
      defaultValue={values?.[0] ?? rank ?? ""}
      className="control w-auto"
    >
      <option value="">
        {t("meetings:rank")} · {t("meetings:unranked")}
      </option>
      {Array.from({ length: ranks }, (_, at) => (
        <option key={at} value={at + 1}>
          {t("meetings:rank")} {at + 1}
        </option>
      ))}
    </select>
  );
}

function Booking(props: {
  wish: WishLine;
  participantId: string;
  name: string;
  places: Places[string];
  zone: string;
}) {
  const { t } = useTranslation();
  const { wish, participantId, name, places } = props;
  if (places.length === 0) return <p className="text-ink-soft">{t("meetings:noneFree")}</p>;
  return (
    <StepForm
      {...keysOf("book", wish, participantId)}
      className="flex max-w-full flex-wrap items-end gap-2"
      preventScrollReset
    >
      <PlaceChoice places={places} zone={props.zone} />
      <Button aria-label={t("meetings:bookNamed", { name })}>{t("meetings:book")}</Button>
    </StepForm>
  );
}

/** Where and when to meet, as its form has it back while it is free. */
function PlaceChoice({ places, zone }: { places: Places[string]; zone: string }) {
  const { t } = useTranslation();
  const format = useZoneFormat(zone);
  const { values } = useGivenField("place");
  return (
    <select
      name="place"
      aria-label={t("meetings:where")}
      defaultValue={values?.[0]}
      className="control w-auto max-w-full min-w-0"
    >
      {places.map(({ slotId, tableId, startsAt, table }) => (
        <option key={slotId} value={`${slotId}/${tableId}`}>
          {format.dateTime(startsAt)} · {table}
        </option>
      ))}
    </select>
  );
}
