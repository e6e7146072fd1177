import type { SubmissionResult } from "@conform-to/react";
import { parseForm } from "#app/forms/parse-form.ts";
import { saveTerms, submitTerms } from "#app/challenges/owner.server.ts";
import { submissionTermsSchema, termsSchema } from "#app/challenges/terms.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { versionIn } from "#app/kernel/version.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, formatIssues } from "#app/i18n/issues.ts";

/** Saved, with where to go now; or not, with what the form shows, nothing of it lost. */
export type SaveOutcome =
  { goTo: string } | { result: SubmissionResult<string[]>; conflict: boolean };

/** Saves the terms of a challenge, and hands them in when the person asked for that. */
export async function saveTermsForm(
  services: Services,
  viewer: Viewer,
  request: Request,
  challengeId: string,
  form: FormData,
): Promise<SaveOutcome> {
  const t = await getT(request);
  const step = form.get("step");
  const schema = step === "submit" ? submissionTermsSchema(services.now()) : termsSchema;
  const submission = parseForm(form, { schema, formatError: formatIssues(t) });
  if (submission.status !== "success" || step === "restore")
    return { result: submission.reply(), conflict: false };
  try {
    const version = versionIn(form.get("overVersion") ?? form.get("version"));
    const saved = await saveTerms(services, viewer, challengeId, submission.value, version);
    const path = `/challenges/${challengeId}`;
    if (step !== "submit") return { goTo: `${path}/edit?saved=1` };
    await submitTerms(services, viewer, challengeId, saved.version);
    return { goTo: path };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (!["conflict", "illegalStep", "incomplete", "needNotOpen"].includes(error.code)) throw error;
    return {
      result: submission.reply({ formErrors: [errorText(t, error.code)] }),
      conflict: error.code === "conflict",
    };
  }
}
