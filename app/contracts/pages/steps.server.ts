import { z } from "zod";
import { answerAmendment } from "#app/contracts/amendments.server.ts";
import {
  agreeContract,
  discardContract,
  proposeContract,
  reopenContract,
  signContract,
} from "#app/contracts/commands.server.ts";
import { answerTermination, askTermination, finishContract } from "#app/contracts/ending.server.ts";
import { amendmentMachine, milestoneMachine } from "#app/contracts/lifecycle.ts";
import { moveMilestone } from "#app/contracts/milestones.server.ts";
import {
  registerContract,
  returnContract,
  submitContract,
} from "#app/contracts/registration.server.ts";
import {
  reasonSchema,
  contractRegistrationSchema,
  signatureSchema,
  stepSchema,
} from "#app/contracts/schema.ts";
import { isRefusal, type RefusalCode } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { largestInteger, version } from "#app/kernel/version.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, issueMessage } from "#app/i18n/issues.ts";
import type { Refused } from "#app/contracts/parts/contract-actions.tsx";

/** The field that a refusal is about; every other one is about the whole form. */
const fieldOf: Partial<Record<RefusalCode, Record<string, string>>> = {
  dayAhead: { sign: "signedOn", register: "registeredOn" },
  dayBeforeSignature: { register: "registeredOn" },
  registrationNumberTaken: { register: "registrationNumber" },
};

/** Refusals that the page itself shows, with what was typed. */
const shown: readonly RefusalCode[] = [
  "conflict",
  "illegalStep",
  "incomplete",
  "dayAhead",
  "dayBeforeSignature",
  "registrationNumberTaken",
  "contractChecksFail",
  "milestonesOpen",
  "milestoneStarted",
];

class Malformed extends Error {
  constructor(readonly issues: z.core.$ZodIssue[]) {
    super("malformed");
  }
}

function read<Schema extends z.ZodType>(schema: Schema, form: FormData): z.infer<Schema> {
  const parsed = schema.safeParse(Object.fromEntries(form));
  if (!parsed.success) throw new Malformed(parsed.error.issues);
  return parsed.data;
}

const amendmentStep = z.object({
  number: z.coerce.number().int().positive().max(largestInteger),
  hash: z.string().max(64),
  action: z.enum(amendmentMachine.actions as [string, ...string[]]),
});
const milestoneStep = z.object({
  version,
  action: z.enum(milestoneMachine.actions as [string, ...string[]]),
  reason: z.string().trim().max(1000).default(""),
});

/**
 * Takes the step that a form of the contract's page asks for.
 *
 * @returns null when it was taken; else what the page shows, with what was typed
 */
export async function takeStep(
  services: Services,
  viewer: Viewer,
  request: Request,
  contractId: string,
  form: FormData,
): Promise<(Refused & { status: number }) | null> {
  const step = String(form.get("step"));
  const typed = Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const t = await getT(request);
  const refuse = (errors: Record<string, string>, status: number) => ({
    step,
    typed,
    errors,
    status,
  });
  try {
    await run(services, viewer, contractId, step, form);
    return null;
  } catch (error) {
    if (error instanceof Malformed)
      return refuse(
        Object.fromEntries(
          error.issues.map((issue) => [String(issue.path[0] ?? ""), issueMessage(issue, t)]),
        ),
        422,
      );
    if (!isRefusal(error) || !shown.includes(error.code)) throw error;
    const field = fieldOf[error.code]?.[step] ?? (error.code === "incomplete" ? "reason" : "");
    const text = error.code === "conflict" ? t("contracts:conflictStep") : errorText(t, error.code);
    return refuse({ [field]: field === "reason" ? errorText(t, "required") : text }, error.status);
  }
}

async function run(
  services: Services,
  viewer: Viewer,
  id: string,
  step: string,
  form: FormData,
): Promise<void> {
  if (step === "amendment") {
    const { action, ...which } = read(amendmentStep, form);
    return answerAmendment(services, viewer, id, which, action as "agree");
  }
  if (step.startsWith("milestone:")) {
    const { action, ...rest } = read(milestoneStep, form);
    const milestoneId = step.slice("milestone:".length);
    return moveMilestone(services, viewer, id, {
      ...rest,
      milestoneId,
      action: action as "deliver",
    });
  }
  const { version, hash } = read(stepSchema, form);
  switch (step) {
    case "propose":
      await proposeContract(services, viewer, id, version);
      return;
    case "agree":
      await agreeContract(services, viewer, id, { version, hash });
      return;
    case "change":
      await reopenContract(services, viewer, id, version);
      return;
    case "sign":
      await signContract(services, viewer, id, { version, hash }, read(signatureSchema, form));
      return;
    case "submit":
      return submitContract(services, viewer, id, version);
    case "register":
      return registerContract(
        services,
        viewer,
        id,
        version,
        read(contractRegistrationSchema, form),
      );
    case "return":
      return returnContract(services, viewer, id, version, read(reasonSchema, form).reason);
    case "finish":
      return finishContract(services, viewer, id, version);
    case "askTermination":
      return askTermination(services, viewer, id, version, read(reasonSchema, form).reason);
    case "terminate":
    case "declineTermination":
    case "withdrawTermination":
      return answerTermination(services, viewer, id, version, step);
    case "discard":
      return discardContract(services, viewer, id, version);
    default:
      throw new Response("", { status: 400 });
  }
}
