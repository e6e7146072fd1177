import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Badge, Facts, Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { MeetingRecord, SideRating } from "#app/sessions/outcomes/meeting-record.server.ts";
import { goesOn } from "#app/sessions/outcomes/ratings.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { NoShowForm } from "#app/sessions/day/parts/no-show-form.tsx";
import { RatingForm } from "#app/sessions/outcomes/parts/rating-form.tsx";

type Own = NonNullable<MeetingRecord["own"]>;

/** The rating of the viewer's side: its form, or what was said once it cannot be changed. */
export function OwnRatingSection(props: { own: Own; state: MeetingRecord["meeting"]["state"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { own, state } = props;
  const { rating } = own;
  return (
    <Section title={t("sessionAfter:rating")}>
      {own.otherGoesOn && !own.both ? <Notice>{t("sessionAfter:otherGoesOn")}</Notice> : null}
      <p className="text-sm text-ink-soft">{t("sessionAfter:ratingPrivacy")}</p>
      {own.mayRate ? (
        <RatingForm own={own} />
      ) : rating ? (
        <Facts
          facts={[
            [t("sessionAfter:stars"), t("sessionAfter:starsOf", { count: rating.stars })],
            [t("sessionAfter:outcome"), t(`sessionAfter:outcomes.${rating.outcome}`)],
            [
              t("sessionAfter:amount"),
              rating.intendedAmount === null ? null : format.money(rating.intendedAmount),
            ],
            [t("sessionAfter:note"), rating.note],
          ]}
        />
      ) : (
        <p className="text-ink-soft">
          {t(state === "missed" ? "sessionAfter:ratingMissed" : "sessionAfter:ratingClosed")}
        </p>
      )}
    </Section>
  );
}

/** The deals of the two organisations about what they brought, and why there may be none. */
export function MeetingDealSection({ own }: { own: Own }) {
  const { t } = useTranslation();
  const wants = goesOn(own.rating?.outcome ?? null);
  return (
    <Section title={t("sessionAfter:deals")}>
      {own.both ? <Notice tone="success">{t("sessionAfter:both")}</Notice> : null}
      {wants && own.apart ? <Notice tone="warning">{t("sessionAfter:apart")}</Notice> : null}
      {own.deals.length === 0 ? (
        <p className="text-ink-soft">
          {t(
            wants && !own.apart && own.subjects.length === 0
              ? "sessionAfter:noSubject"
              : "sessionAfter:noDeals",
          )}
        </p>
      ) : (
        <ul className="space-y-2">
          {own.deals.map((deal) => (
            <li key={deal.id} data-testid="deal" className="flex flex-wrap items-center gap-2">
              <Link to={`/deals/${deal.id}`} className="link">
                {deal.title}
              </Link>
              <Badge tone={deal.stage === "ended" ? undefined : "info"}>
                {codeName(t, "dealStages", deal.stage)}
              </Badge>
              {deal.answersOwn ? (
                <Link to={`/interests/${deal.interestId}`} className="link">
                  {t("sessionAfter:answer")}
                </Link>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Both sides' ratings and the marks of a meeting, for organizers. */
export function OrganizerMeetingSection(props: {
  meeting: MeetingRecord["meeting"];
  sides: MeetingRecord["sides"];
  sessionId: string;
  ratings: SideRating[];
  mayMark: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { meeting, sides, sessionId, ratings, mayMark } = props;
  return (
    <Section title={t("sessionAfter:ratings")}>
      {ratings.length === 0 ? (
        <p className="text-ink-soft">{t("sessionAfter:notRated")}</p>
      ) : (
        <ul className="space-y-1">
          {ratings.map((one) => (
            <li key={one.organisationName}>
              <span className="font-medium">{one.organisationName}</span>{" "}
              {[
                t("sessionAfter:starsOf", { count: one.stars }),
                t(`sessionAfter:outcomes.${one.outcome}`),
                one.intendedAmount === null ? "" : format.money(one.intendedAmount),
              ]
                .filter((part) => part !== "")
                .join(" · ")}
            </li>
          ))}
        </ul>
      )}
      {mayMark ? (
        <div className="flex flex-wrap gap-2">
          {meeting.state === "held" ? null : (
            <StepForm step="held" version={meeting.version}>
              <Button look="secondary">{t("sessionAfter:markHold")}</Button>
            </StepForm>
          )}
          {meeting.state === "missed" ? null : (
            <NoShowForm
              byOrganizer
              meeting={meeting}
              sides={sides.map(({ participantId, name, organisationName }) => ({
                ...{ id: participantId, name, organisation: organisationName },
              }))}
              action={`/sessions/${sessionId}/meetings/${meeting.id}`}
            />
          )}
        </div>
      ) : null}
    </Section>
  );
}
