import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { SelectField, TextField } from "#app/components/fields.tsx";
import { Badge, Notice, Section } from "#app/components/parts.tsx";
import { Refusal } from "#app/domain/errors.ts";
import { addSlots, addTables, removeSlot, removeTable } from "#app/domain/sessions/plan.server.ts";
import {
  findSession,
  slotsOfSession,
  tablesOfSession,
} from "#app/domain/sessions/queries.server.ts";
import { tablePlanSchema } from "#app/domain/sessions/schema.ts";
import { slotOf, slotPlanSchema, slotSchema, slotsOf } from "#app/domain/sessions/slots.ts";
import { localDayOf } from "#app/domain/sessions/zone.ts";
import { versionOf } from "#app/features/sessions/basics.server.ts";
import { PlanForm, RemoveButton } from "#app/features/sessions/plan-form.tsx";
import { planStep, wordsOf } from "#app/features/sessions/plan-step.server.ts";
import { SessionFrame } from "#app/features/sessions/session-frame.tsx";
import { answering, signedInOrganizer, signedInWithForm } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const found = await answering(findSession(services, viewer, sessionId));
  const [slots, tables] = await Promise.all([
    slotsOfSession(services, sessionId),
    tablesOfSession(services, sessionId),
  ]);
  const { id, title, state, version, zone, mode } = found;
  const last = slots.at(-1);
  const day = localDayOf(last ? new Date(last.startsAt) : services.now(), zone);
  return { session: { id, title, state }, version, zone, mode, slots, tables, day };
}

const removal = z.object({ id: z.uuid() });

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const viewer = await signedInWithForm(context, request, form);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const t = await getT(request);
  const change = { sessionId, version: versionOf(form) };
  const { zone } = await answering(findSession(services, viewer, sessionId));
  const step = async () => {
    switch (form.get("intent")) {
      case "slots":
        return planStep(t, form, slotPlanSchema, (plan) => {
          const slots = slotsOf(plan, zone);
          if (slots.length === 0) throw new Refusal("noneFits");
          return addSlots(services, viewer, change, slots);
        });
      case "break":
        return planStep(t, form, slotSchema, (given) => {
          const slot = slotOf(given, zone);
          if (slot === null) throw new Refusal("noSuchTime");
          return addSlots(services, viewer, change, [slot]);
        });
      case "tables":
        return planStep(t, form, tablePlanSchema, (plan) =>
          addTables(services, viewer, change, plan),
        );
      case "removeSlot":
      case "removeTable": {
        const { id } = removal.parse(Object.fromEntries(form));
        const remove = form.get("intent") === "removeSlot" ? removeSlot : removeTable;
        const words = await remove(services, viewer, change, id).then(() => null, wordsOf(t));
        return words === null ? null : { intent: "remove", words };
      }
      default:
        throw new Response("", { status: 400 });
    }
  };
  const answer = await answering(step());
  return answer === null ? redirect(`/sessions/${sessionId}/plan`) : json(answer, { status: 422 });
}

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function PlanSession() {
  const { t } = useTranslation();
  const { session, version, zone, mode, slots, tables, day } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const answer = answered && "result" in answered ? answered : null;
  const format = useZoneFormat(zone);
  const halls = [...new Set(tables.map(({ hall }) => hall))];
  return (
    <SessionFrame session={session} title={t("sessions:plan")}>
      {answered && "words" in answered ? <Notice tone="danger">{answered.words}</Notice> : null}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Section
          title={t("sessions:slots")}
          aside={
            <span className="text-sm text-ink-soft">
              {t("sessions:slotsCount", {
                count: slots.filter(({ kind }) => kind === "meeting").length,
              })}{" "}
              · {t("sessions:zoneNote", { zone })}
            </span>
          }
        >
          {slots.length === 0 ? (
            <p className="text-ink-soft">{t("sessions:noSlots")}</p>
          ) : (
            <ul className="divide-y divide-line">
              {slots.map((slot) => {
                const name = `${format.dateTime(slot.startsAt)}–${format.time(slot.endsAt)}`;
                return (
                  <li key={slot.id} className="flex items-center justify-between gap-2">
                    <span className="tabular-nums">
                      {name} {slot.part === "" ? null : <Badge>{slot.part}</Badge>}{" "}
                      {slot.kind === "break" ? <Badge>{t("sessions:break")}</Badge> : null}
                    </span>
                    <RemoveButton intent="removeSlot" id={slot.id} version={version} name={name} />
                  </li>
                );
              })}
            </ul>
          )}
          <h3>{t("sessions:addSlots")}</h3>
          <PlanForm
            intent="slots"
            version={version}
            schema={slotPlanSchema}
            value={{ day, from: "09:00", to: "11:30", minutes: "25", pause: "5", part: "" }}
            answer={answer}
            submit={t("sessions:addSlots")}
          >
            {(fields) => (
              <div className="grid gap-3 sm:grid-cols-3">
                <TextField {...fields("day")} label={t("sessions:day")} type="date" />
                <TextField {...fields("from")} label={t("sessions:from")} type="time" />
                <TextField {...fields("to")} label={t("sessions:to")} type="time" />
                <TextField
                  {...fields("minutes")}
                  label={t("sessions:minutes")}
                  inputMode="numeric"
                />
                <TextField {...fields("pause")} label={t("sessions:pause")} inputMode="numeric" />
                <TextField
                  {...fields("part")}
                  label={t("sessions:part")}
                  hint={t("sessions:partHint")}
                  needed={false}
                />
              </div>
            )}
          </PlanForm>
          <h3>{t("sessions:addBreak")}</h3>
          <PlanForm
            intent="break"
            version={version}
            schema={slotSchema}
            value={{ day, from: "", to: "", part: "" }}
            hidden={{ kind: "break" }}
            answer={answer}
            submit={t("sessions:addBreak")}
          >
            {(fields) => (
              <div className="grid gap-3 sm:grid-cols-3">
                <TextField {...fields("day")} label={t("sessions:day")} type="date" />
                <TextField {...fields("from")} label={t("sessions:from")} type="time" />
                <TextField {...fields("to")} label={t("sessions:to")} type="time" />
              </div>
            )}
          </PlanForm>
        </Section>
        <Section title={t("sessions:tables")}>
          {tables.length === 0 ? (
            <p className="text-ink-soft">{t("sessions:noTables")}</p>
          ) : (
            halls.map((hall) => (
              <div key={hall}>
                {hall === "" ? null : <h3>{hall}</h3>}
                <ul className="grid gap-x-4 sm:grid-cols-2">
                  {tables
                    .filter((table) => table.hall === hall)
                    .map((table) => (
                      <li key={table.id} className="flex items-center justify-between gap-2">
                        <span>
                          {table.name}{" "}
                          <span className="text-sm text-ink-soft">
                            {t("sessions:seats")} {table.seats}
                          </span>{" "}
                          {table.kind === "online" ? (
                            <Badge>{t("sessions:kind.online")}</Badge>
                          ) : null}
                        </span>
                        <RemoveButton
                          intent="removeTable"
                          id={table.id}
                          version={version}
                          name={`${hall} ${table.name}`.trim()}
                        />
                      </li>
                    ))}
                </ul>
              </div>
            ))
          )}
          <h3>{t("sessions:addTables")}</h3>
          <PlanForm
            intent="tables"
            version={version}
            schema={tablePlanSchema}
            value={{
              hall: "",
              prefix: "A",
              count: "10",
              seats: "4",
              kind: mode === "online" ? "online" : "place",
              link: "",
            }}
            answer={answer}
            submit={t("sessions:addTables")}
          >
            {(fields) => (
              <div className="grid gap-3 sm:grid-cols-3">
                <TextField {...fields("hall")} label={t("sessions:hall")} needed={false} />
                <TextField
                  {...fields("prefix")}
                  label={t("sessions:prefix")}
                  hint={t("sessions:prefixHint")}
                />
                <TextField {...fields("count")} label={t("sessions:count")} inputMode="numeric" />
                <TextField {...fields("seats")} label={t("sessions:seats")} inputMode="numeric" />
                <SelectField
                  {...fields("kind")}
                  label={t("sessions:tableKind")}
                  options={(["place", "online"] as const).map((value) => ({
                    value,
                    label: t(`sessions:kind.${value}`),
                  }))}
                />
                <TextField
                  {...fields("link")}
                  label={t("sessions:link")}
                  type="url"
                  needed={false}
                />
              </div>
            )}
          </PlanForm>
        </Section>
      </div>
    </SessionFrame>
  );
}
