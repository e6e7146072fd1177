import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Facts, Notice, Section, StateBadge } from "#app/ui/parts.tsx";
import { meetingRecord } from "#app/sessions/outcomes/meeting-record.server.ts";
import {
  addMeetingTask,
  changeMeetingTask,
  removeMeetingTask,
  setMeetingTaskDone,
} from "#app/sessions/outcomes/meeting-tasks.server.ts";
import { markAbsent, markHeld } from "#app/sessions/day/no-show.server.ts";
import { rateMeeting } from "#app/sessions/outcomes/ratings.server.ts";
import { meetingTaskSchema, ratingSchema } from "#app/sessions/outcomes/ratings.ts";
import { sessionIdOf, sessionWords } from "#app/sessions/pages/session-step.server.ts";
import { version, versionIn } from "#app/kernel/version.ts";
import { absentFields } from "#app/sessions/day/pages/day-fields.server.ts";
import {
  MeetingDealSection,
  OrganizerMeetingSection,
  OwnRatingSection,
} from "#app/sessions/meetings/parts/meeting-parts.tsx";
import { MeetingTasks } from "#app/sessions/outcomes/parts/meeting-tasks.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { step, takesSteps, type Asked } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const ids = [idOfPath(params.sessionId), idOfPath(params.meetingId)] as const;
  return answering(meetingRecord(context.services, viewer, ...ids));
}

/** The meeting of the page's address. */
const meetingOf = ({ params }: Pick<Asked, "params">) =>
  [sessionIdOf({ params }), idOfPath(params.meetingId)] as const;

const taskId = z.uuid();

export const action = takesSteps("signedIn", {
  words: sessionWords,
  goTo: ({ path, request, params }) =>
    parametersOf(request).get("back") === "mine"
      ? `/sessions/${sessionIdOf({ params })}/mine`
      : path,
  steps: {
    rate: step({
      fields: ratingSchema,
      checkedInBrowser: true,
      run: async (rating, { services, viewer, t, form, path, ...asked }) => {
        const of = meetingOf(asked);
        const { session } = await meetingRecord(services, viewer, ...of);
        const message = t("sessionAfter:interestMessage", { title: session.title });
        const version = versionIn(form.get("version")) || null;
        await rateMeeting(services, viewer, ...of, { rating, version, message });
        return `${path}?saved=1`;
      },
    }),
    held: step({
      fields: z.object({ version }),
      run: (read, { services, viewer, ...asked }) =>
        markHeld(services, viewer, ...meetingOf(asked), read.version),
    }),
    absent: step({
      fields: absentFields.omit({ meetingId: true }),
      run: (mark, { services, viewer, ...asked }) =>
        markAbsent(services, { viewer }, ...meetingOf(asked), mark),
    }),
    task: step({
      fields: meetingTaskSchema,
      checkedInBrowser: true,
      run: (task, { services, viewer, ...asked }) =>
        addMeetingTask(services, viewer, ...meetingOf(asked), task),
    }),
    taskChange: step({
      fields: meetingTaskSchema.extend({ taskId, version }),
      checkedInBrowser: true,
      run: ({ taskId, ...task }, { services, viewer, ...asked }) =>
        changeMeetingTask(services, viewer, ...meetingOf(asked), taskId, task),
    }),
    taskDone: step({
      fields: z.object({ taskId, done: z.stringbool() }),
      run: (task, { services, viewer, ...asked }) =>
        setMeetingTaskDone(services, viewer, ...meetingOf(asked), task.taskId, task.done),
    }),
    taskRemove: step({
      fields: z.object({ taskId, version }),
      run: (task, { services, viewer, ...asked }) =>
        removeMeetingTask(services, viewer, ...meetingOf(asked), task.taskId, task.version),
    }),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function MeetingPage() {
  const { t } = useTranslation();
  const { session, meeting, sides, own, ratings, mayMark, today } = useLoaderData<typeof loader>();
  const rating = useGivenForm({ step: "rate" });
  const [search] = useSearchParams();
  const format = useZoneFormat(session.zone);
  useRoom(`session:${session.id}`);
  const path = `/sessions/${session.id}/meetings/${meeting.id}`;
  const back = own ? `/sessions/${session.id}/mine` : `/sessions/${session.id}/report`;
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <header className="space-y-1">
        <p>
          <Link to={back} className="link">
            <span aria-hidden>←</span>{" "}
            {t(own ? "sessionAfter:backToMine" : "sessionAfter:report.title")}
          </Link>
        </p>
        <h1>
          {own
            ? own.partner.organisationName
            : sides.map((one) => one.organisationName).join(" ↔ ")}
        </h1>
      </header>
      <LostRefusal />
      {search.get("saved") && rating === null ? (
        <Notice tone="success">{t("sessionAfter:saved")}</Notice>
      ) : null}
      <Section
        title={t("sessionAfter:record")}
        aside={
          <StateBadge
            state={meeting.state}
            label={t(`sessionAfter:meetingState.${meeting.state}`)}
          />
        }
      >
        <Facts
          facts={[
            [
              t("sessions:when"),
              `${format.dateTime(meeting.startsAt)}–${format.time(meeting.endsAt)}`,
            ],
            [
              t("sessionAfter:table"),
              [meeting.hall, meeting.tableName].filter((part) => part !== "").join(" "),
            ],
            ...sides.map((side): [string, string] => [
              own
                ? t(
                    side.organisationId === own.organisationId
                      ? "sessionAfter:ownSide"
                      : "sessionAfter:partner",
                  )
                : side.organisationName,
              [side.name, side.position].filter((part) => part !== "").join(" · "),
            ]),
          ]}
        />
      </Section>
      {own ? (
        <>
          <OwnRatingSection own={own} state={meeting.state} />
          <MeetingDealSection own={own} />
          <div id="tasks">
            <Section title={t("sessionAfter:tasks")}>
              <MeetingTasks
                tasks={own.tasks}
                colleagues={own.colleagues}
                action={own.mayWriteTasks ? path : null}
                today={today}
              />
            </Section>
          </div>
        </>
      ) : null}
      {ratings ? (
        <OrganizerMeetingSection sessionId={session.id} {...{ meeting, sides, ratings, mayMark }} />
      ) : null}
    </div>
  );
}
