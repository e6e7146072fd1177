import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button, LinkButton } from "#app/components/button.tsx";
import { EmptyState, Notice, Section } from "#app/components/parts.tsx";
import { cancelMeeting } from "#app/domain/sessions/meeting-changes.server.ts";
import { ownAfter } from "#app/domain/sessions/meeting-record.server.ts";
import { ownTimetable } from "#app/domain/sessions/meeting-queries.server.ts";
import { findSession } from "#app/domain/sessions/queries.server.ts";
import { OwnAfterSections } from "#app/features/sessions/own-after.tsx";
import { OwnMeetings } from "#app/features/sessions/own-meetings.tsx";
import { wordsOf } from "#app/features/sessions/plan-step.server.ts";
import { answering, signedIn, signedInWithForm } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const session = await answering(findSession(services, viewer, sessionId));
  const { id, title, zone, timetable } = session;
  const [meetings, after] = await Promise.all([
    ownTimetable(services, viewer, sessionId),
    ownAfter(services, viewer, session),
  ]);
  return { session: { id, title, zone, timetable }, meetings, after };
}

const cancelling = z.object({ meetingId: z.uuid(), version: z.coerce.number().int() });

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const viewer = await signedInWithForm(context, request, form);
  const sessionId = idOfPath(params.sessionId);
  const parsed = cancelling.safeParse(Object.fromEntries(form));
  if (!parsed.success) throw new Response("", { status: 400 });
  const t = await getT(request);
  const { meetingId, version } = parsed.data;
  const words = await answering(
    cancelMeeting(context.services, viewer, sessionId, meetingId, version).then(
      () => null,
      wordsOf(t),
    ),
  );
  return words === null
    ? redirect(`/sessions/${sessionId}/mine`)
    : json({ words }, { status: 422 });
}

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function OwnTimetable() {
  const { t } = useTranslation();
  const { session, meetings, after } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  useRoom(`session:${session.id}`);
  const own = meetings?.filter(({ isViewer }) => isViewer) ?? [];
  const colleagues = meetings?.filter(({ isViewer }) => !isViewer) ?? [];
  const parts = {
    zone: session.zone,
    action: `/sessions/${session.id}/mine`,
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
      {refused ? <Notice tone="danger">{refused.words}</Notice> : null}
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
              <Button
                type="button"
                look="quiet"
                className="no-print"
                onClick={() => window.print()}
              >
                {t("meetings:print")}
              </Button>
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
