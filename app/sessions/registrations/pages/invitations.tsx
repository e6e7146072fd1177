import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { FieldError, TextArea } from "#app/ui/fields.tsx";
import { Notice, Section, StateBadge, VerifiedMark } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import {
  invitationsOf,
  invite,
  suggestInvitations,
} from "#app/sessions/registrations/invitations.server.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import { sessionIdOf, sessionWords } from "#app/sessions/pages/session-step.server.ts";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { useGivenField } from "#app/forms/given-back.ts";
import { severalOf } from "#app/forms/parse-form.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { useRoom } from "#realtime/client.tsx";
import { textOf } from "#app/kernel/texts.ts";

const suggested = 40;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const { id, title, state } = await answering(findSession(services, viewer, sessionId));
  const [candidates, invitations] = await Promise.all([
    suggestInvitations(services, viewer, sessionId, suggested),
    invitationsOf(services, viewer, sessionId),
  ]);
  return { session: { id, title, state }, candidates, invitations };
}

const invitation = z.object({
  organisationIds: z.preprocess(severalOf, z.array(z.uuid()).min(1).max(200)),
  message: textOf(1000).default(""),
});

export const action = takesSteps("organizers", {
  words: sessionWords,
  steps: {
    invite: step({
      fields: invitation,
      run: async (fields, { services, viewer, path, ...asked }) => {
        const invited = await invite(services, viewer, sessionIdOf(asked), fields);
        return `${path}?invited=${invited}`;
      },
    }),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionInvitations() {
  const { t } = useTranslation();
  const { session, candidates, invitations } = useLoaderData<typeof loader>();
  const given = useGivenForm({ step: "invite" });
  const [search] = useSearchParams();
  const busy = useNavigation().state !== "idle";
  const form = useRef<HTMLFormElement>(null);
  useRoom(`session:${session.id}`);
  const invited = Number(search.get("invited") ?? 0);
  const open = session.state === "published";
  return (
    <SessionFrame session={session} title={t("sessions:invitations")}>
      {invited > 0 && !given ? (
        <Notice tone="success">{t("sessions:inviteDone", { count: invited })}</Notice>
      ) : null}
      {open ? null : <Notice>{t("sessions:inviteClosed")}</Notice>}
      <div className="grid items-start gap-5 lg:grid-cols-[1fr_20rem]">
        <Section title={t("sessions:suggest")}>
          <p className="text-ink-soft">{t("sessions:suggestText")}</p>
          {candidates.length === 0 ? (
            <p>{t("sessions:suggestNone")}</p>
          ) : (
            <StepForm step="invite" ref={form} className="space-y-3">
              <Button
                type="button"
                look="quiet"
                onClick={() =>
                  form.current
                    ?.querySelectorAll<HTMLInputElement>("input[type=checkbox]")
                    .forEach((box) => (box.checked = true))
                }
              >
                {t("sessions:chooseAll")}
              </Button>
              <Candidates candidates={candidates} />
              <TextArea
                field={{ id: "message", name: "message" }}
                label={t("sessions:inviteMessage")}
                needed={false}
                limit={1000}
                defaultValue={t("sessions:inviteDefault")}
              />
              <Button pending={busy} disabled={!open}>
                {t("sessions:inviteChosen")}
              </Button>
            </StepForm>
          )}
        </Section>
        <Section title={t("sessions:sent")}>
          {invitations.length === 0 ? (
            <p className="text-ink-soft">{t("common:none")}</p>
          ) : (
            <ul className="divide-y divide-line">
              {invitations.map((one) => (
                <li
                  key={one.organisationId}
                  className="flex items-baseline justify-between gap-2 py-1.5"
                >
                  <Link to={`/organisations/${one.organisationId}`} className="link">
                    {one.name}
                  </Link>
                  <StateBadge
                    state={one.state}
                    label={t(`sessions:invitationState.${one.state}`)}
                  />
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
    </SessionFrame>
  );
}

/** The organisations to choose from, as their form has them back. */
function Candidates(props: { candidates: Awaited<ReturnType<typeof suggestInvitations>> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { candidates } = props;
  const field = { id: "organisationIds", name: "organisationIds" };
  const { values, errors } = useGivenField(field.name);
  return (
    <>
      <FieldError field={{ ...field, errors }} />
      <ul className="divide-y divide-line">
        {candidates.map((candidate) => (
          <li key={candidate.organisationId}>
            <label className="flex items-start gap-3 py-2">
              <input
                type="checkbox"
                name="organisationIds"
                value={candidate.organisationId}
                defaultChecked={values?.includes(candidate.organisationId)}
                className="mt-1.5 size-4 accent-accent"
              />
              <span>
                <span className="font-medium">{candidate.name}</span>{" "}
                {candidate.verified ? <VerifiedMark /> : null}{" "}
                <span className="text-ink-soft">
                  {codeName(t, "organisationKinds", candidate.kind)}
                  {candidate.region === null
                    ? ""
                    : ` · ${codeName(t, "regions", candidate.region)}`}
                </span>
                <span className="block text-sm text-ink-soft">
                  {candidate.score === null
                    ? t("sessions:inClusters", { count: candidate.posts })
                    : t("sessions:best", {
                        score: format.percent(Math.min(candidate.score, 0.99)),
                        own: candidate.ownTitle,
                        other: candidate.otherTitle,
                      })}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}
