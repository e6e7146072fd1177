import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Checkbox, SelectField, TextArea, TextField } from "#app/ui/fields.tsx";
import { Badge, Notice, Section } from "#app/ui/parts.tsx";
import {
  addQuestion,
  removeProgrammeItem,
  removeQuestion,
  saveProgrammeItem,
} from "#app/sessions/plan/plan.server.ts";
import { findSession, programmeOf, questionsOf } from "#app/sessions/queries.server.ts";
import { programmeItemSchema, questionSchema } from "#app/sessions/schema.ts";
import { localOf } from "#app/kernel/zones.ts";
import { sessionVersionOf } from "./basics.server.ts";
import { PlanForm, RemoveButton } from "#app/sessions/plan/parts/plan-form.tsx";
import { planStep, wordsOf } from "#app/sessions/plan/pages/plan-step.server.ts";
import { ProgrammeList } from "#app/sessions/parts/programme-list.tsx";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer, signedIn, throughDoor } from "#app/http/answers.server.ts";
import { formOf, given } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { questionKinds } from "#app/codes/session-codes.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const found = await answering(findSession(services, viewer, sessionId));
  const [programme, questions] = await Promise.all([
    programmeOf(services, sessionId),
    questionsOf(services, sessionId),
  ]);
  const { id, title, state, version, zone, startsAt } = found;
  const begin = localOf(startsAt ?? services.now(), zone);
  return { session: { id, title, state }, version, zone, programme, questions, begin };
}

const removal = z.object({ id: z.uuid() });

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  throughDoor(viewer, "organizers");
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const t = await getT(request);
  const change = { sessionId, version: sessionVersionOf(form) };
  const step = async () => {
    switch (form.get("step")) {
      case "item":
        return planStep(t, form, programmeItemSchema, (item) =>
          saveProgrammeItem(services, viewer, change, null, item),
        );
      case "question":
        return planStep(t, form, questionSchema, (question) =>
          addQuestion(services, viewer, change, question),
        );
      case "removeItem":
      case "removeQuestion": {
        const { id } = given(removal, Object.fromEntries(form));
        const remove = form.get("step") === "removeItem" ? removeProgrammeItem : removeQuestion;
        const words = await remove(services, viewer, change, id).then(() => null, wordsOf(t));
        return words === null ? null : { step: "remove", words };
      }
      default:
        throw new Response("", { status: 400 });
    }
  };
  const answer = await answering(step());
  return answer === null
    ? redirect(`/sessions/${sessionId}/programme`)
    : json(answer, { status: 422 });
}

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionProgramme() {
  const { t } = useTranslation();
  const { session, version, zone, programme, questions, begin } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const answer = answered && "result" in answered ? answered : null;
  return (
    <SessionFrame session={session} title={t("sessions:programmeEdit")}>
      {answered && "words" in answered ? <Notice tone="danger">{answered.words}</Notice> : null}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Section title={t("sessions:programme")}>
          <ProgrammeList
            programme={programme}
            zone={zone}
            aside={({ id, title }) => (
              <RemoveButton step="removeItem" id={id} version={version} name={title} />
            )}
          />
          <h3>{t("sessions:addItem")}</h3>
          <PlanForm
            step="item"
            version={version}
            schema={programmeItemSchema}
            value={{
              title: "",
              startsAt: begin,
              endsAt: begin,
              place: "",
              description: "",
              speakers: "",
            }}
            answer={answer}
            submit={t("sessions:addItem")}
          >
            {(fields) => (
              <>
                <TextField {...fields("title")} label={t("sessions:itemTitle")} maxLength={120} />
                <div className="grid gap-3 sm:grid-cols-2">
                  <TextField
                    {...fields("startsAt")}
                    label={t("sessions:from")}
                    type="datetime-local"
                  />
                  <TextField {...fields("endsAt")} label={t("sessions:to")} type="datetime-local" />
                </div>
                <TextField
                  {...fields("place")}
                  label={t("sessions:where")}
                  needed={false}
                  maxLength={120}
                />
                <TextArea
                  {...fields("speakers")}
                  label={t("sessions:speakers")}
                  hint={t("sessions:speakersHint")}
                  needed={false}
                  rows={3}
                />
                <TextArea
                  {...fields("description")}
                  label={t("sessions:description")}
                  needed={false}
                  limit={2000}
                />
              </>
            )}
          </PlanForm>
        </Section>
        <Section title={t("sessions:questions")}>
          {questions.length === 0 ? (
            <p className="text-ink-soft">{t("sessions:noQuestions")}</p>
          ) : (
            <ol className="list-decimal space-y-1 pl-5">
              {questions.map((question) => (
                <li key={question.id}>
                  <div className="flex items-center justify-between gap-2">
                    <span>
                      {question.label} <Badge>{t(`sessions:questionKinds.${question.kind}`)}</Badge>{" "}
                      {question.required ? <Badge>{t("sessions:required")}</Badge> : null}
                      {question.options.length > 0 ? (
                        <span className="block text-sm text-ink-soft">
                          {question.options.join(" / ")}
                        </span>
                      ) : null}
                    </span>
                    <RemoveButton
                      step="removeQuestion"
                      id={question.id}
                      version={version}
                      name={question.label}
                    />
                  </div>
                </li>
              ))}
            </ol>
          )}
          <h3>{t("sessions:addQuestion")}</h3>
          <PlanForm
            step="question"
            version={version}
            schema={questionSchema}
            value={{ label: "", kind: "text", options: "", required: "" }}
            answer={answer}
            submit={t("sessions:addQuestion")}
          >
            {(fields) => (
              <>
                <TextField {...fields("label")} label={t("sessions:question")} maxLength={200} />
                <SelectField
                  {...fields("kind")}
                  label={t("sessions:questionKind")}
                  options={questionKinds.map((value) => ({
                    value,
                    label: t(`sessions:questionKinds.${value}`),
                  }))}
                />
                <TextArea
                  {...fields("options")}
                  label={t("sessions:options")}
                  hint={t("sessions:optionsHint")}
                  needed={false}
                  rows={3}
                />
                <Checkbox
                  field={fields("required").field}
                  label={t("sessions:required")}
                  checked={fields("required").defaultValue === "on"}
                />
              </>
            )}
          </PlanForm>
        </Section>
      </div>
    </SessionFrame>
  );
}
