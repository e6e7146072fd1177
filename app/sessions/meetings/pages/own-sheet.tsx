import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { EmptyState, Notice, Section } from "#app/ui/parts.tsx";
import { cancelMeeting } from "#app/sessions/meetings/meeting-cancel.server.ts";
import { ownAfter } from "#app/sessions/outcomes/meeting-record.server.ts";
import { ownTimetable } from "#app/sessions/meetings/meeting-queries.server.ts";
import { ownDay } from "#app/sessions/day/passes.server.ts";
import { dayIsOpen } from "#app/sessions/policy.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import { version } from "#app/kernel/version.ts";
import { markAbsent } from "#app/sessions/day/no-show.server.ts";
import { absentFields, offerFields } from "#app/sessions/day/pages/day-fields.server.ts";
import { KeepOffline } from "#app/sessions/day/parts/keep-offline.tsx";
import { OfferCards } from "#app/sessions/day/parts/offer-cards.tsx";
import { OwnAfterSections } from "#app/sessions/outcomes/parts/own-after.tsx";
import { OwnMeetings } from "#app/sessions/meetings/parts/own-meetings.tsx";
import {
  answerOffer,
  type OfferAnswer,
} from "#app/sessions/meetings/offers/slot-answers.server.ts";
import { sessionIdOf, sessionWords } from "#app/sessions/pages/session-step.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const session = await answering(findSession(services, viewer, sessionId));
  const { id, title, zone, timetable, delayMinutes } = session;
  const [meetings, day, after] = await Promise.all([
    ownTimetable(services, viewer, sessionId),
    ownDay(services, viewer, session),
    ownAfter(services, viewer, session),
  ]);
  return {
    session: { id, title, zone, timetable, delayMinutes },
    meetings,
    after,
    ...day,
    dayOpen: dayIsOpen(session, services.now()),
    asOf: services.now().toISOString(),
  };
}

/** It is the person's own; only their browser keeps a copy. */
export const headers = () => ({ "Cache-Control": "private, no-store" });

export const action = takesSteps<OfferAnswer>("signedIn", {
  words: sessionWords,
  steps: {
    cancel: step({
      fields: z.object({ meetingId: z.uuid(), version }),
      run: ({ meetingId, version: read }, { services, viewer, ...asked }) =>
        cancelMeeting(services, viewer, sessionIdOf(asked), meetingId, read),
    }),
    absent: step({
      fields: absentFields,
      run: ({ meetingId, ...mark }, { services, viewer, ...asked }) =>
        markAbsent(services, { viewer }, sessionIdOf(asked), meetingId, mark),
    }),
    answer: step({
      fields: offerFields,
      run: async ({ offerId, answer }, { services, viewer, ...asked }) => ({
        shown: await answerOffer(services, { viewer }, sessionIdOf(asked), offerId, answer),
      }),
    }),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function OwnTimetable() {
  const { t } = useTranslation();
  const { session, meetings, after, passes, offers, dayOpen, asOf } =
    useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>()?.shown;
  useRoom(`session:${session.id}`);
  const own = meetings?.filter(({ isViewer }) => isViewer) ?? [];
  const colleagues = meetings?.filter(({ isViewer }) => !isViewer) ?? [];
  const here = `/sessions/${session.id}/mine`;
  const parts = {
    zone: session.zone,
    action: here,
    dayOpen,
    ...(after ? { recordsOf: session.id } : {}),
  };
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <header className="space-y-1">
        <p>
          <Link to={`/sessions/${session.id}`} className="link">
            <span aria-hidden className="no-print">
              ←
            </span>{" "}
            {session.title}
          </Link>
        </p>
        <h1>{t("meetings:mine")}</h1>
      </header>
      <p className="hidden font-semibold print:block">{session.title}</p>
      <KeepOffline asOf={asOf} mark={JSON.stringify([meetings, offers])} zone={session.zone} />
      <LostRefusal />
      {answered ? <Notice>{t(`sessionDay:answered.${answered}`)}</Notice> : null}
      {passes.length === 0 ? null : (
        <nav aria-label={t("sessionDay:pass")} className="no-print flex flex-wrap gap-2">
          {passes.map(({ passKey, name, organisationName, isViewer }) => (
            <LinkButton
              key={passKey}
              look={isViewer ? "primary" : "secondary"}
              to={`/pass/${passKey}`}
              className="whitespace-normal"
            >
              {isViewer ? t("sessionDay:openPass") : t("sessionDay:passOf", { name })}
              {isViewer && passes.filter((one) => one.isViewer).length > 1
                ? ` · ${organisationName}`
                : ""}
            </LinkButton>
          ))}
        </nav>
      )}
      {session.delayMinutes > 0 ? (
        <Notice tone="warning">
          {t("sessionDay:runningLate", { minutes: session.delayMinutes })}
        </Notice>
      ) : null}
      <OfferCards offers={offers} zone={session.zone} action={here} />
      {meetings === null ? (
        <EmptyState title={t("meetings:notOut")} text={t("meetings:notOutText")} />
      ) : (
        <>
          {session.timetable === "none" ? null : (
            <Notice>{t(`meetings:timetableState.${session.timetable}`)}</Notice>
          )}
          {after ? <OwnAfterSections after={after} session={session} /> : null}
          <Section
            title={t("meetings:mine")}
            aside={
              <span className="no-print flex flex-wrap items-center gap-x-3">
                <Link to="/settings/calendar" className="link">
                  {t("sessionFiles:calendar.subscribeTo")}
                </Link>
                <Button
                  type="button"
                  look="quiet"
                  className="no-print"
                  onClick={() => window.print()}
                >
                  {t("meetings:print")}
                </Button>
              </span>
            }
          >
            {own.length === 0 ? (
              <div className="space-y-2">
                <p>{t("meetings:noOwn")}</p>
                <p className="text-ink-soft">{t("meetings:noOwnText")}</p>
                <LinkButton look="secondary" to={`/sessions/${session.id}/meetings`}>
                  {t("meetings:title")}
                </LinkButton>
              </div>
            ) : (
              <OwnMeetings meetings={own} {...parts} />
            )}
          </Section>
          {colleagues.length === 0 ? null : (
            <Section title={t("meetings:colleagues")}>
              <OwnMeetings meetings={colleagues} {...parts} />
            </Section>
          )}
        </>
      )}
    </div>
  );
}
