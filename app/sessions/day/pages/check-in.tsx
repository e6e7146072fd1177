import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
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
import { version } from "#app/kernel/version.ts";
import { CameraScanner } from "#app/sessions/day/parts/camera-scanner.tsx";
import { DoorLines } from "#app/sessions/day/parts/door-lines.tsx";
import { wordsOf } from "#app/sessions/plan/pages/plan-step.server.ts";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { fieldsOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, queryOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { useRoom } from "#realtime/client.tsx";

const parameters = z.object({
  q: z.string().trim().max(100).catch(""),
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

const steps = z.discriminatedUnion("step", [
  z.object({ step: z.literal("scan"), scanned: z.string().max(500) }),
  z.object({ step: z.literal("in"), participantId: z.uuid() }),
  z.object({ step: z.literal("undo"), participantId: z.uuid() }),
  z.object({
    step: z.literal("absent"),
    meetingId: z.uuid(),
    version,
    absentParticipantId: z.uuid(),
  }),
]);

interface Answer {
  checkedIn: CheckedIn | null;
  words: string | null;
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const t = await getT(request);
  const parsed = steps.safeParse(await fieldsOf(request));
  if (!parsed.success) throw new Response("", { status: 400 });
  const step = parsed.data;
  const take = async (): Promise<CheckedIn | null> => {
    switch (step.step) {
      case "scan":
        return checkIn(services, viewer, sessionId, { scanned: step.scanned });
      case "in":
        return checkIn(services, viewer, sessionId, step);
      case "undo":
        await undoCheckIn(services, viewer, sessionId, step.participantId);
        return null;
      case "absent":
        await markAbsent(services, { viewer }, sessionId, step.meetingId, step);
        return null;
    }
  };
  const wordsFor = (error: unknown): string =>
    step.step === "scan" && isRefusal(error) && error.code === "notFound"
      ? t("sessionDay:unknownPass")
      : wordsOf(t)(error);
  const answer = await answering(
    take().then(
      (checkedIn): Answer => ({ checkedIn, words: null }),
      (error: unknown): Answer => ({ checkedIn: null, words: wordsFor(error) }),
    ),
  );
  if (answer.checkedIn === null && answer.words === null)
    return redirect(`/sessions/${sessionId}/check-in${new URL(request.url).search}`);
  return json<Answer>(answer, { status: answer.words === null ? 200 : 422 });
}

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
      {answer?.words ? <Notice tone="danger">{answer.words}</Notice> : null}
      {answer?.checkedIn ? <Welcome checkedIn={answer.checkedIn} zone={session.zone} /> : null}
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
                maxLength={500}
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
