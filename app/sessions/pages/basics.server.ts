import type { SubmissionResult } from "@conform-to/react";
import { parseForm } from "#app/forms/parse-form.ts";
import { json } from "@remix-run/node";
import type { TFunction } from "i18next";
import { isRefusal } from "#app/kernel/refusals.ts";
import { isNeedsConsent, type Consequences } from "#app/sessions/consequences.ts";
import { sessionSchema, type SessionFields } from "#app/sessions/schema.ts";
import { versionIn } from "#app/kernel/version.ts";
import { errorText, formatIssues } from "#app/i18n/issues.ts";

/** The version of a session as its forms send it. */
export const sessionVersionOf = (form: FormData): number => versionIn(form.get("version"));

/** What the form of a session got back. */
export interface BasicsAnswer {
  result: SubmissionResult<string[]>;
  /** What the change would do to meetings, where that must be agreed to first. */
  consequences: Consequences | null;
}

/**
 * Reads the form of a session and hands it to a command. What is wrong, or was
 * changed by another meanwhile, comes back with all that was typed.
 */
export async function saveBasics(
  t: TFunction,
  form: FormData,
  save: (fields: SessionFields) => Promise<string>,
): Promise<{ id: string } | { answer: ReturnType<typeof json<BasicsAnswer>> }> {
  const submission = parseForm(form, { schema: sessionSchema, formatError: formatIssues(t) });
  const answer = (
    result: SubmissionResult<string[]>,
    consequences: Consequences | null,
    status = 422,
  ) => json({ result, consequences }, { status });
  if (submission.status !== "success") return { answer: answer(submission.reply(), null) };
  try {
    return { id: await save(submission.value) };
  } catch (error) {
    if (isNeedsConsent(error)) {
      const words = t("sessions:consequences.needed");
      return { answer: answer(submission.reply({ formErrors: [words] }), error.consequences) };
    }
    if (!isRefusal(error) || error.status === 404 || error.status === 403) throw error;
    const words = error.code === "conflict" ? t("sessions:lost") : errorText(t, error.code);
    return { answer: answer(submission.reply({ formErrors: [words] }), null, error.status) };
  }
}
