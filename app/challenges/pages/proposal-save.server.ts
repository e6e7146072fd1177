import type { SubmissionResult } from "@conform-to/react";
import { parseForm } from "#app/forms/parse-form.ts";
import { proposalSchema, submissionProposalSchema } from "#app/challenges/content.ts";
import { namesOf, saveProposal, submitProposal } from "#app/challenges/proposals.server.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, formatIssues } from "#app/i18n/issues.ts";
import type { Autosaved } from "#app/challenges/parts/use-autosave.ts";

export type ProposalOutcome =
  | { goTo: string }
  | {
      result: SubmissionResult<string[]>;
      conflict: boolean;
      /** The version of the working copy that was kept; null when none was. */
      version: number | null;
    };

const versionOf = (form: FormData): number | null => {
  const given = form.get("overVersion") ?? form.get("version");
  return given === null || given === "" ? null : Number(given);
};

/**
 * Saves the form of a proposal as its working copy, and hands it in when the
 * person asked for that. The working copy is kept first, so that nothing typed is
 * lost when it comes too late or is not complete.
 */
export async function saveProposalForm(
  services: Services,
  viewer: Viewer,
  request: Request,
  input: { challengeId: string; milestones: number; form: FormData },
): Promise<ProposalOutcome> {
  const { challengeId, form } = input;
  const t = await getT(request);
  const formatError = formatIssues(t);
  const step = form.get("step");
  const draft = parseForm(form, { schema: proposalSchema, formatError });
  if (draft.status !== "success" || step === "restore")
    return { result: draft.reply(), conflict: false, version: null };
  const path = `/challenges/${challengeId}/proposal`;
  let submission: { reply: typeof draft.reply } = draft;
  let version: number | null = null;
  try {
    version = await saveProposal(services, viewer, challengeId, draft.value, versionOf(form));
    if (step !== "submit") return { goTo: `${path}?saved=1` };
    const names = await namesOf(services.database, viewer.active?.organisationId ?? "");
    const schema = submissionProposalSchema(input.milestones, names);
    const complete = parseForm(form, { schema, formatError });
    if (complete.status !== "success")
      return { result: complete.reply(), conflict: false, version };
    submission = complete;
    await submitProposal(services, viewer, challengeId, version);
    return { goTo: `${path}?submitted=1` };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (!["conflict", "incomplete", "deadlinePassed"].includes(error.code)) throw error;
    const conflict = error.code === "conflict";
    const words = conflict ? t("challenges:proposal.conflict") : errorText(t, error.code);
    return { result: submission.reply({ formErrors: [words] }), conflict, version };
  }
}

/** The same without being asked, while a person types; says only whether it was kept. */
export async function autosaveProposal(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  form: FormData,
): Promise<Autosaved> {
  const draft = parseForm(form, { schema: proposalSchema });
  if (draft.status !== "success") return { saved: null, reason: "other" };
  try {
    const version = await saveProposal(services, viewer, challengeId, draft.value, versionOf(form));
    return { saved: { version, at: services.now().toISOString() } };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { saved: null, reason: error.code === "conflict" ? "conflict" : "other" };
  }
}
