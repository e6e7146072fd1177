import { z } from "zod";
import { isRefusal } from "#app/kernel/refusals.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, issueMessage } from "#app/i18n/issues.ts";

/** A step that was not taken: what to say beside which field, and what had been typed. */
export interface Refused {
  step: string;
  errors: Partial<Record<string, string[]>>;
  values: Partial<Record<string, string>>;
}

const told = new Set([
  "illegalStep",
  "incomplete",
  "conflict",
  "deadlinePassed",
  "needNotOpen",
  "challengeExists",
  "conflictOfInterest",
  "reviewsMissing",
  "alreadyAssigned",
]);

/**
 * Takes the step that a form asks for. Answers null when it was taken; a wrong
 * field or a refusal that the person can do something about comes back with all
 * that was typed.
 */
export async function taking(
  request: Request,
  form: FormData,
  work: (step: string, fields: Record<string, unknown>) => Promise<void>,
): Promise<Refused | null> {
  const step = String(form.get("step"));
  const values = Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  const t = await getT(request);
  const refused = (errors: Refused["errors"]): Refused => ({ step, errors, values });
  try {
    await work(step, { ...values, proposalIds: form.getAll("proposalIds") });
    return null;
  } catch (error) {
    if (error instanceof z.ZodError) {
      const errors: Record<string, string[]> = {};
      for (const issue of error.issues) {
        const field = issue.path.join(".") || "form";
        (errors[field] ??= []).push(issueMessage(issue, t));
      }
      return refused(errors);
    }
    if (isRefusal(error) && told.has(error.code))
      return refused({ form: [errorText(t, error.code)] });
    throw error;
  }
}

/** A form asked for a step that this page does not have. */
export function unknownStep(): never {
  throw new Response("", { status: 400 });
}
