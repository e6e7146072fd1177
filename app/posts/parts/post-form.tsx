import { useParsedForm } from "#app/forms/use-parsed-form.ts";
import { FormProvider, getFormProps, type SubmissionResult } from "@conform-to/react";
import { severalOf } from "#app/forms/parse-form.ts";
import { Form, useNavigation } from "@remix-run/react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { FormToken } from "#app/ui/form-token.tsx";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Checkbox, Choices, SelectField, TextArea, TextField } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import {
  clusters,
  cooperationModes,
  evaluationKinds,
  foundations,
  organisationKinds,
  regions,
  trls,
  visibilities,
  type PostKind,
} from "#app/codes/codes.ts";
import { disciplines } from "#app/codes/disciplines.ts";
import type { NeedContent } from "#app/posts/need-schema.ts";
import { draftSchema, submissionSchema } from "#app/posts/content.ts";
import { limits } from "#app/posts/fields.ts";
import type { ResultContent } from "#app/posts/result-schema.ts";
import { DraftBackup } from "./draft-backup.tsx";
import { IndicatorRows, PropertyRows } from "./form-rows.tsx";
import { KeywordsField } from "./keywords-field.tsx";
import { MeasureOffers } from "./measure-offers.tsx";
import { NearNotice } from "./near-notice.tsx";
import { QualityAside, QualityBar, QualityNews, useQuality } from "./quality-meter.tsx";
import type { PostFormValue } from "./post-form-value.ts";
import { codeName, codeOptions } from "#app/i18n/codes.ts";

type TextName = {
  [Name in keyof PostFormValue]: PostFormValue[Name] extends string | null ? Name : never;
}[keyof PostFormValue];

interface PostFormProps {
  kind: PostKind;
  /** Null for a post that was never saved. */
  postId: string | null;
  value: Partial<NeedContent> | Partial<ResultContent>;
  lastResult: SubmissionResult<string[]> | null | undefined;
  /** Whose text this is, should the sign-in expire meanwhile. */
  revision: number | null;
  /** Names the browser's own copy of unsaved text. */
  backupKey: string;
  partners: { id: string; name: string }[];
}

/** The form of a need or a result: drafts may be incomplete, a submission may not. */
export function PostForm(props: PostFormProps) {
  const { t } = useTranslation();
  const { kind } = props;
  const busy = useNavigation().state !== "idle";
  const [form, fields] = useParsedForm<PostFormValue>({
    id: "post",
    lastResult: props.lastResult,
    defaultValue: props.value,
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    schemaOf: (sent) => {
      const submits = sent.get("step") === "submit";
      return submits ? submissionSchema(kind) : draftSchema(kind);
    },
  });
  const quality = useQuality(form.id, kind, props.lastResult?.initialValue ?? props.value);
  const isNeed = kind === "need";
  const labels = fieldLabels(t, kind);
  const labelOf = (name: string): string | undefined =>
    Object.entries(labels).find(([field]) => field === name.split(/[.[]/)[0])?.[1];
  /** What concerns the whole form is said above it, by the page. */
  const ofFields = Object.entries(form.allErrors).filter(([name]) => name !== "");
  const errors = ofFields.flatMap(([name, messages]) =>
    messages.map((message) => ({
      id: idOf(form.id, name),
      label: labelOf(name),
      message,
    })),
  );

  const line = (
    name: TextName,
    extra: { hint?: string; needed?: boolean; type?: string; maxLength?: number } = {},
  ) => (
    <TextField
      field={fields[name]}
      label={labels[name] ?? name}
      needed={false}
      maxLength={limits.line}
      defaultValue={fields[name].initialValue}
      {...extra}
    />
  );
  const area = (name: TextName, extra: { hint?: string; needed?: boolean } = {}) => (
    <TextArea
      field={fields[name]}
      label={labels[name] ?? name}
      needed={false}
      maxLength={limits.text}
      defaultValue={fields[name].initialValue}
      {...extra}
    />
  );
  const select = (
    name: "cluster" | "discipline" | "foundation" | "trl" | "mrl",
    options: { value: string; label: string }[],
    needed = false,
  ) => (
    <SelectField
      field={fields[name]}
      label={labels[name] ?? name}
      needed={needed}
      options={options}
      defaultValue={fields[name].initialValue}
    />
  );
  const choices = (
    name: "cooperationModes" | "partnerKinds" | "partnerRegions",
    options: { value: string; label: string }[],
    needed = false,
  ) => (
    <Choices
      kind="checkbox"
      field={fields[name]}
      label={labels[name] ?? name}
      needed={needed}
      options={options}
      chosen={severalOf(fields[name].initialValue)}
    />
  );
  const levels = (list: "trls", values: readonly number[]) =>
    values.map((value) => ({
      value: String(value),
      label: `TRL ${value} · ${codeName(t, list, value)}`,
    }));

  return (
    <FormProvider context={form.context}>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <Form method="post" {...getFormProps(form)} className="min-w-0 space-y-5">
          <FormToken />
          {props.revision === null ? null : (
            <input type="hidden" name="revision" value={props.revision} />
          )}
          {/* Enter in a field saves; it never submits for review. */}
          <button name="step" value="save" className="sr-only" tabIndex={-1} aria-hidden="true">
            {t("posts:saveDraft")}
          </button>
          <ErrorSummary title={t("errors:summary", { count: errors.length })} errors={errors} />
          <DraftBackup
            formId={form.id}
            storageKey={props.backupKey}
            saved={props.lastResult === undefined}
          />

          <Section title={t("posts:section.basics")}>
            {line("title", { hint: t("posts:hint.title"), needed: true, maxLength: limits.title })}
            <div className="grid gap-4 sm:grid-cols-2">
              {select("cluster", codeOptions(t, "clusters", clusters), true)}
              {line("field")}
              {select("discipline", codeOptions(t, "disciplines", disciplines))}
              <KeywordsField
                field={fields.keywords}
                label={t("posts:field.keywords")}
                hint={t("posts:hint.keywords")}
              />
            </div>
          </Section>

          <Section title={t("posts:section.text")}>
            {isNeed ? (
              <>
                {area("problem", { hint: t("posts:hint.problem"), needed: true })}
                {area("technology")}
                {area("goal")}
                {area("currentState")}
              </>
            ) : (
              <>
                {area("abstract", { needed: true })}
                {area("innovation", { hint: t("posts:hint.innovation"), needed: true })}
                {area("appliedWhere")}
                {area("economicEffect")}
              </>
            )}
          </Section>

          <Section title={t("posts:section.indicators")}>
            <IndicatorRows form={form} field={fields.indicators} isNeed={isNeed} />
            <MeasureOffers form={form} field={fields.indicators} measures={quality.measures} />
            <div className="grid gap-4 sm:grid-cols-2">
              {select("trl", levels("trls", trls), !isNeed)}
              {select(
                "mrl",
                Array.from({ length: 10 }, (_, index) => ({
                  value: String(index + 1),
                  label: `MRL ${index + 1}`,
                })),
              )}
            </div>
          </Section>

          {isNeed ? null : (
            <Section title={t("posts:section.rights")}>
              <PropertyRows form={form} field={fields.intellectualProperty} />
              <div className="grid gap-4 sm:grid-cols-2">
                {line("team")}
                {line("people")}
              </div>
              {area("papers")}
              {area("standards")}
              {area("awards")}
              <Choices
                kind="radio"
                field={fields.evaluation}
                label={labels.evaluation ?? ""}
                options={codeOptions(t, "evaluationKinds", evaluationKinds)}
                chosen={[fields.evaluation.initialValue ?? "none"]}
              />
              {area("evaluationNote")}
            </Section>
          )}

          <Section title={t("posts:section.cooperation")}>
            {choices(
              "cooperationModes",
              codeOptions(t, "cooperationModes", cooperationModes),
              true,
            )}
            <div className="grid gap-4 sm:grid-cols-2">
              {line("amountMin", { hint: t("posts:hint.amount") })}
              {line("amountMax", { hint: t("posts:hint.amount") })}
            </div>
            <Checkbox
              field={fields.amountToBeAgreed}
              label={t("posts:field.amountToBeAgreed")}
              checked={fields.amountToBeAgreed.initialValue === "on"}
            />
            {isNeed ? (
              <>
                <div className="grid gap-4 sm:grid-cols-2">
                  {line("deadline", { type: "date", needed: true })}
                  {select("foundation", codeOptions(t, "foundations", foundations))}
                </div>
                <Checkbox
                  field={fields.importSubstitution}
                  label={t("posts:field.importSubstitution")}
                  checked={fields.importSubstitution.initialValue === "on"}
                />
              </>
            ) : null}
          </Section>

          <Section title={t("posts:section.partner")}>
            {choices("partnerKinds", codeOptions(t, "organisationKinds", organisationKinds))}
            <details>
              <summary className="link">{t("posts:field.partnerRegions")}</summary>
              {choices("partnerRegions", codeOptions(t, "regions", regions))}
            </details>
            {line("partnerNote")}
          </Section>

          <Section title={t("disclosure:registered")}>
            {area("registeredDetails", { hint: t("disclosure:registeredHint") })}
          </Section>

          <Section title={t("posts:section.contact")}>
            <div className="grid gap-4 sm:grid-cols-3">
              {line("contactName", { needed: true, maxLength: 40 })}
              {line("contactPhone", { type: "tel", hint: t("posts:hint.contact") })}
              {line("contactEmail", { type: "email", hint: t("posts:hint.contact") })}
            </div>
            <Choices
              kind="radio"
              field={fields.visibility}
              label={t("posts:field.visibility")}
              hint={t("posts:hint.visibility")}
              options={codeOptions(t, "visibilities", visibilities)}
              chosen={[fields.visibility.initialValue ?? "public"]}
            />
            <details
              open={
                severalOf(fields.invited.initialValue).length > 0 || Boolean(fields.invited.errors)
              }
            >
              <summary className="link">{t("posts:field.invited")}</summary>
              <Choices
                kind="checkbox"
                field={fields.invited}
                label={t("posts:field.invited")}
                hint={t("posts:hint.invited")}
                options={props.partners.map(({ id, name }) => ({ value: id, label: name }))}
                chosen={severalOf(fields.invited.initialValue)}
              />
            </details>
          </Section>

          <div className="sticky bottom-0 z-10 -mx-4 space-y-2 border-t border-line bg-page px-4 py-3">
            <NearNotice formId={form.id} kind={kind} postId={props.postId} />
            <QualityBar quality={quality} formId={form.id} />
            <div className="flex flex-wrap gap-3">
              <Button name="step" value="submit" pending={busy}>
                {t("posts:submitForReview")}
              </Button>
              <Button name="step" value="save" look="secondary" pending={busy}>
                {t("posts:saveDraft")}
              </Button>
            </div>
          </div>
        </Form>
        <QualityAside quality={quality} formId={form.id} />
        <QualityNews quality={quality} />
      </div>
    </FormProvider>
  );
}

/** Conform makes a field's id of its form's and its name. */
const idOf = (formId: string, name: string): string => `${formId}-${name}`;

function fieldLabels(t: TFunction, kind: PostKind): Partial<Record<string, string>> {
  const names = [
    "title",
    "cluster",
    "field",
    "discipline",
    "keywords",
    "indicators",
    "mrl",
    "cooperationModes",
    "amountToBeAgreed",
    "partnerKinds",
    "partnerRegions",
    "partnerNote",
    "registeredDetails",
    "contactName",
    "contactPhone",
    "contactEmail",
    "visibility",
    "invited",
    "problem",
    "technology",
    "goal",
    "currentState",
    "deadline",
    "foundation",
    "importSubstitution",
    "team",
    "people",
    "abstract",
    "innovation",
    "intellectualProperty",
    "papers",
    "standards",
    "awards",
    "evaluation",
    "evaluationNote",
    "appliedWhere",
    "economicEffect",
  ] as const;
  const labels: Partial<Record<string, string>> = {};
  for (const name of names) labels[name] = t(`posts:field.${name}`);
  labels.trl = kind === "need" ? t("posts:field.trlWanted") : t("posts:field.trl");
  labels.amountMin = kind === "need" ? t("posts:field.budgetMin") : t("posts:field.priceMin");
  labels.amountMax = kind === "need" ? t("posts:field.budgetMax") : t("posts:field.priceMax");
  return labels;
}
