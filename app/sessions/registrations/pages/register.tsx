import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/parts.tsx";
import { meetingsOfRegistration } from "#app/sessions/meetings/meeting-queries.server.ts";
import { findSession, questionsOf, slotsOfSession } from "#app/sessions/queries.server.ts";
import {
  ownRegistration,
  postsToBring,
} from "#app/sessions/registrations/registration-queries.server.ts";
import { register } from "#app/sessions/registrations/registrations.server.ts";
import { sessionRegistrationSchema } from "#app/sessions/schema.ts";
import { version } from "#app/kernel/version.ts";
import { sessionIdOf, sessionWords } from "#app/sessions/pages/session-step.server.ts";
import { RegistrationForm } from "#app/sessions/registrations/parts/registration-form.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const found = await answering(findSession(services, viewer, sessionId));
  const [value, questions, slots, posts] = await Promise.all([
    ownRegistration(services, viewer, sessionId),
    questionsOf(services, sessionId),
    slotsOfSession(services, sessionId),
    postsToBring(services, viewer),
  ]);
  const falling =
    value.id === null
      ? { count: 0, meetings: [] }
      : await answering(meetingsOfRegistration(services, viewer, value.id));
  const { id, title, zone, peoplePerOrganisation } = found;
  return {
    session: { id, title, zone, peoplePerOrganisation },
    ...{ value, questions, slots, posts, falling },
    organisationName: viewer.active?.name ?? null,
  };
}

const versionRead = version.nullable().catch(null);

export const action = takesSteps("signedIn", {
  words: sessionWords,
  steps: {
    register: step({
      fields: async ({ services, viewer, ...asked }) => {
        const sessionId = sessionIdOf(asked);
        const { peoplePerOrganisation } = await findSession(services, viewer, sessionId);
        const questions = await questionsOf(services, sessionId);
        return sessionRegistrationSchema(questions, peoplePerOrganisation);
      },
      checkedInBrowser: true,
      run: async (registration, { services, viewer, form, ...asked }) => {
        const sessionId = sessionIdOf(asked);
        await register(services, viewer, sessionId, {
          ...registration,
          version: versionRead.parse(form.get("version") || null),
          withMeetings: form.get("withMeetings") === "yes",
        });
        return `/sessions/${sessionId}`;
      },
    }),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function RegisterForSession() {
  const { t } = useTranslation();
  const { session, organisationName, ...rest } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <header>
        <p className="text-ink-soft">{t("sessions:registerTitle")}</p>
        <h1>
          <Link to={`/sessions/${session.id}`} className="text-accent hover:underline">
            {session.title}
          </Link>
        </h1>
        {organisationName === null ? null : (
          <p>{t("sessions:actingFor", { name: organisationName })}</p>
        )}
      </header>
      {organisationName === null ? (
        <EmptyState title={t("sessions:noOrganisation")}>
          <LinkButton to="/organisations/new">{t("common:nav.newOrganisation")}</LinkButton>
        </EmptyState>
      ) : (
        <RegistrationForm
          {...rest}
          zone={session.zone}
          peopleAtMost={session.peoplePerOrganisation}
        />
      )}
    </div>
  );
}
