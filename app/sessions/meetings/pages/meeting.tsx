import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
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
import { sessionVersionOf } from "#app/sessions/pages/basics.server.ts";
import {
  MeetingDealSection,
  OrganizerMeetingSection,
  OwnRatingSection,
} from "#app/sessions/meetings/parts/meeting-parts.tsx";
import { MeetingTasks } from "#app/sessions/outcomes/parts/meeting-tasks.tsx";
import { planStep } from "#app/sessions/plan/pages/plan-step.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const ids = [idOfPath(params.sessionId), idOfPath(params.meetingId)] as const;
  return answering(meetingRecord(context.services, viewer, ...ids));
}

const absentSchema = z.object({ absentParticipantId: z.uuid() });
const doneSchema = z.object({ done: z.stringbool() });

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const { services } = context;
  const of = [idOfPath(params.sessionId), idOfPath(params.meetingId)] as const;
  const t = await getT(request);
  const version = sessionVersionOf(form);
  const [step = "", task = ""] = String(form.get("step") ?? "").split(":");
  const taskId = () => idOfPath(task);
  const take = async () => {
    switch (step) {
      case "rate": {
        const { session } = await meetingRecord(services, viewer, ...of);
        const message = t("sessionAfter:interestMessage", { title: session.title });
        return planStep(t, form, ratingSchema, (rating) =>
          rateMeeting(services, viewer, ...of, { rating, version: version || null, message }),
        );
      }
      case "held":
        return planStep(t, form, z.object({}), () => markHeld(services, viewer, ...of, version));
      case "absent":
        return planStep(t, form, absentSchema, ({ absentParticipantId }) =>
          markAbsent(services, { viewer }, ...of, { absentParticipantId, version }),
        );
      case "task":
        return planStep(t, form, meetingTaskSchema, (fields) =>
          addMeetingTask(services, viewer, ...of, fields),
        );
      case "taskChange":
        return planStep(t, form, meetingTaskSchema, (fields) =>
          changeMeetingTask(services, viewer, ...of, taskId(), { ...fields, version }),
        );
      case "taskDone":
        return planStep(t, form, doneSchema, ({ done }) =>
          setMeetingTaskDone(services, viewer, ...of, taskId(), done),
        );
      case "taskRemove":
        return planStep(t, form, z.object({}), () =>
          removeMeetingTask(services, viewer, ...of, taskId(), version),
        );
      default:
        throw new Response("", { status: 400 });
    }
  };
  const answer = await answering(take());
  if (answer !== null) return json(answer, { status: 422 });
  const back = parametersOf(request).get("back");
  const page = `/sessions/${of[0]}/meetings/${of[1]}`;
  if (back === "mine") return redirect(`/sessions/${of[0]}/mine`);
  return redirect(step === "rate" ? `${page}?saved=1` : page);
}

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function MeetingPage() {
  const { t } = useTranslation();
  const { session, meeting, sides, own, ratings, mayMark, today } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const format = useZoneFormat(session.zone);
  useRoom(`session:${session.id}`);
  const marked =
    answer?.step === "held" || answer?.step === "absent" ? answer.result.error : undefined;
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
      {search.get("saved") && answer === undefined ? (
        <Notice tone="success">{t("sessionAfter:saved")}</Notice>
      ) : null}
      {marked ? <Notice tone="danger">{Object.values(marked).flat().join(" ")}</Notice> : null}
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
          <OwnRatingSection own={own} state={meeting.state} answer={answer} />
          <MeetingDealSection own={own} />
          <div id="tasks">
            <Section title={t("sessionAfter:tasks")}>
              <MeetingTasks
                tasks={own.tasks}
                colleagues={own.colleagues}
                action={own.mayWriteTasks ? path : null}
                {...{ today, answer }}
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
