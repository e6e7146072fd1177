import { useStepForm } from "#app/forms/use-step-form.ts";
import { severalOf } from "#app/forms/parse-form.ts";
import { useNavigation } from "@remix-run/react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Falling } from "#app/sessions/meetings/meeting-queries.server.ts";
import { LosingMeetings } from "#app/sessions/meetings/parts/falling-meetings.tsx";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary, type FormError } from "#app/ui/error-summary.tsx";
import { Choices, TextArea, TextField, mailInput } from "#app/ui/fields.tsx";
import { FormRows } from "#app/ui/form-rows.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { SlotLine } from "#app/sessions/queries.server.ts";
import type { OwnRegistration } from "#app/sessions/registrations/registration-queries.server.ts";
import { sessionRegistrationSchema, type Question } from "#app/sessions/schema.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";

type Values = Pick<OwnRegistration, keyof OwnRegistration>;

/** An organisation's registration: who comes and when, what they bring, and the organizer's questions. */
export function RegistrationForm(props: {
  value: OwnRegistration;
  questions: Question[];
  slots: SlotLine[];
  posts: { id: string; kind: string; title: string }[];
  /** The planned meetings of those registered. */
  falling: Falling;
  peopleAtMost: number;
  zone: string;
}) {
  const { t } = useTranslation();
  const format = useZoneFormat(props.zone);
  const busy = useNavigation().state !== "idle";
  const { questions, slots, posts, peopleAtMost, value } = props;
  const schema = useMemo(
    () => sessionRegistrationSchema(questions, peopleAtMost),
    [questions, peopleAtMost],
  );
  const { form, fields, given, formProps } = useStepForm<Values>({
    step: "register",
    id: "registration",
    defaultValue: value,
    shouldRevalidate: "onInput",
    schemaOf: () => schema,
  });
  const answers = fields.answers.getFieldset();
  const errors: FormError[] = Object.entries(form.allErrors).flatMap(([name, messages]) =>
    name === "" ? [] : messages.map((message) => ({ id: `${form.id}-${name}`, message })),
  );
  const slotOptions = slots
    .filter(({ kind }) => kind === "meeting")
    .map(({ id, startsAt, endsAt }) => ({
      value: id,
      label: `${format.dateTime(startsAt)}–${format.time(endsAt)}`,
    }));
  return (
    <StepForm {...formProps} version={value.version} className="space-y-5">
      {form.errors ? <Notice tone="danger">{form.errors.join(" ")}</Notice> : null}
      <ErrorSummary title={t("errors:summary", { count: errors.length })} errors={errors} />
      <Section title={t("sessions:people")}>
        <p className="text-ink-soft">{t("sessions:peopleHint", { max: peopleAtMost })}</p>
        <FormRows
          form={form}
          field={fields.people}
          columns="sm:grid-cols-[1fr_1fr_1fr_auto]"
          rowName={(number) => t("sessions:person", { number })}
          least={1}
          most={peopleAtMost}
          removeName={(number) => t("sessions:removePerson", { number })}
          addName={t("sessions:addPerson")}
          added={{ id: null, name: "", email: "", position: "", absences: [] }}
          below={({ absences }) =>
            slotOptions.length > 0 ? (
              <details>
                <summary className="cursor-pointer">{t("sessions:absences")}</summary>
                <Choices
                  kind="checkbox"
                  field={{ id: absences.id, name: absences.name }}
                  label={t("sessions:absences")}
                  needed={false}
                  options={slotOptions}
                  chosen={severalOf(absences.initialValue)}
                />
              </details>
            ) : null
          }
        >
          {({ id, name, email, position }) => (
            <>
              <input type="hidden" name={id.name} defaultValue={id.initialValue} />
              <TextField field={name} label={t("sessions:name")} defaultValue={name.initialValue} />
              <TextField
                field={email}
                label={t("sessions:email")}
                {...mailInput}
                defaultValue={email.initialValue}
              />
              <TextField
                field={position}
                label={t("sessions:position")}
                needed={false}
                defaultValue={position.initialValue}
              />
            </>
          )}
        </FormRows>
      </Section>
      <Section title={t("sessions:bring")}>
        {posts.length === 0 ? (
          <p className="text-ink-soft">{t("sessions:bringNone")}</p>
        ) : (
          <Choices
            kind="checkbox"
            field={fields.postIds}
            label={t("sessions:bring")}
            hint={t("sessions:bringHint")}
            needed={false}
            options={posts.map(({ id, title }) => ({ value: id, label: title }))}
            chosen={severalOf(fields.postIds.initialValue)}
          />
        )}
      </Section>
      {questions.length > 0 ? (
        <Section title={t("sessions:questions")}>
          {questions.map((question) => {
            const field = answers[question.id];
            return field ? <Answer key={question.id} question={question} field={field} /> : null;
          })}
        </Section>
      ) : null}
      <Section title={t("sessions:note")}>
        <TextArea
          field={fields.note}
          label={t("sessions:note")}
          needed={false}
          limit={1000}
          defaultValue={fields.note.initialValue}
        />
        <LosingMeetings
          falling={props.falling}
          zone={props.zone}
          agreed={given?.typed.some(([name]) => name === "withMeetings") ?? false}
        />
        <Button pending={busy}>{t("sessions:register")}</Button>
      </Section>
    </StepForm>
  );
}

function Answer(props: {
  question: Question;
  field: {
    id: string;
    name: string;
    errors?: string[] | undefined;
    initialValue?: string | undefined;
  };
}) {
  const { t } = useTranslation();
  const { question, field } = props;
  if (question.kind === "text")
    return (
      <TextField
        field={field}
        label={question.label}
        needed={question.required}
        limit={1000}
        defaultValue={field.initialValue}
      />
    );
  const options =
    question.kind === "choice"
      ? question.options.map((option) => ({ value: option, label: option }))
      : [
          { value: "yes", label: t("sessions:yes") },
          { value: "no", label: t("sessions:no") },
        ];
  return (
    <Choices
      kind="radio"
      field={field}
      label={question.label}
      needed={question.required}
      options={options}
      chosen={field.initialValue ? [field.initialValue] : []}
    />
  );
}
