import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { EmptyState, NextPage, Notice, Section } from "#app/ui/parts.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { isRefusal } from "#app/kernel/refusals.ts";
import {
  checkIn,
  doorList,
  doorStates,
  undoCheckIn,
  type CheckedIn,
} from "#app/sessions/day/check-in.server.ts";
import { markAbsent } from "#app/sessions/day/no-show.server.ts";
import { dayIsOpen } from "#app/sessions/policy.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import { absentFields } from "./day-fields.server.ts";
import { CameraScanner } from "#app/sessions/day/parts/camera-scanner.tsx";
import { DoorLines } from "#app/sessions/day/parts/door-lines.tsx";
import { sessionIdOf, sessionWords } from "#app/sessions/pages/session-step.server.ts";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { step, takesSteps, WrongFields } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, queryOf } from "#app/http/params.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { useRoom } from "#realtime/client.tsx";
import { lineOf } from "#app/kernel/texts.ts";

const parameters = z.object({
  q: lineOf(100).catch(""),
  state: z.enum(doorStates).optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
});

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const { q, state, after } = queryOf(request, parameters);
  const session = await answering(findSession(services, viewer, sessionId));
  const list = await doorList(services, viewer, sessionId, { words: q, state, after, limit: 50 });
  const { id, title, zone } = session;
  return {
    session: { id, title, zone, state: session.state },
    dayOpen: dayIsOpen(session, services.now()),
    ...list,
    asked: { q, state: state ?? null },
  };
}

const participant = z.object({ participantId: z.uuid() });
const scan = z.object({ scanned: z.string().max(500) });

export const action = takesSteps<CheckedIn>("organizers", {
  words: sessionWords,
  goTo: ({ path, search }) => path + search,
  steps: {
    scan: step<typeof scan, CheckedIn>({
      fields: scan,
      /** The field is empty for the next pass. */
      secret: ["scanned"],
      run: async (scanned, { services, viewer, t, ...asked }) => {
        try {
          return { shown: await checkIn(services, viewer, sessionIdOf(asked), scanned) };
        } catch (error) {
          if (!isRefusal(error) || error.code !== "notFound") throw error;
          throw new WrongFields({ "": [t("sessionDay:unknownPass")] });
        }
      },
    }),
    in: step<typeof participant, CheckedIn>({
      fields: participant,
      run: async (whom, { services, viewer, ...asked }) => ({
        shown: await checkIn(services, viewer, sessionIdOf(asked), whom),
      }),
    }),
    undo: step({
      fields: participant,
      run: ({ participantId }, { services, viewer, ...asked }) =>
        undoCheckIn(services, viewer, sessionIdOf(asked), participantId),
    }),
    absent: step({
      fields: absentFields,
      run: ({ meetingId, ...mark }, { services, viewer, ...asked }) =>
        markAbsent(services, { viewer }, sessionIdOf(asked), meetingId, mark),
    }),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function CheckInPage() {
  const { t } = useTranslation();
  const { session, dayOpen, lines, next, counts, asked } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const scanner = useRef<HTMLFormElement>(null);
  useRoom(`session:${session.id}`);
  /** The field is empty and has the cursor again for the next pass. */
  useEffect(() => {
    const field = scanner.current?.elements.namedItem("scanned");
    if (!(field instanceof HTMLInputElement) || !answer) return;
    field.value = "";
    if (document.activeElement === document.body) field.focus();
  }, [answer]);
  const scanned = (value: string) => {
    const field = scanner.current?.elements.namedItem("scanned");
    if (!(field instanceof HTMLInputElement)) return;
    field.value = value;
    scanner.current?.requestSubmit();
  };
  const query = (changes: Record<string, string>) =>
    `?${new URLSearchParams({
      ...(asked.q ? { q: asked.q } : {}),
      ...(asked.state ? { state: asked.state } : {}),
      ...changes,
    }).toString()}`;
  return (
    <SessionFrame session={session} title={t("sessionDay:checkIn")}>
      {dayOpen ? null : <Notice tone="warning">{t("sessionDay:notToday")}</Notice>}
      {answer?.shown ? <Welcome checkedIn={answer.shown} zone={session.zone} /> : null}
      <p className="text-2xl font-bold tabular-nums" role="status" data-testid="counter">
        {t("sessionDay:counter", counts)}
      </p>
      {dayOpen ? (
        <Section title={t("sessionDay:scan")}>
          <StepForm step="scan" ref={scanner} className="flex flex-wrap items-end gap-3">
            <div className="grow">
              <TextField
                field={{ id: "scanned", name: "scanned" }}
                label={t("sessionDay:scanField")}
                hint={t("sessionDay:scanHint")}
                required
                limit={500}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
              />
            </div>
            <Button>{t("sessionDay:checkIn")}</Button>
          </StepForm>
          <CameraScanner onScanned={scanned} />
        </Section>
      ) : null}
      <Form role="search" className="flex flex-wrap items-end gap-3">
        {asked.state ? <input type="hidden" name="state" value={asked.state} /> : null}
        <div className="grow">
          <TextField
            key={asked.q}
            field={{ id: "door-q", name: "q" }}
            label={t("sessionDay:search")}
            type="search"
            defaultValue={asked.q}
          />
        </div>
        <Button look="secondary">{t("sessionDay:find")}</Button>
      </Form>
      <Tabs
        label={t("sessionDay:checkIn")}
        tabs={([null, ...doorStatesShown] as const).map((state) => ({
          to:
            state === null
              ? asked.q
                ? `?q=${encodeURIComponent(asked.q)}`
                : "?"
              : query({ state }),
          label: t(`sessionDay:${state ?? "all"}`),
          count: state === null ? counts.all : state === "in" ? counts.in : counts.all - counts.in,
          current: asked.state === state,
        }))}
      />
      {lines.length === 0 ? (
        <EmptyState title={t("sessionDay:nobody")} text={t("sessionDay:nobodyText")} />
      ) : (
        <DoorLines
          lines={lines}
          zone={session.zone}
          dayOpen={dayOpen}
          action={`/sessions/${session.id}/check-in${query({})}`}
        />
      )}
      <NextPage to={next === null ? null : query({ after: next })} />
    </SessionFrame>
  );
}

const doorStatesShown = ["out", "in"] as const;

function Welcome({ checkedIn, zone }: { checkedIn: CheckedIn; zone: string }) {
  const { t } = useTranslation();
  const format = useZoneFormat(zone);
  const { result, name, organisationName, at } = checkedIn;
  return (
    <Notice tone={result === "in" ? "success" : "warning"}>
      {t(result === "in" ? "sessionDay:welcome" : "sessionDay:already", {
        name,
        organisation: organisationName,
        time: format.time(at),
      })}
    </Notice>
  );
}
