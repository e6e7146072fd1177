import { getFormProps, useForm, type Submission, type SubmissionResult } from "@conform-to/react";
import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { formatIssues } from "#app/i18n/issues.ts";
import { formOfTyped } from "./form-fields.ts";
import { useGivenForm, type FormIdentity } from "./form-identity.ts";
import type { GivenBack } from "./page-forms.ts";
import { parseForm } from "./parse-form.ts";

type Options<Shown extends Record<string, unknown>> = Omit<
  Parameters<typeof useForm<Shown>>[0],
  "onValidate" | "lastResult"
>;

/**
 * A form that is checked while it is filled in, by the schema that the server parses it
 * with, in the person's language, and that gets back what was typed when it was refused or
 * the sign-in had expired. `Shown` is what its fields hold; `schemaOf` chooses the schema
 * by what would be sent, as a draft takes less than a submission. `formProps` are those of
 * the StepForm that it stands in.
 */
export function useStepForm<Shown extends Record<string, unknown>>(
  options: Options<Shown> & FormIdentity & { schemaOf: (sent: FormData) => z.ZodType },
) {
  const { t } = useTranslation();
  const { schemaOf, step, row, fetcher, ...others } = options;
  const identity = { step, row, fetcher };
  const given = useGivenForm(identity);
  // What is parsed again is what was sent; the schema only says which of it the fields show.
  const lastResult = useMemo(() => given && resultOf(given, schemaOf, t), [given]);
  const [form, fields] = useForm<Shown>({
    ...others,
    lastResult,
    onValidate: ({ formData }) =>
      parseForm(formData, {
        schema: schemaOf(formData),
        formatError: formatIssues(t),
      }) as Submission<Shown, string[], Shown>,
  });
  const formProps = { ...identity, checked: true, ...getFormProps(form) };
  return { form, fields, given, formProps };
}

/** What comes back, as conform takes it: also what a button without scripts asked of the rows. */
function resultOf(
  { typed, errors }: GivenBack,
  schemaOf: (sent: FormData) => z.ZodType,
  t: TFunction,
): SubmissionResult<string[]> {
  const sent = formOfTyped(typed);
  const parsed = parseForm(sent, { schema: schemaOf(sent), formatError: formatIssues(t) });
  const said = Object.entries(errors).flatMap(([name, words]) => (words ? [[name, words]] : []));
  return { ...parsed.reply(), error: Object.fromEntries(said) };
}
