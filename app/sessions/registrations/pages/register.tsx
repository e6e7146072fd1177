import { parseForm } from "#app/forms/parse-form.ts";
import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
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
import { wordsOf } from "#app/sessions/plan/pages/plan-step.server.ts";
import { RegistrationForm } from "#app/sessions/registrations/parts/registration-form.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { formatIssues } from "#app/i18n/issues.ts";

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

const versionSchema = version.nullable().catch(null);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const t = await getT(request);
  const found = await answering(findSession(services, viewer, sessionId));
  const schema = sessionRegistrationSchema(
    await questionsOf(services, sessionId),
    found.peoplePerOrganisation,
  );
  const submission = parseForm(form, { schema, formatError: formatIssues(t) });
  if (submission.status !== "success") return json(submission.reply(), { status: 422 });
  const version = versionSchema.parse(form.get("version") || null);
  const words = await answering(
    register(services, viewer, sessionId, {
      ...submission.value,
      version,
      withMeetings: form.get("withMeetings") === "yes",
    }).then(() => null, wordsOf(t)),
  );
  if (words !== null) return json(submission.reply({ formErrors: [words] }), { status: 422 });
  return redirect(`/sessions/${sessionId}`);
}

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function RegisterForSession() {
  const { t } = useTranslation();
  const { session, organisationName, ...rest } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
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
          lastResult={lastResult}
        />
      )}
    </div>
  );
}
