import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { organisationKinds } from "#app/codes/codes.ts";
import { Notice } from "#app/ui/parts.tsx";
import { Refusal } from "#app/kernel/refusals.ts";
import { limitsOf } from "#app/sessions/limits.server.ts";
import { admittedOrganisations } from "#app/sessions/plan-queries.server.ts";
import {
  addSlots,
  addTables,
  removeSlot,
  removeTable,
  type PlanChange,
} from "#app/sessions/plan/plan.server.ts";
import {
  arrangeTable,
  setMeetingLimit,
  setTravelMinutes,
} from "#app/sessions/plan/plan-rules.server.ts";
import { findSession, slotsOfSession, tablesOfSession } from "#app/sessions/queries.server.ts";
import {
  meetingLimitSchema,
  tableArrangementSchema,
  tablePlanSchema,
  travelSchema,
} from "#app/sessions/schema.ts";
import { slotOf, slotPlanSchema, slotSchema, slotsOf } from "#app/sessions/slots.ts";
import { localDayOf } from "#app/kernel/zones.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { sessionVersionOf } from "#app/sessions/pages/basics.server.ts";
import { RemovalQuestion } from "#app/sessions/plan/parts/plan-form.tsx";
import { PlanLimits } from "#app/sessions/plan/parts/plan-limits.tsx";
import { PlanSlots } from "#app/sessions/plan/parts/plan-slots.tsx";
import { agreedOf, planStep, refusalOf } from "./plan-step.server.ts";
import { PlanTable } from "#app/sessions/plan/parts/plan-table.tsx";
import { PlanTables } from "#app/sessions/plan/parts/plan-tables.tsx";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer, signedIn, throughDoor } from "#app/http/answers.server.ts";
import { formOf, given } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const found = await answering(findSession(services, viewer, sessionId));
  const [slots, tables, limits, organisations] = await Promise.all([
    slotsOfSession(services, sessionId),
    tablesOfSession(services, sessionId),
    limitsOf(services.database, sessionId),
    admittedOrganisations(services, viewer, sessionId),
  ]);
  const { id, title, state, version, zone, mode, travelMinutes } = found;
  const last = slots.at(-1);
  const day = localDayOf(last ? new Date(last.startsAt) : services.now(), zone);
  const chosen = parametersOf(request).get("table");
  return {
    session: { id, title, state },
    ...{ version, zone, mode, travelMinutes, slots, tables, limits, organisations, day, chosen },
  };
}

const named = z.object({ id: z.uuid() });
const limitKey = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "invalid" });
      return z.NEVER;
    }
  })
  .pipe(z.tuple([z.enum(["", ...organisationKinds]), z.string()]));

/** Takes a slot, a table or a limit out of the plan. */
function removing(step: string, id: string) {
  return (services: Services, viewer: Viewer, change: PlanChange): Promise<void> => {
    if (step === "removeLimit") {
      const [organisationKind, part] = given(limitKey, id);
      return setMeetingLimit(services, viewer, change, { organisationKind, part }, null);
    }
    const remove = step === "removeSlot" ? removeSlot : removeTable;
    return remove(services, viewer, change, given(z.uuid(), id));
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  throughDoor(viewer, "organizers");
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const t = await getT(request);
  const change = { sessionId, version: sessionVersionOf(form), agreed: agreedOf(form) };
  const { zone } = await answering(findSession(services, viewer, sessionId));
  const step = async () => {
    switch (form.get("step")) {
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
      case "arrange": {
        const { id } = given(named, Object.fromEntries(form));
        return planStep(t, form, tableArrangementSchema, (arrangement) =>
          arrangeTable(services, viewer, change, id, arrangement),
        );
      }
      case "travel":
        return planStep(t, form, travelSchema, ({ travelMinutes }) =>
          setTravelMinutes(services, viewer, change, travelMinutes),
        );
      case "limit":
        return planStep(t, form, meetingLimitSchema, ({ meetingsPerPerson, ...of }) =>
          setMeetingLimit(services, viewer, change, of, meetingsPerPerson),
        );
      case "removeLimit":
      case "removeSlot":
      case "removeTable": {
        const step = String(form.get("step"));
        const id = String(form.get("id"));
        const refused = await refusalOf(t, removing(step, id)(services, viewer, change));
        return refused === null ? null : { step, id, ...refused };
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
  const loaded = useLoaderData<typeof loader>();
  const { session, version, zone, mode, slots, tables, day } = loaded;
  const answered = useActionData<typeof action>();
  const answer = answered && "result" in answered ? answered : null;
  const refused = answered && "words" in answered ? answered : null;
  const chosen = tables.find(({ id }) => id === loaded.chosen);
  const parts = [...new Set(slots.map(({ part }) => part))].filter((part) => part !== "");
  const common = { version, zone, answer };
  return (
    <SessionFrame session={session} title={t("sessions:plan")}>
      {refused ? <Notice tone="danger">{refused.words}</Notice> : null}
      {refused?.consequences ? (
        <RemovalQuestion
          removal={{ ...refused, consequences: refused.consequences }}
          {...{ version, zone }}
        />
      ) : null}
      {chosen ? (
        <PlanTable table={chosen} organisations={loaded.organisations} {...{ slots, ...common }} />
      ) : null}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <PlanSlots {...{ slots, day, ...common }} />
        <div className="space-y-5">
          <PlanTables {...{ tables, version, mode, answer }} />
          <PlanLimits
            limits={loaded.limits}
            parts={parts}
            halls={new Set(tables.map(({ hall }) => hall)).size}
            travelMinutes={loaded.travelMinutes}
            {...common}
          />
        </div>
      </div>
    </SessionFrame>
  );
}
