import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { EmptyState, NextPage, Notice, StateBadge, VerifiedMark } from "#app/ui/parts.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import {
  meetingsOfRegistration,
  type Falling,
} from "#app/sessions/meetings/meeting-queries.server.ts";
import { findSession, questionsOf } from "#app/sessions/queries.server.ts";
import {
  countRegistrations,
  registrationsOf,
} from "#app/sessions/registrations/registration-queries.server.ts";
import { decideRegistration } from "#app/sessions/registrations/registrations.server.ts";
import { sessionVersionOf } from "#app/sessions/pages/basics.server.ts";
import { FallingMeetings } from "#app/sessions/meetings/parts/falling-meetings.tsx";
import { wordsOf } from "#app/sessions/plan/pages/plan-step.server.ts";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, queryOf } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { registrationStates } from "#app/codes/states.ts";
import { useRoom } from "#realtime/client.tsx";

const parameters = z.object({
  state: z.enum(registrationStates).optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
});

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const asked = queryOf(request, parameters);
  const { id, title, state, zone } = await answering(findSession(services, viewer, sessionId));
  const [page, counts, questions] = await Promise.all([
    registrationsOf(services, viewer, sessionId, { ...asked, limit: 50 }),
    countRegistrations(services, viewer, sessionId),
    questionsOf(services, sessionId),
  ]);
  return {
    session: { id, title, state, zone },
    ...page,
    counts,
    questions,
    chosen: asked.state ?? null,
  };
}

const decision = z.object({
  registrationId: z.uuid(),
  action: z.enum(["admit", "wait", "decline"]),
  note: z.string().trim().max(500).default(""),
  withMeetings: z.literal("yes").optional(),
});

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const form = await formOf(request);
  const parsed = decision.safeParse(Object.fromEntries(form));
  if (!parsed.success) throw new Response("", { status: 400 });
  const { registrationId, withMeetings, ...step } = parsed.data;
  const { services } = context;
  const t = await getT(request);
  const words = await answering(
    decideRegistration(services, viewer, registrationId, {
      ...step,
      withMeetings: withMeetings === "yes",
      version: sessionVersionOf(form),
    }).then(() => null, wordsOf(t)),
  );
  const back = new URL(request.url).search;
  if (words === null)
    return redirect(`/sessions/${idOfPath(params.sessionId)}/registrations${back}`);
  const falling = await answering(meetingsOfRegistration(services, viewer, registrationId));
  return json({ words, registrationId, note: step.note, falling }, { status: 422 });
}

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionRegistrations() {
  const { t } = useTranslation();
  const { session, lines, next, counts, questions, chosen } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  useRoom(`session:${session.id}`);
  return (
    <SessionFrame session={session} title={t("sessions:registrations")}>
      {refused ? <Notice tone="danger">{refused.words}</Notice> : null}
      <Tabs
        label={t("sessions:registrations")}
        tabs={[
          { to: "?", label: t("sessions:all"), current: chosen === null },
          ...registrationStates.map((state) => ({
            to: `?state=${state}`,
            label: t(`sessions:registrationState.${state}`),
            count: counts[state] ?? 0,
            current: chosen === state,
          })),
        ]}
      />
      <p>
        <Link to={`/sessions/${session.id}/registrations/import`} className="link">
          {t("sessionFiles:import.title")}
        </Link>
      </p>
      {lines.length === 0 ? (
        <EmptyState
          title={t("sessions:noRegistrations")}
          text={t("sessions:noRegistrationsText")}
        />
      ) : (
        <ul className="space-y-3">
          {lines.map((line) => (
            <li key={line.id} className="card space-y-2">
              <div className="flex flex-wrap items-baseline justify-between gap-2">
                <p>
                  <Link to={`/organisations/${line.organisationId}`} className="link font-medium">
                    {line.organisationName}
                  </Link>{" "}
                  {line.verified ? <VerifiedMark /> : null}{" "}
                  <span className="text-ink-soft">
                    {codeName(t, "organisationKinds", line.kind)}
                    {line.region === null ? "" : ` · ${codeName(t, "regions", line.region)}`}
                  </span>
                </p>
                <StateBadge
                  state={line.state}
                  label={t(`sessions:registrationState.${line.state}`)}
                />
              </div>
              <ul className="text-sm">
                {line.people.map(({ name, email, position }) => (
                  <li key={email}>
                    {[name, position, email].filter((part) => part !== "").join(" · ")}
                  </li>
                ))}
              </ul>
              {line.posts.length > 0 ? (
                <ul className="list-disc pl-5 text-sm">
                  {line.posts.map(({ id, kind, title }) => (
                    <li key={id}>
                      <Link to={`/${kind}s/${id}`} className="link">
                        {title}
                      </Link>
                    </li>
                  ))}
                </ul>
              ) : null}
              {questions.map(({ id, label, kind }) => {
                const answer = line.answers[id];
                if (answer === undefined || answer === "") return null;
                const words =
                  kind === "yes_no" ? t(answer === "yes" ? "sessions:yes" : "sessions:no") : answer;
                return (
                  <p key={id} className="text-sm">
                    <span className="text-ink-soft">{label}</span> {words}
                  </p>
                );
              })}
              {line.note === "" ? null : <p className="text-sm">{line.note}</p>}
              <Decisions
                line={line}
                zone={session.zone}
                refused={refused?.registrationId === line.id ? refused : undefined}
              />
            </li>
          ))}
        </ul>
      )}
      <NextPage
        to={
          next === null
            ? null
            : `?${new URLSearchParams({ ...(chosen ? { state: chosen } : {}), after: next }).toString()}`
        }
      />
    </SessionFrame>
  );
}

type Line = Pick<
  Awaited<ReturnType<typeof registrationsOf>>["lines"][number],
  "id" | "version" | "may" | "organisationName"
>;

function Decisions(props: {
  line: Line;
  zone: string;
  /** What was typed at a refusal, and the meetings that stood against it. */
  refused: { note: string; falling: Falling } | undefined;
}) {
  const { t } = useTranslation();
  const { line, zone, refused } = props;
  const falling = refused?.falling ?? { count: 0, meetings: [] };
  const form = (action: string) => ({
    step: "decide",
    row: { registrationId: line.id, action },
    version: line.version,
  });
  return (
    <div className="flex flex-wrap items-start gap-2">
      {line.may.includes("admit") ? (
        <StepForm {...form("admit")}>
          <Button aria-label={`${t("sessions:admit")} ${line.organisationName}`}>
            {t("sessions:admit")}
          </Button>
        </StepForm>
      ) : null}
      {line.may.includes("wait") ? (
        <StepForm {...form("wait")}>
          <Button look="secondary">{t("sessions:waitAction")}</Button>
        </StepForm>
      ) : null}
      {line.may.includes("decline") ? (
        <ConfirmDialog
          action={t("sessions:declineAction")}
          title={`${t("sessions:declineAction")}:${line.organisationName}`}
        >
          <StepForm {...form("decline")} className="space-y-3">
            <TextArea
              field={{ id: `note-${line.id}`, name: "note" }}
              label={t("sessions:declineReason")}
              maxLength={500}
              defaultValue={refused?.note ?? ""}
            />
            <FallingMeetings falling={falling} zone={zone} />
            <Button look="danger">
              {falling.count > 0 ? t("meetings:declineWithMeetings") : t("sessions:declineAction")}
            </Button>
          </StepForm>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
