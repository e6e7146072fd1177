import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { EmptyState, Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { boardOf } from "#app/sessions/day/board.server.ts";
import { delaySchema, setDelay } from "#app/sessions/day/delay.server.ts";
import { markAbsent, markHeld } from "#app/sessions/day/no-show.server.ts";
import { version } from "#app/kernel/version.ts";
import { absentFields } from "./day-fields.server.ts";
import { BoardList } from "#app/sessions/day/parts/board-list.tsx";
import { Projector } from "#app/sessions/day/parts/projector.tsx";
import { sessionIdOf, sessionWords } from "#app/sessions/pages/session-step.server.ts";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { useRefresh } from "#app/sessions/day/parts/use-refresh.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
import { useRoom } from "#realtime/client.tsx";
import { NumberField } from "#app/ui/number-field.tsx";

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

export const action = takesSteps("organizers", {
  words: sessionWords,
  steps: {
    delay: step({
      fields: z.object({ minutes: delaySchema, version }),
      run: ({ minutes, version: read }, { services, viewer, ...asked }) =>
        setDelay(services, viewer, sessionIdOf(asked), minutes, read),
    }),
    absent: step({
      fields: absentFields,
      run: ({ meetingId, ...mark }, { services, viewer, ...asked }) =>
        markAbsent(services, { viewer }, sessionIdOf(asked), meetingId, mark),
    }),
    held: step({
      fields: z.object({ meetingId: z.uuid(), version }),
      run: ({ meetingId, version: read }, { services, viewer, ...asked }) =>
        markHeld(services, viewer, sessionIdOf(asked), meetingId, read),
    }),
  },
});

export const meta = ({ data }: { data: { board: { session: { title: string } } } | undefined }) =>
  pageTitle(data?.board.session.title);

export default function SessionBoard() {
  const { t } = useTranslation();
  const { board, hall, at } = useLoaderData<typeof loader>();
  const { session } = board;
  useRoom(`session:${session.id}`);
  useRefresh(60, board.changesAt);
  if (hall !== null) return <Projector board={board} hall={hall === "all" ? null : hall} at={at} />;
  return (
    <SessionFrame session={session} title={t("sessionDay:board")}>
      {board.dayOpen ? null : <Notice tone="warning">{t("sessionDay:notToday")}</Notice>}
      {board.dayOpen ? (
        <StepForm
          step="delay"
          version={session.version}
          className="card flex flex-wrap items-end gap-3"
        >
          <NumberField
            kind="whole"
            key={session.delayMinutes}
            field={{ id: "minutes", name: "minutes" }}
            label={t("sessionDay:delay")}
            required
            defaultValue={session.delayMinutes}
          />
          <Button>{t("sessionDay:setDelay")}</Button>
        </StepForm>
      ) : null}
      {board.dayOpen && session.delayMinutes > 0 ? (
        <StepForm step="delay" row={{ minutes: "0" }} version={session.version}>
          <Button look="secondary">{t("sessionDay:onTime")}</Button>
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
