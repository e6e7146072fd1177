import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { TFunction } from "i18next";
import type { z } from "zod";
import { isRefusal } from "#app/domain/errors.ts";
import { isStandingMeetings } from "#app/domain/sessions/plan.server.ts";
import { errorText, formatIssues } from "#app/i18n/issues.ts";

/** What a small form of a session's plan got back: what is wrong, with what was typed. */
export interface PlanAnswer {
  intent: string;
  result: SubmissionResult<string[]>;
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
  const intent = String(form.get("intent") ?? "");
  const submission = parseWithZod(form, { schema, formatError: formatIssues(t) });
  if (submission.status !== "success") return { intent, result: submission.reply() };
  const words = await run(submission.value as z.output<Schema>).then(() => null, wordsOf(t));
  if (words === null) return null;
  return { intent, result: submission.reply({ formErrors: [words] }) };
}

/** Why a step was refused, in words; other errors, and those that hide or forbid, pass. */
export const wordsOf =
  (t: TFunction) =>
  (error: unknown): string => {
    if (isStandingMeetings(error)) return errorText(t, "standingMeetings", { count: error.count });
    if (!isRefusal(error) || error.status === 403 || error.status === 404) throw error;
    return error.code === "conflict" ? t("sessions:lost") : errorText(t, error.code);
  };
