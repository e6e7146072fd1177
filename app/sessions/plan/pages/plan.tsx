import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { organisationKinds } from "#app/codes/codes.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { limitsOf } from "#app/sessions/limits.server.ts";
import { admittedOrganisations } from "#app/sessions/plan-queries.server.ts";
import { addSlots, addTables, removeSlot, removeTable } from "#app/sessions/plan/plan.server.ts";
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
import {
  planChangeOf,
  removing,
  sessionIdOf,
  sessionWords,
} from "#app/sessions/pages/session-step.server.ts";
import { PlanLimits } from "#app/sessions/plan/parts/plan-limits.tsx";
import { PlanSlots } from "#app/sessions/plan/parts/plan-slots.tsx";
import { PlanTable } from "#app/sessions/plan/parts/plan-table.tsx";
import { PlanTables } from "#app/sessions/plan/parts/plan-tables.tsx";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { step, takesSteps, type Asked } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";

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

/** The zone in whose times a form is filled in. */
const zoneOf = async ({ services, viewer, params }: Asked): Promise<string> =>
  (await findSession(services, viewer, sessionIdOf({ params }))).zone;

export const action = takesSteps("organizers", {
  words: sessionWords,
  steps: {
    slots: step({
      fields: slotPlanSchema,
      checkedInBrowser: true,
      run: async (plan, asked) => {
        const slots = slotsOf(plan, await zoneOf(asked));
        if (slots.length === 0) throw new Refusal("noneFits");
        await addSlots(asked.services, asked.viewer, planChangeOf(asked), slots);
      },
    }),
    break: step({
      fields: slotSchema,
      checkedInBrowser: true,
      run: async (typed, asked) => {
        const slot = slotOf({ ...typed, kind: "break" }, await zoneOf(asked));
        if (slot === null) throw new Refusal("noSuchTime");
        await addSlots(asked.services, asked.viewer, planChangeOf(asked), [slot]);
      },
    }),
    tables: step({
      fields: tablePlanSchema,
      checkedInBrowser: true,
      run: (plan, { services, viewer, ...asked }) =>
        addTables(services, viewer, planChangeOf(asked), plan),
    }),
    arrange: step({
      fields: tableArrangementSchema.extend({ id: z.uuid() }),
      checkedInBrowser: true,
      run: ({ id, ...arrangement }, { services, viewer, ...asked }) =>
        arrangeTable(services, viewer, planChangeOf(asked), id, arrangement),
    }),
    travel: step({
      fields: travelSchema,
      checkedInBrowser: true,
      run: ({ travelMinutes }, { services, viewer, ...asked }) =>
        setTravelMinutes(services, viewer, planChangeOf(asked), travelMinutes),
    }),
    limit: step({
      fields: meetingLimitSchema,
      checkedInBrowser: true,
      run: ({ meetingsPerPerson, ...of }, { services, viewer, ...asked }) =>
        setMeetingLimit(services, viewer, planChangeOf(asked), of, meetingsPerPerson),
    }),
    removeSlot: removing(removeSlot),
    removeTable: removing(removeTable),
    removeLimit: step({
      fields: z.object({ id: limitKey }),
      run: ({ id: [organisationKind, part] }, { services, viewer, ...asked }) =>
        setMeetingLimit(services, viewer, planChangeOf(asked), { organisationKind, part }, null),
    }),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function PlanSession() {
  const { t } = useTranslation();
  const loaded = useLoaderData<typeof loader>();
  const { session, version, zone, mode, slots, tables, day } = loaded;
  const chosen = tables.find(({ id }) => id === loaded.chosen);
  const parts = [...new Set(slots.map(({ part }) => part))].filter((part) => part !== "");
  const common = { version, zone };
  return (
    <SessionFrame session={session} title={t("sessions:plan")}>
      {chosen ? (
        <PlanTable table={chosen} organisations={loaded.organisations} {...{ slots, ...common }} />
      ) : null}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <PlanSlots {...{ slots, day, ...common }} />
        <div className="space-y-5">
          <PlanTables {...{ tables, mode, ...common }} />
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
