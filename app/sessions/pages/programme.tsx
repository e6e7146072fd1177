import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Checkbox, SelectField, TextArea, TextField } from "#app/ui/fields.tsx";
import { Badge, Section } from "#app/ui/parts.tsx";
import {
  addQuestion,
  removeProgrammeItem,
  removeQuestion,
  saveProgrammeItem,
} from "#app/sessions/plan/plan.server.ts";
import { findSession, programmeOf, questionsOf } from "#app/sessions/queries.server.ts";
import { programmeItemSchema, questionSchema } from "#app/sessions/schema.ts";
import { localOf } from "#app/kernel/zones.ts";
import { planChangeOf, removing, sessionWords } from "./session-step.server.ts";
import { PlanForm, RemoveButton } from "#app/sessions/plan/parts/plan-form.tsx";
import { ProgrammeList } from "#app/sessions/parts/programme-list.tsx";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
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

export const action = takesSteps("organizers", {
  words: sessionWords,
  steps: {
    item: step({
      fields: programmeItemSchema,
      checkedInBrowser: true,
      run: (item, { services, viewer, ...asked }) =>
        saveProgrammeItem(services, viewer, planChangeOf(asked), null, item),
    }),
    question: step({
      fields: questionSchema,
      checkedInBrowser: true,
      run: (question, { services, viewer, ...asked }) =>
        addQuestion(services, viewer, planChangeOf(asked), question),
    }),
    removeItem: removing(removeProgrammeItem),
    removeQuestion: removing(removeQuestion),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionProgramme() {
  const { t } = useTranslation();
  const { session, version, zone, programme, questions, begin } = useLoaderData<typeof loader>();
  return (
    <SessionFrame session={session} title={t("sessions:programmeEdit")}>
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
            submit={t("sessions:addItem")}
          >
            {(fields) => (
              <>
                <TextField {...fields("title")} label={t("sessions:itemTitle")} limit={120} />
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
                  limit={120}
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
                  <div className="flex items-center justify-between gap-2 has-[[data-refused]]:flex-wrap">
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
            submit={t("sessions:addQuestion")}
          >
            {(fields) => (
              <>
                <TextField {...fields("label")} label={t("sessions:question")} limit={200} />
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
                  needed={t("sessions:optionsNeeded")}
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
