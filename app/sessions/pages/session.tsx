import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Facts, Notice, Section, StateBadge } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { calendarDay } from "#app/kernel/days.ts";
import { copySession, plainSteps, stepSession } from "#app/sessions/plan/commands.server.ts";
import { sessionDocumentsOf } from "#app/sessions/documents.server.ts";
import { declineInvitation } from "#app/sessions/registrations/invitations.server.ts";
import {
  meetingsOfRegistration,
  ownTimetable,
} from "#app/sessions/meetings/meeting-queries.server.ts";
import { viewSession } from "#app/sessions/queries.server.ts";
import { decideRegistration } from "#app/sessions/registrations/registrations.server.ts";
import { localDayOf } from "#app/kernel/zones.ts";
import { version } from "#app/kernel/version.ts";
import { sessionIdOf, sessionWords } from "./session-step.server.ts";
import { Cover } from "#app/sessions/parts/cover.tsx";
import { FileList } from "#app/files/parts/file-list.tsx";
import { FallingMeetings } from "#app/sessions/meetings/parts/falling-meetings.tsx";
import { OrganizerBar } from "#app/sessions/parts/organizer-bar.tsx";
import { OwnMeetings } from "#app/sessions/meetings/parts/own-meetings.tsx";
import { ProgrammeList } from "#app/sessions/parts/programme-list.tsx";
import { SessionTime } from "#app/sessions/parts/session-time.tsx";
import { answering } from "#app/http/answers.server.ts";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { useLanguage, useZoneFormat } from "#app/i18n/use-format.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const session = await answering(
    viewSession(context.services, viewer, idOfPath(params.sessionId)),
  );
  const admitted = session.registration?.state === "admitted";
  const meetings =
    viewer !== null && admitted ? await ownTimetable(context.services, viewer, session.id) : null;
  const falling =
    viewer !== null && session.registration !== null
      ? await meetingsOfRegistration(context.services, viewer, session.registration.id)
      : { count: 0, meetings: [] };
  return {
    session,
    documents: await sessionDocumentsOf(context.services, viewer, session.id),
    admitted,
    meetings,
    falling,
    today: localDayOf(context.services.now(), session.zone),
  };
}

export const action = takesSteps("signedIn", {
  words: sessionWords,
  steps: {
    step: step({
      fields: z.object({ action: z.enum(["publish", ...plainSteps]), version }),
      run: (taken, { services, viewer, ...asked }) =>
        stepSession(services, viewer, sessionIdOf(asked), taken.action, taken.version),
    }),
    copy: step({
      fields: z.object({ firstDay: calendarDay() }),
      run: async ({ firstDay }, { services, viewer, ...asked }) =>
        `/sessions/${await copySession(services, viewer, sessionIdOf(asked), firstDay)}/edit`,
    }),
    declineInvitation: step({
      fields: noFields,
      run: (_, { services, viewer, ...asked }) =>
        declineInvitation(services, viewer, sessionIdOf(asked)),
    }),
    cancelRegistration: step({
      fields: z.object({
        registrationId: z.uuid(),
        version,
        withMeetings: z.literal("yes").optional(),
      }),
      run: ({ registrationId, withMeetings, ...read }, { services, viewer }) =>
        decideRegistration(services, viewer, registrationId, {
          ...{ action: "cancel", note: "", ...read },
          withMeetings: withMeetings === "yes",
        }),
    }),
  },
});

/** A guest's page depends on nothing but its address and the language. */
export const handle = { sameForGuests: true };

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionPage() {
  const { t } = useTranslation();
  const english = useLanguage() === "en";
  const { session, documents, admitted, meetings, falling, today } = useLoaderData<typeof loader>();
  const root = useRouteLoaderData<typeof rootLoader>("root");
  const format = useZoneFormat(session.zone);
  useRoom(root?.viewer ? `session:${session.id}` : null);
  const { registration, invitation } = session;
  const mayRegister = session.closed === null;
  const documentPath = ({ id }: { id: string }) => `/sessions/${session.id}/documents/${id}`;
  const general = documents.filter(({ programmeItemId }) => programmeItemId === null);
  return (
    <div className="mx-auto max-w-5xl space-y-5">
      <header className="space-y-2">
        <StateBadge state={session.state} label={t(`sessions:state.${session.state}`)} />
        <h1>{english && session.titleEn !== "" ? session.titleEn : session.title}</h1>
        {session.clusters.length > 0 ? (
          <p className="flex flex-wrap gap-2">
            {session.clusters.map((cluster) => (
              <ClusterBadge key={cluster} cluster={cluster} />
            ))}
          </p>
        ) : null}
        {session.coverVersion === null ? null : (
          <Cover
            session={{ id: session.id, title: session.title, coverVersion: session.coverVersion }}
            className="aspect-[4/1] w-full rounded-md"
          />
        )}
      </header>
      <LostRefusal />
      {session.may.length > 0 ? <OrganizerBar session={session} today={today} /> : null}
      <div className="grid items-start gap-5 lg:grid-cols-[1fr_20rem]">
        <div className="space-y-5">
          <Section title={t("sessions:field.summary")}>
            <Facts
              facts={[
                [t("sessions:when"), <SessionTime key="when" {...session} />],
                [t("sessions:field.mode"), t(`sessions:mode.${session.mode}`)],
                [t("sessions:where"), session.place],
                [
                  t("sessions:slots"),
                  t("sessions:slotsCount", {
                    count: session.slots.filter(({ kind }) => kind === "meeting").length,
                  }),
                ],
              ]}
            />
            {session.summary === "" ? null : (
              <p className="whitespace-pre-line">{session.summary}</p>
            )}
          </Section>
          {meetings === null ? null : (
            <Section
              title={t("meetings:mine")}
              aside={
                <Link to={`/sessions/${session.id}/mine`} className="link">
                  {t("meetings:open")}
                </Link>
              }
            >
              {meetings.length === 0 ? (
                <p className="text-ink-soft">{t("meetings:noOwn")}</p>
              ) : (
                <OwnMeetings meetings={meetings} zone={session.zone} />
              )}
            </Section>
          )}
          <Section
            title={t("sessions:programme")}
            aside={
              <a href={`/sessions/${session.id}/calendar.ics`} className="link">
                {t("sessionFiles:calendar.add")}
              </a>
            }
          >
            <ProgrammeList
              programme={session.programme}
              zone={session.zone}
              below={({ id }) => (
                <FileList
                  files={documents.filter(({ programmeItemId }) => programmeItemId === id)}
                  hrefOf={documentPath}
                />
              )}
            />
          </Section>
          {general.length === 0 ? null : (
            <Section title={t("sessionFiles:documents.title")}>
              <FileList files={general} hrefOf={documentPath} />
            </Section>
          )}
        </div>
        <Section title={t("sessions:register")}>
          <p>
            {t("sessions:admitted", { count: session.admitted })}
            {session.capacity === null
              ? ""
              : ` · ${t("sessions:capacityOf", { capacity: session.capacity })}`}
          </p>
          {session.registrationClosesAt === null || !mayRegister ? null : (
            <p className="text-ink-soft">
              {t("sessions:closesAt", { date: format.dateTime(session.registrationClosesAt) })}
            </p>
          )}
          {session.closed === null ? null : (
            <Notice>
              {t(`sessions:closed.${session.closed}`, {
                date: session.registrationOpensAt
                  ? format.dateTime(session.registrationOpensAt)
                  : "",
              })}
            </Notice>
          )}
          {invitation?.state === "sent" && registration === null ? (
            <Notice>
              {t("sessions:invited")}
              {invitation.message === "" ? null : <p>{invitation.message}</p>}
            </Notice>
          ) : null}
          {registration === null ? null : (
            <p>
              {t("sessions:ownState")}
              <StateBadge
                state={registration.state}
                label={t(`sessions:registrationState.${registration.state}`)}
              />
              {registration.note === "" ? null : (
                <span className="block text-sm">{registration.note}</span>
              )}
            </p>
          )}
          <div className="flex flex-wrap items-start gap-2">
            {admitted ? (
              <>
                <LinkButton to={`/sessions/${session.id}/meetings`}>
                  {t("meetings:title")}
                </LinkButton>
                <LinkButton look="secondary" to={`/sessions/${session.id}/mine`}>
                  {t("meetings:mine")}
                </LinkButton>
              </>
            ) : null}
            {mayRegister && registration?.state !== "declined" ? (
              <LinkButton
                look={admitted ? "secondary" : "primary"}
                to={`/sessions/${session.id}/register`}
              >
                {registration === null || registration.state === "cancelled"
                  ? t("sessions:register")
                  : t("sessions:changeRegistration")}
              </LinkButton>
            ) : null}
            {invitation?.state === "sent" && registration === null ? (
              <StepForm step="declineInvitation">
                <Button look="secondary">{t("sessions:decline")}</Button>
              </StepForm>
            ) : null}
            {registration && ["applied", "waiting", "admitted"].includes(registration.state) ? (
              <ConfirmDialog
                action={t("sessions:cancelRegistration")}
                title={t("sessions:cancelRegistrationTitle")}
              >
                <StepForm
                  step="cancelRegistration"
                  row={{ registrationId: registration.id }}
                  version={registration.version}
                >
                  <FallingMeetings falling={falling} zone={session.zone} />
                  <Button look="danger">
                    {falling.count > 0
                      ? t("meetings:withMeetings")
                      : t("sessions:cancelRegistration")}
                  </Button>
                </StepForm>
              </ConfirmDialog>
            ) : null}
          </div>
        </Section>
      </div>
    </div>
  );
}
