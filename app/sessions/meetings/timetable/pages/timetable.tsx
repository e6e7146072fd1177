import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
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
  isBreaking,
  lastRun,
  pinMeeting,
  publishTimetable,
  runOptions,
  type HandEdit,
} from "#app/sessions/meetings/timetable/timetable.server.ts";
import { version } from "#app/kernel/version.ts";
import { sessionIdOf, sessionWords } from "#app/sessions/pages/session-step.server.ts";
import { ChosenMeeting } from "#app/sessions/meetings/parts/chosen-meeting.tsx";
import { RunFigures } from "#app/sessions/meetings/timetable/parts/run-report.tsx";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { TimetableGrid } from "#app/sessions/meetings/timetable/parts/timetable-grid.tsx";
import { TimetableMake } from "#app/sessions/meetings/timetable/parts/timetable-make.tsx";
import { useTimetablePlaces } from "#app/sessions/meetings/timetable/parts/timetable-places.ts";
import { UnplacedWishes } from "#app/sessions/meetings/timetable/parts/unplaced-wishes.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { step, takesSteps, WrongFields, type Asked } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
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

const [moveEdit, swapEdit] = handEdit.options;
const read = z.object({ version });

/** Changes the timetable by hand. @throws WrongFields with what the change would break */
async function edit(
  { version: readVersion, ...change }: HandEdit & { version: number },
  { services, viewer, t, ...asked }: Asked,
): Promise<void> {
  try {
    await editTimetable(services, viewer, sessionIdOf(asked), readVersion, change);
  } catch (error) {
    if (!isBreaking(error)) throw error;
    const kinds = [...new Set(error.conflicts.map(({ kind }) => kind))];
    const words = kinds.map((kind) => t(`meetings:conflict.${kind}`)).join(" · ");
    throw new WrongFields({ "": [`${t("meetings:conflicts")} ${words}`] });
  }
}

export const action = takesSteps("organizers", {
  words: sessionWords,
  goTo: ({ path, search }) => path + search,
  steps: {
    run: step({
      fields: read.extend(runOptions.shape),
      run: async (options, { services, viewer, ...asked }) => {
        await askForTimetable(services, viewer, sessionIdOf(asked), options);
      },
    }),
    stop: step({
      fields: z.object({ runId: z.uuid() }),
      run: ({ runId }, { services, viewer, ...asked }) =>
        cancelRun(services, viewer, sessionIdOf(asked), runId),
    }),
    pin: step({
      fields: read.extend({
        meetingId: z.uuid(),
        pinned: z.enum(["yes", "no"]).transform((value) => value === "yes"),
      }),
      run: ({ version: readVersion, ...pin }, { services, viewer, ...asked }) =>
        pinMeeting(services, viewer, sessionIdOf(asked), readVersion, pin),
    }),
    cancel: step({
      fields: z.object({ meetingId: z.uuid(), version }),
      run: async ({ meetingId, version: readVersion }, { services, viewer, path, ...asked }) => {
        await cancelMeeting(services, viewer, sessionIdOf(asked), meetingId, readVersion);
        return path;
      },
    }),
    publish: step({
      fields: read.extend({ state: z.enum(timetableStates) }),
      run: ({ state, version: readVersion }, { services, viewer, ...asked }) =>
        publishTimetable(services, viewer, sessionIdOf(asked), readVersion, state),
    }),
    move: step({ fields: moveEdit.extend({ version }), run: edit }),
    swap: step({ fields: swapEdit.extend({ version }), run: edit }),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionTimetable() {
  const { t } = useTranslation();
  const loaded = useLoaderData<typeof loader>();
  const { session, slots, tables, meetings, run, unplaced, names, mayRun } = loaded;
  useRoom(`session:${session.id}`);
  const places = useTimetablePlaces(slots, tables, session.zone);
  const chosen = meetings.find(({ id }) => id === loaded.chosen);
  return (
    <SessionFrame session={session} title={t("meetings:timetable")}>
      <p className="hidden font-semibold print:block">
        {session.title} · {t(`meetings:timetableState.${session.timetable}`)}
      </p>
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
