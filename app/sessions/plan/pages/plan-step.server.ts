import type { SubmissionResult } from "@conform-to/react";
import { parseForm } from "#app/forms/parse-form.ts";
import type { TFunction } from "i18next";
import type { z } from "zod";
import { isRefusal } from "#app/kernel/refusals.ts";
import {
  isNeedsConsent,
  type Consequences,
  isStandingMeetings,
} from "#app/sessions/consequences.ts";
import { errorText, formatIssues } from "#app/i18n/issues.ts";

/** What a small form of a session's plan got back: what is wrong, with what was typed. */
export interface PlanAnswer {
  step: string;
  result: SubmissionResult<string[]>;
  /** What it would do to meetings, where that must be agreed to first. */
  consequences: Consequences | null;
}

/**
 * Reads one small form and hands it to its command; null when it was done. What
 * is wrong, or was changed by another meanwhile, comes back with what was typed.
 */
export async function planStep<Schema extends z.ZodType>(
  t: TFunction,
  form: FormData,
  schema: Schema,
  run: (value: z.output<Schema>) => Promise<unknown>,
): Promise<PlanAnswer | null> {
  const step = String(form.get("step") ?? "");
  const submission = parseForm(form, { schema, formatError: formatIssues(t) });
  if (submission.status !== "success")
    return { step, result: submission.reply(), consequences: null };
  // What is refused before there is a promise is a refusal like any other.
  const refused = await refusalOf(
    t,
    Promise.resolve().then(() => run(submission.value)),
  );
  if (refused === null) return null;
  const { words, consequences } = refused;
  return { step, result: submission.reply({ formErrors: [words] }), consequences };
}

/** Why a step was refused, in words and with what must be agreed to first; null when it was done. */
export const refusalOf = (
  t: TFunction,
  work: Promise<unknown>,
): Promise<{ words: string; consequences: Consequences | null } | null> =>
  work.then(
    () => null,
    (error: unknown) => ({
      words: wordsOf(t)(error),
      consequences: isNeedsConsent(error) ? error.consequences : null,
    }),
  );

/** The consent that a form sends back. */
export const agreedOf = (form: FormData): string => {
  const agreed = form.get("agreed");
  return typeof agreed === "string" ? agreed : "";
};

/** Why a step was refused, in words; other errors, and those that hide or forbid, pass. */
export const wordsOf =
  (t: TFunction) =>
  (error: unknown): string => {
    if (isNeedsConsent(error)) return t("sessions:consequences.needed");
    if (isStandingMeetings(error)) return errorText(t, "standingMeetings", { count: error.count });
    if (!isRefusal(error) || error.status === 403 || error.status === 404) throw error;
    return error.code === "conflict" ? t("sessions:lost") : errorText(t, error.code);
  };
