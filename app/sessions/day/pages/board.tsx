import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { EmptyState, Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { boardOf } from "#app/sessions/day/board.server.ts";
import { delayAtMost } from "#app/sessions/shown-time.ts";
import { delaySchema, setDelay } from "#app/sessions/day/delay.server.ts";
import { markAbsent, markHeld } from "#app/sessions/day/no-show.server.ts";
import { sessionVersionOf } from "#app/sessions/pages/basics.server.ts";
import { BoardList } from "#app/sessions/day/parts/board-list.tsx";
import { Projector } from "#app/sessions/day/parts/projector.tsx";
import { wordsOf } from "#app/sessions/plan/pages/plan-step.server.ts";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { useRefresh } from "#app/sessions/day/parts/use-refresh.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useRoom } from "#realtime/client.tsx";

/** With a hall in the address it is for a projector; `all` is every hall. */
export const handle = { isBare: (search: string) => new URLSearchParams(search).has("hall") };

const hallOf = (request: Request): string | null => parametersOf(request).get("hall");

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const hall = hallOf(request);
  const board = await answering(
    boardOf(context.services, viewer, idOfPath(params.sessionId), hall === "all" ? null : hall),
  );
  const { id, title, zone, state, version, delayMinutes } = board.session;
  return {
    board: { ...board, session: { id, title, zone, state, version, delayMinutes } },
    hall,
    at: context.services.now().toISOString(),
  };
}

const steps = z.discriminatedUnion("step", [
  z.object({ step: z.literal("delay"), minutes: delaySchema }),
  z.object({
    step: z.literal("absent"),
    meetingId: z.uuid(),
    absentParticipantId: z.uuid(),
  }),
  z.object({ step: z.literal("held"), meetingId: z.uuid() }),
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
  const take = (): Promise<void> => {
    switch (step.step) {
      case "delay":
        return setDelay(services, viewer, sessionId, step.minutes, version);
      case "absent":
        return markAbsent(services, { viewer }, sessionId, step.meetingId, { ...step, version });
      case "held":
        return markHeld(services, viewer, sessionId, step.meetingId, version);
    }
  };
  const words = await answering(take().then(() => null, wordsOf(t)));
  return words === null
    ? redirect(`/sessions/${sessionId}/board`)
    : json({ words }, { status: 422 });
}

export const meta = ({ data }: { data: { board: { session: { title: string } } } | undefined }) =>
  pageTitle(data?.board.session.title);

export default function SessionBoard() {
  const { t } = useTranslation();
  const { board, hall, at } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { session } = board;
  useRoom(`session:${session.id}`);
  useRefresh(60, board.changesAt);
  if (hall !== null) return <Projector board={board} hall={hall === "all" ? null : hall} at={at} />;
  return (
    <SessionFrame session={session} title={t("sessionDay:board")}>
      {refused ? <Notice tone="danger">{refused.words}</Notice> : null}
      {board.dayOpen ? null : <Notice tone="warning">{t("sessionDay:notToday")}</Notice>}
      {board.dayOpen ? (
        <StepForm
          step="delay"
          version={session.version}
          className="card flex flex-wrap items-end gap-3"
        >
          <TextField
            key={session.delayMinutes}
            field={{ id: "minutes", name: "minutes" }}
            label={t("sessionDay:delay")}
            type="number"
            min={0}
            max={delayAtMost}
            required
            defaultValue={session.delayMinutes}
          />
          <Button>{t("sessionDay:setDelay")}</Button>
        </StepForm>
      ) : null}
      {board.dayOpen && session.delayMinutes > 0 ? (
        <StepForm step="delay" version={session.version}>
          <Button look="secondary" name="minutes" value="0">
            {t("sessionDay:onTime")}
          </Button>
        </StepForm>
      ) : null}
      {session.delayMinutes > 0 ? (
        <Notice tone="warning">
          {t("sessionDay:runningLate", { minutes: session.delayMinutes })}
        </Notice>
      ) : null}
      <nav aria-label={t("sessionDay:projector")} className="flex flex-wrap gap-2">
        <LinkButton look="secondary" to="?hall=all">
          {t("sessionDay:projector")} · {t("sessionDay:everyHall")}
        </LinkButton>
        {board.halls.length > 1
          ? board.halls.map((name) => (
              <Link
                key={name}
                to={`?hall=${encodeURIComponent(name)}`}
                className="link inline-flex min-h-10 items-center px-2"
              >
                {t("sessionDay:projector")} · {name === "" ? t("sessionDay:hall") : name}
              </Link>
            ))
          : null}
      </nav>
      {board.now === null && board.next === null ? (
        <EmptyState title={t("sessionDay:nothingToday")} text={t("sessionDay:nothingTodayText")} />
      ) : (
        <BoardList board={board} />
      )}
    </SessionFrame>
  );
}
