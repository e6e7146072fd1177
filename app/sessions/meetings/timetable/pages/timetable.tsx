import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { EmptyState, Notice, Section } from "#app/ui/parts.tsx";
import { cancelMeeting } from "#app/sessions/meetings/meeting-cancel.server.ts";
import { namesOfWishes, timetableOf } from "#app/sessions/meetings/meeting-queries.server.ts";
import { shownSlot } from "#app/sessions/shown-time.ts";
import { dayIsOpen, mayMakeTimetable } from "#app/sessions/policy.ts";
import { findSession, slotsOfSession, tablesOfSession } from "#app/sessions/queries.server.ts";
import {
  askForTimetable,
  cancelRun,
  editTimetable,
  handEdit,
  lastRun,
  pinMeeting,
  publishTimetable,
  runOptions,
} from "#app/sessions/meetings/timetable/timetable.server.ts";
import { version } from "#app/kernel/version.ts";
import { sessionVersionOf } from "#app/sessions/pages/basics.server.ts";
import { ChosenMeeting } from "#app/sessions/meetings/parts/chosen-meeting.tsx";
import { timetableWordsOf } from "#app/sessions/meetings/pages/meeting-words.server.ts";
import { RunFigures } from "#app/sessions/meetings/timetable/parts/run-report.tsx";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { TimetableGrid } from "#app/sessions/meetings/timetable/parts/timetable-grid.tsx";
import { TimetableMake } from "#app/sessions/meetings/timetable/parts/timetable-make.tsx";
import { useTimetablePlaces } from "#app/sessions/meetings/timetable/parts/timetable-places.ts";
import { UnplacedWishes } from "#app/sessions/meetings/timetable/parts/unplaced-wishes.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { timetableStates } from "#app/codes/session-codes.ts";
import { useRoom } from "#realtime/client.tsx";

const chosenSchema = z.uuid().nullable().catch(null);
const unplacedShown = 200;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const session = await answering(findSession(services, viewer, sessionId));
  const [slots, tables, meetings, run] = await Promise.all([
    slotsOfSession(services, sessionId),
    tablesOfSession(services, sessionId),
    timetableOf(services, viewer, sessionId),
    lastRun(services, viewer, sessionId),
  ]);
  const placed = new Set(meetings.map(({ wishId }) => wishId));
  const unplaced = (run?.report?.unplaced ?? [])
    .filter(({ wish }) => !placed.has(wish))
    .slice(0, unplacedShown);
  const moved = run?.report?.moved ?? [];
  const names = await namesOfWishes(
    services,
    viewer,
    [...unplaced, ...moved].map(({ wish }) => wish),
  );
  const { id, title, state, zone, version, timetable, schedulingBy } = session;
  return {
    session: { id, title, state, zone, version, timetable, schedulingBy },
    delayMinutes: session.delayMinutes,
    dayOpen: dayIsOpen(session, services.now()),
    mayRun: mayMakeTimetable(state),
    slots: slots
      .filter(({ kind }) => kind === "meeting")
      .map((slot) => ({ ...slot, ...shownSlot(slot, session.delayMinutes, services.now()) })),
    ...{ tables, meetings, run, unplaced, names },
    chosen: chosenSchema.parse(parametersOf(request).get("meeting")),
  };
}

const steps = z.discriminatedUnion("step", [
  ...handEdit.options,
  runOptions.extend({ step: z.literal("run") }),
  z.object({ step: z.literal("stop"), runId: z.uuid() }),
  z.object({
    step: z.literal("pin"),
    meetingId: z.uuid(),
    pinned: z.enum(["yes", "no"]).transform((value) => value === "yes"),
  }),
  z.object({
    step: z.literal("cancel"),
    meetingId: z.uuid(),
    meetingVersion: version,
  }),
  z.object({ step: z.literal("publish"), state: z.enum(timetableStates) }),
]);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const form = await formOf(request);
  const t = await getT(request);
  const parsed = steps.safeParse(Object.fromEntries(form));
  if (!parsed.success) return json({ words: t("errors:invalid") }, { status: 422 });
  const step = parsed.data;
  const version = sessionVersionOf(form);
  const take = async (): Promise<unknown> => {
    switch (step.step) {
      case "run":
        return askForTimetable(services, viewer, sessionId, { ...step, version });
      case "stop":
        return cancelRun(services, viewer, sessionId, step.runId);
      case "pin":
        return pinMeeting(services, viewer, sessionId, version, step);
      case "cancel":
        return cancelMeeting(services, viewer, sessionId, step.meetingId, step.meetingVersion);
      case "publish":
        return publishTimetable(services, viewer, sessionId, version, step.state);
      case "move":
      case "swap":
        return editTimetable(services, viewer, sessionId, version, step);
    }
  };
  const words = await answering(take().then(() => null, timetableWordsOf(t)));
  const back = step.step === "cancel" ? "" : new URL(request.url).search;
  return words === null
    ? redirect(`/sessions/${sessionId}/timetable${back}`)
    : json({ words }, { status: 422 });
}

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionTimetable() {
  const { t } = useTranslation();
  const loaded = useLoaderData<typeof loader>();
  const { session, slots, tables, meetings, run, unplaced, names, mayRun } = loaded;
  const refused = useActionData<typeof action>();
  useRoom(`session:${session.id}`);
  const places = useTimetablePlaces(slots, tables, session.zone);
  const chosen = meetings.find(({ id }) => id === loaded.chosen);
  return (
    <SessionFrame session={session} title={t("meetings:timetable")}>
      <p className="hidden font-semibold print:block">
        {session.title} · {t(`meetings:timetableState.${session.timetable}`)}
      </p>
      {refused ? <Notice tone="danger">{refused.words}</Notice> : null}
      {loaded.delayMinutes > 0 ? (
        <Notice tone="warning">
          {t("sessionDay:runningLate", { minutes: loaded.delayMinutes })}
        </Notice>
      ) : null}
      {session.schedulingBy === "participants" ? (
        <Notice>{t("meetings:byParticipants")}</Notice>
      ) : null}
      <div className="no-print">
        <TimetableMake {...{ session, run, mayRun }} hasMeetings={meetings.length > 0} />
      </div>
      {meetings.length === 0 ? (
        <EmptyState title={t("meetings:noMeetings")} text={t("meetings:noMeetingsText")} />
      ) : (
        <Section title={t("meetings:grid")}>
          <TimetableGrid
            {...{ slots, tables, meetings }}
            zone={session.zone}
            chosen={loaded.chosen}
          />
        </Section>
      )}
      {chosen ? (
        <ChosenMeeting
          key={chosen.id}
          dayOpen={loaded.dayOpen}
          {...{ chosen, meetings, session, places }}
        />
      ) : null}
      {run?.report ? (
        <div className="no-print space-y-4">
          <RunFigures report={run.report} names={names} placeOf={places.nameOf} />
          <UnplacedWishes {...{ unplaced, names, session, places }} />
        </div>
      ) : null}
    </SessionFrame>
  );
}
