import type { SubmissionResult } from "@conform-to/react";
import { parseForm } from "#app/forms/parse-form.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import { createDraft, saveDraft } from "#app/posts/commands.server.ts";
import { draftSchema, submissionSchema } from "#app/posts/content.ts";
import type { PostKind } from "#app/codes/codes.ts";
import { submitUnlessNear } from "#app/posts/submission.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { versionIn } from "#app/kernel/version.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, formatIssues } from "#app/i18n/issues.ts";

/** Saved, with where to go now; or not, with what the form shows, nothing of it lost. */
export type SaveOutcome =
  { goTo: string } | { result: SubmissionResult<string[]>; conflict: boolean };

/**
 * Saves the form of a post as a draft, and submits it when the person asked for
 * that; when other posts say nearly the same, the person compares them first.
 */
export async function savePost(
  services: Services,
  viewer: Viewer,
  request: Request,
  input: { kind: PostKind; postId: string | null; form: FormData },
): Promise<SaveOutcome> {
  const { kind, postId, form } = input;
  const t = await getT(request);
  const step = form.get("step");
  const schema = step === "submit" ? submissionSchema(kind) : draftSchema(kind);
  const submission = parseForm(form, { schema, formatError: formatIssues(t) });
  if (submission.status !== "success" || step === "restore")
    return { result: submission.reply(), conflict: false };
  try {
    const revision = versionIn(form.get("overRevision") ?? form.get("revision"));
    const saved =
      postId === null
        ? await createDraft(services, viewer, kind, submission.value)
        : await saveDraft(services, viewer, postId, submission.value, revision);
    const path = `/${kind}s/${saved.id}`;
    if (step !== "submit") return { goTo: `${path}/edit?saved=1` };
    const { near } = await submitUnlessNear(services, viewer, kind, saved.id);
    return { goTo: near.length > 0 ? `${path}/near-identical` : `${path}?view=draft&saved=1` };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (!["conflict", "illegalStep", "incomplete", "wasNamed"].includes(error.code)) throw error;
    const conflict = error.code === "conflict";
    const formErrors = [conflict ? t("posts:conflict") : errorText(t, error.code)];
    return { result: submission.reply({ formErrors }), conflict };
  }
}

/** Fields kept from a form, as the form takes them back. */
export function resultOfFields(
  kind: PostKind,
  fields: [string, string][],
): SubmissionResult<string[]> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return parseForm(form, { schema: draftSchema(kind) }).reply();
}
