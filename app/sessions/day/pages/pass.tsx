import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState, Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { checkIn, type CheckedIn } from "#app/sessions/day/check-in.server.ts";
import { passKeyIn } from "#app/sessions/shown-time.ts";
import { passOf } from "#app/sessions/day/passes.server.ts";
import { mayRunSessions } from "#app/sessions/policy.ts";
import { markAbsent } from "#app/sessions/day/no-show.server.ts";
import {
  answerOffer,
  type OfferAnswer,
} from "#app/sessions/meetings/offers/slot-answers.server.ts";
import { sessionWords } from "#app/sessions/pages/session-step.server.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { absentFields, offerFields } from "./day-fields.server.ts";
import { KeepOffline } from "#app/sessions/day/parts/keep-offline.tsx";
import { OfferCards } from "#app/sessions/day/parts/offer-cards.tsx";
import { passCode } from "./pass-code.server.ts";
import { PassMeetings } from "#app/sessions/day/parts/pass-meetings.tsx";
import { SessionTime } from "#app/sessions/parts/session-time.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { noFields, openStep, takesOpenSteps, type Asked } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { useLanguage, useZoneFormat } from "#app/i18n/use-format.ts";

function keyOfPath(given: string | undefined): string {
  const key = passKeyIn(given ?? "");
  if (key === null) throw new Response("", { status: 404 });
  return key;
}

/** The address is the pass: no proxy keeps it, no search engine lists it. */
export const headers = () => ({
  "Cache-Control": "private, no-store",
  "X-Robots-Tag": "noindex, nofollow",
});

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { services } = context;
  const pass = await answering(passOf(services, keyOfPath(params.passKey)));
  const viewer = await context.viewer(request);
  const { id, title, titleEn, zone, place, startsAt, endsAt, timetable } = pass.session;
  return {
    pass: {
      ...pass,
      session: {
        ...{ id, title, titleEn, zone, place, timetable },
        delayMinutes: pass.session.delayMinutes,
        startsAt: startsAt?.toISOString() ?? null,
        endsAt: endsAt?.toISOString() ?? null,
      },
    },
    code: await passCode(services.origin, pass.passKey),
    mayCheckIn: mayRunSessions(viewer) && pass.dayOpen,
    asOf: services.now().toISOString(),
  };
}

interface Shown {
  checkedIn?: CheckedIn;
  answer?: OfferAnswer;
}

/** Where the holder of a pass acts, with an account or without. */
async function ownDay({ services, viewer, params }: Asked<MaybeViewer>) {
  const passKey = keyOfPath(params.passKey);
  const { participantId, session } = await passOf(services, passKey);
  return { acting: { viewer, passKey }, sessionId: session.id, participantId };
}

export const action = takesOpenSteps<Shown>({
  words: sessionWords,
  steps: {
    checkIn: openStep<typeof noFields, Shown>({
      fields: noFields,
      run: async (_, asked) => {
        const { sessionId, participantId } = await ownDay(asked);
        const viewer = await signedInOrganizer(asked.context, asked.request);
        const checkedIn = await checkIn(asked.services, viewer, sessionId, { participantId });
        return { shown: { checkedIn } };
      },
    }),
    absent: openStep({
      fields: absentFields,
      run: async ({ meetingId, ...mark }, asked) => {
        const { acting, sessionId } = await ownDay(asked);
        await markAbsent(asked.services, acting, sessionId, meetingId, mark);
      },
    }),
    answer: openStep<typeof offerFields, Shown>({
      fields: offerFields,
      run: async ({ offerId, answer }, asked) => {
        const { acting, sessionId } = await ownDay(asked);
        const said = await answerOffer(asked.services, acting, sessionId, offerId, answer);
        return { shown: { answer: said } };
      },
    }),
  },
});

export const meta = ({ data }: { data: { pass: { name: string } } | undefined }) => [
  ...pageTitle(data?.pass.name),
  { name: "robots", content: "noindex, nofollow" },
];

export default function PassPage() {
  const { t } = useTranslation();
  const english = useLanguage() === "en";
  const { pass, code, mayCheckIn, asOf } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>()?.shown;
  const { session, meetings } = pass;
  const format = useZoneFormat(session.zone);
  const here = `/pass/${pass.passKey}`;
  const title = english && session.titleEn !== "" ? session.titleEn : session.title;
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <KeepOffline
        asOf={asOf}
        mark={JSON.stringify([meetings, pass.offers, pass.checkedInAt])}
        zone={session.zone}
      />
      <LostRefusal />
      {answered?.answer ? <Notice>{t(`sessionDay:answered.${answered.answer}`)}</Notice> : null}
      {answered?.checkedIn ? (
        <Notice tone={answered.checkedIn.result === "in" ? "success" : "warning"}>
          {t(answered.checkedIn.result === "in" ? "sessionDay:welcome" : "sessionDay:already", {
            name: pass.name,
            organisation: pass.organisationName,
            time: format.time(answered.checkedIn.at),
          })}
        </Notice>
      ) : null}
      <div className="card flex flex-col-reverse items-center justify-between gap-5 sm:flex-row print:flex-row">
        <div className="space-y-2 max-sm:text-center print:text-left">
          <h1>{pass.name}</h1>
          <p className="text-lg">
            {pass.organisationName}
            {pass.position === "" ? "" : ` · ${pass.position}`}
          </p>
          <p>
            <Link to={`/sessions/${session.id}`} className="link">
              {title}
            </Link>
            <span className="block text-ink-soft">
              <SessionTime {...session} />
              {session.place === "" ? "" : ` · ${session.place}`}
            </span>
          </p>
          <p className="no-print">
            {pass.checkedInAt === null ? (
              <span className="text-ink-soft">{t("sessionDay:notIn")}</span>
            ) : (
              <span className="font-medium text-good">
                <span aria-hidden>✓ </span>
                {t("sessionDay:inAt", { time: format.time(pass.checkedInAt) })}
              </span>
            )}
          </p>
          {mayCheckIn && pass.checkedInAt === null ? (
            <StepForm step="checkIn" action={here} className="no-print">
              <Button>{t("sessionDay:checkInNamed", { name: pass.name })}</Button>
            </StepForm>
          ) : null}
        </div>
        <img src={code} alt={t("sessionDay:code")} width={208} height={208} />
      </div>
      <p className="no-print text-sm text-ink-soft">{t("sessionDay:passHint")}</p>
      {session.delayMinutes > 0 ? (
        <Notice tone="warning">
          {t("sessionDay:runningLate", { minutes: session.delayMinutes })}
        </Notice>
      ) : null}
      <OfferCards offers={pass.offers} zone={session.zone} action={here} />
      {meetings === null ? (
        <EmptyState title={t("meetings:notOut")} text={t("meetings:notOutText")} />
      ) : (
        <Section
          title={t("sessionDay:ownTimetable")}
          aside={
            <Button type="button" look="quiet" className="no-print" onClick={() => window.print()}>
              {t("meetings:print")}
            </Button>
          }
        >
          {session.timetable === "preliminary" ? (
            <Notice>{t("meetings:timetableState.preliminary")}</Notice>
          ) : null}
          {meetings.length === 0 ? (
            <p className="text-ink-soft">{t("meetings:noOwn")}</p>
          ) : (
            <PassMeetings
              meetings={meetings}
              zone={session.zone}
              dayOpen={pass.dayOpen}
              action={here}
            />
          )}
        </Section>
      )}
    </div>
  );
}
