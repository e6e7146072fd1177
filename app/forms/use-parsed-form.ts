import { useForm, type Submission } from "@conform-to/react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { formatIssues } from "#app/i18n/issues.ts";
import { parseForm } from "./parse-form.ts";

type Options<Shown extends Record<string, unknown>> = Omit<
  Parameters<typeof useForm<Shown>>[0],
  "onValidate"
>;

/**
 * A form that is checked while it is filled in, by the schema that the server parses it
 * with, in the person's language. `Shown` is what its fields hold; `schemaOf` chooses the
 * schema by what would be sent, as a draft takes less than a submission.
 */
export function useParsedForm<Shown extends Record<string, unknown>>(
  options: Options<Shown> & { schemaOf: (sent: FormData) => z.ZodType },
) {
  const { t } = useTranslation();
  const { schemaOf, ...others } = options;
  return useForm<Shown>({
    ...others,
    onValidate: ({ formData }) =>
      parseForm(formData, {
        schema: schemaOf(formData),
        formatError: formatIssues(t),
      }) as Submission<Shown, string[], Shown>,
  });
}
