import type { SubmissionResult } from "@conform-to/react";
import { parseForm } from "#app/forms/parse-form.ts";
import { proposeAmendment } from "#app/contracts/amendments.server.ts";
import { createContract, proposeContract, saveContract } from "#app/contracts/commands.server.ts";
import {
  contractCompleteSchema,
  contractDraftSchema,
  reasonSchema,
} from "#app/contracts/schema.ts";
import { isRefusal, type RefusalCode } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { versionIn } from "#app/kernel/version.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, formatIssues } from "#app/i18n/issues.ts";

/** Saved, with where to go now; or not, with what the form shows, nothing of it lost. */
export type SaveOutcome =
  | { goTo: string }
  | {
      result: SubmissionResult<string[]>;
      /** Why it was not saved although each field is well formed. */
      refused: { code: RefusalCode; text: string } | null;
      reason: string;
      reasonError: string | null;
    };

/** Refusals that the form itself shows, with what was typed. */
const shown: readonly RefusalCode[] = [
  "conflict",
  "illegalStep",
  "incomplete",
  "contractExists",
  "nothingChanged",
  "milestoneStarted",
  "amendmentOpen",
];

/** Where the form stands: a new contract of a deal, a draft, or a change of a signed one. */
export type Saving =
  | { kind: "new"; dealId: string }
  | { kind: "draft"; contractId: string }
  | { kind: "amendment"; contractId: string };

/** Saves the form of a contract, and proposes it when the person asked for that. */
export async function saveContractForm(
  services: Services,
  viewer: Viewer,
  request: Request,
  saving: Saving,
  form: FormData,
): Promise<SaveOutcome> {
  const t = await getT(request);
  const step = form.get("step");
  const amends = saving.kind === "amendment";
  const whole = step === "propose" || step === "amend";
  const schema = whole ? contractCompleteSchema : contractDraftSchema;
  const submission = parseForm(form, { schema, formatError: formatIssues(t) });
  const typed = String(form.get("reason") ?? "");
  const parsedReason = reasonSchema.safeParse({ reason: typed });
  const reasonError =
    amends && !parsedReason.success && step === "amend" ? errorText(t, "required") : null;
  if (submission.status !== "success" || reasonError !== null || step === "restore")
    return { result: submission.reply(), refused: null, reason: typed, reasonError };
  const version = versionIn(form.get("overRevision") ?? form.get("revision"));
  const content = submission.value;
  try {
    if (saving.kind === "amendment") {
      const reason = parsedReason.data?.reason ?? "";
      await proposeAmendment(services, viewer, saving.contractId, { content, reason, version });
      return { goTo: `/contracts/${saving.contractId}` };
    }
    let id: string;
    let saved = version;
    if (saving.kind === "new") {
      id = await createContract(services, viewer, saving.dealId, content);
      saved = 1;
    } else {
      id = saving.contractId;
      ({ version: saved } = await saveContract(services, viewer, id, content, version));
    }
    if (step !== "propose") return { goTo: `/contracts/${id}/edit?saved=1` };
    await proposeContract(services, viewer, id, saved);
    return { goTo: `/contracts/${id}?saved=1` };
  } catch (error) {
    if (!isRefusal(error) || !shown.includes(error.code)) throw error;
    return {
      result: submission.reply(),
      refused: { code: error.code, text: errorText(t, error.code) },
      reason: typed,
      reasonError: null,
    };
  }
}

/** Fields kept from a form, as the form takes them back. */
export function resultOfFields(fields: [string, string][]): SubmissionResult<string[]> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return parseForm(form, { schema: contractDraftSchema }).reply();
}
