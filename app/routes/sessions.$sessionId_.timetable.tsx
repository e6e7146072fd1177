import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/components/button.tsx";
import { ConfirmDialog } from "#app/components/confirm-dialog.tsx";
import { Checkbox, TextField } from "#app/components/fields.tsx";
import { EmptyState, Notice, Section, StateBadge } from "#app/components/parts.tsx";
import { cancelMeeting } from "#app/domain/sessions/meeting-cancel.server.ts";
import { namesOfWishes, timetableOf } from "#app/domain/sessions/meeting-queries.server.ts";
import { shownSlot } from "#app/domain/sessions/day.ts";
import { dayIsOpen, mayMakeTimetable } from "#app/domain/sessions/policy.ts";
import {
  findSession,
  slotsOfSession,
  tablesOfSession,
} from "#app/domain/sessions/queries.server.ts";
import { timetableStates } from "#app/domain/sessions/schema.ts";
import {
  askForTimetable,
  cancelRun,
  editTimetable,
  handEdit,
  lastRun,
  pinMeeting,
  publishTimetable,
  runOptions,
} from "#app/domain/sessions/timetable.server.ts";
import { versionOf } from "#app/features/sessions/basics.server.ts";
import { HandEdit } from "#app/features/sessions/hand-edit.tsx";
import { timetableWordsOf } from "#app/features/sessions/meeting-words.server.ts";
import { NoShowForm } from "#app/features/sessions/no-show-form.tsx";
import { RunFigures, RunState } from "#app/features/sessions/run-report.tsx";
import { SessionFrame } from "#app/features/sessions/session-frame.tsx";
import { TimetableGrid } from "#app/features/sessions/timetable-grid.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
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
    chosen: chosenSchema.parse(new URL(request.url).searchParams.get("meeting")),
  };
}

const steps = z.discriminatedUnion("intent", [
  ...handEdit.options,
  runOptions.extend({ intent: z.literal("run") }),
  z.object({ intent: z.literal("stop"), runId: z.uuid() }),
  z.object({
    intent: z.literal("pin"),
    meetingId: z.uuid(),
    pinned: z.enum(["yes", "no"]).transform((value) => value === "yes"),
  }),
  z.object({
    intent: z.literal("cancel"),
    meetingId: z.uuid(),
    meetingVersion: z.coerce.number().int(),
  }),
  z.object({ intent: z.literal("publish"), state: z.enum(timetableStates) }),
]);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const form = await request.formData();
  const t = await getT(request);
  const parsed = steps.safeParse(Object.fromEntries(form));
  if (!parsed.success) return json({ words: t("errors:invalid") }, { status: 422 });
  const step = parsed.data;
  const version = versionOf(form);
  const take = async (): Promise<unknown> => {
    switch (step.intent) {
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
  const back = step.intent === "cancel" ? "" : new URL(request.url).search;
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
  const format = useZoneFormat(session.zone);
  useRoom(`session:${session.id}`);
  const busy = run?.state === "waiting" || run?.state === "running";
  const slotOptions = slots.map(({ id, startsAt }) => ({
    value: id,
    label: format.dateTime(startsAt),
  }));
  const tableOptions = tables.map(({ id, hall, name }) => ({
    value: id,
    label: [hall, name].filter((part) => part !== "").join(" "),
  }));
  const labelOf = (options: typeof slotOptions, id: string) =>
    options.find(({ value }) => value === id)?.label ?? "–";
  const placeOf = (slot: string, table: string) =>
    `${labelOf(slotOptions, slot)} ${labelOf(tableOptions, table)}`;
  const chosen = meetings.find(({ id }) => id === loaded.chosen);
  const edit = { sessionId: session.id, version: session.version };
  const placeFields = (slot: string, table: string) => [
    { name: "slot", label: t("meetings:slot"), options: slotOptions, value: slot },
    { name: "table", label: t("meetings:table"), options: tableOptions, value: table },
  ];
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
      <div className="no-print space-y-4">
        <Section
          title={t("meetings:make")}
          aside={
            <StateBadge
              state={session.timetable}
              label={t(`meetings:timetableState.${session.timetable}`)}
            />
          }
        >
          {run ? <RunState run={run} /> : <p className="text-ink-soft">{t("meetings:formula")}</p>}
          <div className="flex flex-wrap items-end justify-between gap-3">
            {mayRun && !busy ? (
              <Form method="post" className="flex flex-wrap items-end gap-3">
                <input type="hidden" name="version" value={session.version} />
                <TextField
                  field={{ id: "seconds", name: "seconds" }}
                  label={t("meetings:limit")}
                  hint={t("meetings:limitHint")}
                  needed={false}
                  inputMode="numeric"
                />
                <Checkbox
                  key={session.schedulingBy}
                  field={{ id: "preview", name: "preview" }}
                  label={t("meetings:preview")}
                  checked={session.schedulingBy === "participants"}
                />
                <Button name="intent" value="run">
                  {t("meetings:make")}
                </Button>
              </Form>
            ) : null}
            {meetings.length > 0 ? (
              <Form method="post" className="flex flex-wrap gap-2">
                <input type="hidden" name="version" value={session.version} />
                <input type="hidden" name="intent" value="publish" />
                {timetableStates
                  .filter((state) => state !== session.timetable)
                  .map((state) => (
                    <Button key={state} name="state" value={state} look="secondary">
                      {t(`meetings:publish.${state}`)}
                    </Button>
                  ))}
                <Button type="button" look="quiet" onClick={() => window.print()}>
                  {t("meetings:print")}
                </Button>
              </Form>
            ) : null}
          </div>
        </Section>
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
        <div id="chosen" className="no-print">
          <Section
            title={t("meetings:chosen")}
            aside={
              <Link to="?" preventScrollReset className="link">
                {t("meetings:close")}
              </Link>
            }
          >
            <p>
              {chosen.oneOrganisation} · {chosen.one} ↔ {chosen.otherOrganisation} · {chosen.other}
              <span className="block text-ink-soft">{placeOf(chosen.slotId, chosen.tableId)}</span>
            </p>
            {loaded.dayOpen && ["planned", "held"].includes(chosen.state) ? (
              <NoShowForm
                byOrganizer
                meeting={chosen}
                sides={[
                  { id: chosen.oneId, name: chosen.one, organisation: chosen.oneOrganisation },
                  {
                    id: chosen.otherId,
                    name: chosen.other,
                    organisation: chosen.otherOrganisation,
                  },
                ]}
                action={`/sessions/${session.id}/board`}
              />
            ) : null}
            {chosen.state === "planned" ? (
              <>
                <div className="flex flex-wrap items-start gap-2">
                  <Form method="post" preventScrollReset>
                    <input type="hidden" name="intent" value="pin" />
                    <input type="hidden" name="version" value={session.version} />
                    <input type="hidden" name="meetingId" value={chosen.id} />
                    <Button look="secondary" name="pinned" value={chosen.pinned ? "no" : "yes"}>
                      {t(chosen.pinned ? "meetings:unpin" : "meetings:pin")}
                    </Button>
                  </Form>
                  <ConfirmDialog action={t("meetings:cancel")} title={t("meetings:cancelTitle")}>
                    <Form method="post">
                      <input type="hidden" name="meetingId" value={chosen.id} />
                      <input type="hidden" name="meetingVersion" value={chosen.version} />
                      <Button look="danger" name="intent" value="cancel">
                        {t("meetings:cancel")}
                      </Button>
                    </Form>
                  </ConfirmDialog>
                </div>
                <HandEdit
                  key={`move${chosen.id}`}
                  {...edit}
                  intent="move"
                  wish={chosen.wishId}
                  submit={t("meetings:move")}
                  fields={placeFields(chosen.slotId, chosen.tableId)}
                />
                {meetings.length > 1 ? (
                  <HandEdit
                    key={`swap${chosen.id}`}
                    {...edit}
                    intent="swap"
                    wish={chosen.wishId}
                    submit={t("meetings:swap")}
                    fields={[
                      {
                        name: "other",
                        label: t("meetings:swapWith"),
                        value: "",
                        options: [
                          ...meetings
                            .filter((one) => one.id !== chosen.id && one.state === "planned")
                            .map((one) => ({
                              value: one.wishId,
                              label: `${placeOf(one.slotId, one.tableId)} · ${one.one} ↔ ${one.other}`,
                            })),
                        ],
                      },
                    ]}
                  />
                ) : null}
              </>
            ) : null}
          </Section>
        </div>
      ) : null}
      {run?.report ? (
        <div className="no-print space-y-4">
          <RunFigures report={run.report} names={names} placeOf={placeOf} />
          <Section title={t("meetings:unplaced")}>
            {unplaced.length === 0 ? (
              <p className="text-ink-soft">{t("meetings:noUnplaced")}</p>
            ) : (
              <ul className="divide-y divide-line">
                {unplaced.map(({ wish, reason }) => (
                  <li key={wish} className="space-y-1 py-2.5" data-testid="unplaced">
                    <p>{names[wish]}</p>
                    <p className="text-sm text-ink-soft">
                      {t(`meetings:unplacedReason.${reason}`)}
                    </p>
                    <details>
                      <summary className="link cursor-pointer">{t("meetings:place")}</summary>
                      <HandEdit
                        {...edit}
                        intent="move"
                        wish={wish}
                        submit={t("meetings:place")}
                        fields={placeFields(slots[0]?.id ?? "", tables[0]?.id ?? "")}
                      />
                    </details>
                  </li>
                ))}
              </ul>
            )}
          </Section>
        </div>
      ) : null}
    </SessionFrame>
  );
}
