import { useStepForm } from "#app/forms/use-step-form.ts";
import { FormProvider } from "@conform-to/react";
import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { PostKind } from "#app/codes/codes.ts";
import { labelOfValue } from "#app/listings/listing.ts";
import { FormSections } from "#app/listings/parts/form-sections.tsx";
import type { NeedContent } from "#app/posts/need.ts";
import { draftSchema, listings, submissionSchema } from "#app/posts/content.ts";
import type { ResultContent } from "#app/posts/result.ts";
import { DraftBackup } from "./draft-backup.tsx";
import { NearNotice } from "./near-notice.tsx";
import { QualityAside, QualityBar, QualityNews, useQuality } from "./quality-meter.tsx";
import type { PostFormValue } from "./post-form-value.ts";

interface PostFormProps {
  kind: PostKind;
  /** Null for a post that was never saved. */
  postId: string | null;
  value: Partial<NeedContent> | Partial<ResultContent>;
  /** What the person started from; null for a post that was never saved. */
  version: number | null;
  /** Names the browser's own copy of unsaved text. */
  backupKey: string;
  partners: { id: string; name: string }[];
  /** What is said over what was kept of it; null where the page says it. */
  keptWords?: string | null | undefined;
}

/** The form of a post, among those of its page. */
export const postForm = { step: ["save", "submit"] } as const;

/** The form of a need or a result: drafts may be incomplete, a submission may not. */
export function PostForm(props: PostFormProps) {
  const { t } = useTranslation();
  const { kind } = props;
  const busy = useNavigation().state !== "idle";
  const listing = listings[kind];
  const { form, given, formProps } = useStepForm<PostFormValue>({
    ...postForm,
    id: "post",
    defaultValue: props.value,
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    schemaOf: (sent) => {
      const submits = sent.get("step") === "submit";
      return submits ? submissionSchema(kind) : draftSchema(kind);
    },
  });
  const quality = useQuality(form.id, listing, form.initialValue);
  const labelOf = (name: string): string | undefined => {
    const label = labelOfValue(listing, name.split(/[.[]/)[0] ?? "");
    return label === null ? undefined : t(`listings:field.${label}`);
  };
  /** What concerns the whole form is said above it, by the page. */
  const ofFields = Object.entries(form.allErrors).filter(([name]) => name !== "");
  const errors = ofFields.flatMap(([name, messages]) =>
    messages.map((message) => ({
      id: idOf(form.id, name),
      label: labelOf(name),
      message,
    })),
  );

  return (
    <FormProvider context={form.context}>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <StepForm
          {...formProps}
          version={props.version}
          keptWords={props.keptWords}
          className="min-w-0 space-y-5"
        >
          {/* Enter in a field saves; it never submits for review. */}
          <button name="step" value="save" className="sr-only" tabIndex={-1} aria-hidden="true">
            {t("posts:saveDraft")}
          </button>
          <ErrorSummary title={t("errors:summary", { count: errors.length })} errors={errors} />
          <DraftBackup formId={form.id} storageKey={props.backupKey} saved={given === null} />

          <FormSections
            listing={listing}
            facts={{ measures: quality.measures, partners: props.partners }}
          />

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
        </StepForm>
        <QualityAside quality={quality} formId={form.id} />
        <QualityNews quality={quality} />
      </div>
    </FormProvider>
  );
}

/** Conform makes a field's id of its form's and its name. */
const idOf = (formId: string, name: string): string => `${formId}-${name}`;
