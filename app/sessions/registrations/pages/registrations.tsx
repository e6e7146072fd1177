import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { EmptyState, NextPage, StateBadge, VerifiedMark } from "#app/ui/parts.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { findSession, questionsOf } from "#app/sessions/queries.server.ts";
import {
  countRegistrations,
  registrationsOf,
} from "#app/sessions/registrations/registration-queries.server.ts";
import { decideRegistration } from "#app/sessions/registrations/registrations.server.ts";
import { sessionWords } from "#app/sessions/pages/session-step.server.ts";
import { ConsequenceList } from "#app/sessions/plan/parts/consequence-list.tsx";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, queryOf } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { version } from "#app/kernel/version.ts";
import { registrationStates } from "#app/codes/states.ts";
import { useRoom } from "#realtime/client.tsx";
import { textOf } from "#app/kernel/texts.ts";

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

const decide = (action: "admit" | "wait" | "decline") =>
  step({
    fields: z.object({
      registrationId: z.uuid(),
      version,
      note: textOf(500).default(""),
      agreed: z.string().default(""),
    }),
    run: ({ registrationId, ...decision }, { services, viewer }) =>
      decideRegistration(services, viewer, registrationId, { action, ...decision }),
  });

export const action = takesSteps("organizers", {
  words: sessionWords,
  goTo: ({ path, search }) => path + search,
  steps: { admit: decide("admit"), wait: decide("wait"), decline: decide("decline") },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionRegistrations() {
  const { t } = useTranslation();
  const { session, lines, next, counts, questions, chosen } = useLoaderData<typeof loader>();
  useRoom(`session:${session.id}`);
  return (
    <SessionFrame session={session} title={t("sessions:registrations")}>
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
                    {line.cluster === null ? "" : ` · ${codeName(t, "clusters", line.cluster)}`}
                  </span>
                </p>
                <StateBadge
                  state={line.state}
                  label={t(`sessions:registrationState.${line.state}`)}
                />
              </div>
              <ul className="text-sm">
                {line.people.map(({ name, email, position, phone }) => (
                  <li key={email}>
                    {[name, position, email, phone].filter((part) => part !== "").join(" · ")}
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
              <Decisions line={line} zone={session.zone} />
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

function Decisions({ line, zone }: { line: Line; zone: string }) {
  const { t } = useTranslation();
  const form = (action: "admit" | "wait" | "decline") => ({
    step: action,
    row: { registrationId: line.id },
    version: line.version,
  });
  const consequences = useGivenForm(form("decline"))?.consequences;
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
              limit={500}
            />
            <ConsequenceList consequences={consequences} zone={zone} />
            <Button look="danger">
              {consequences ? t("meetings:declineWithMeetings") : t("sessions:declineAction")}
            </Button>
          </StepForm>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
