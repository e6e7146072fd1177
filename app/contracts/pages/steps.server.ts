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
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { errorText } from "#app/i18n/issues.ts";
import type { Services } from "#app/kernel/services.ts";
import { largestInteger, version } from "#app/kernel/version.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { textOf } from "#app/kernel/texts.ts";

const amendmentStep = z.object({
  number: z.coerce.number().int().positive().max(largestInteger),
  hash: z.string().max(64),
  action: z.enum(amendmentMachine.actions),
});
const milestoneStep = z.object({
  milestoneId: z.uuid(),
  version,
  action: z.enum(milestoneMachine.actions),
  reason: textOf(1000).default(""),
});
const reasoned = stepSchema.extend(reasonSchema.shape);

/** A step on the contract as it was read, which needs nothing else. */
const plain = (
  command: (
    services: Services,
    viewer: Viewer,
    contractId: string,
    version: number,
  ) => Promise<unknown>,
) =>
  step({
    fields: stepSchema,
    run: async (read, { services, viewer, params }) => {
      await command(services, viewer, idOfPath(params.contractId), read.version);
    },
  });

/** The same with a reason that the other side is told. */
const withReason = (command: typeof askTermination) =>
  step({
    fields: reasoned,
    run: (read, { services, viewer, params }) =>
      command(services, viewer, idOfPath(params.contractId), read.version, read.reason),
  });

const ending = (action: "terminate" | "declineTermination" | "withdrawTermination") =>
  plain((services, viewer, contractId, read) =>
    answerTermination(services, viewer, contractId, read, action),
  );

/** The action of a contract's page: the steps of both sides and of the organizer who registers it. */
export const takesContractSteps = takesSteps("signedIn", {
  words: { conflict: (t) => t("contracts:conflictStep") },
  steps: {
    propose: plain(proposeContract),
    agree: step({
      fields: stepSchema,
      run: async (read, { services, viewer, params }) => {
        await agreeContract(services, viewer, idOfPath(params.contractId), read);
      },
    }),
    change: plain(reopenContract),
    sign: step({
      at: { dayAhead: "signedOn" },
      fields: stepSchema.extend(signatureSchema.shape),
      run: async ({ version: read, hash, ...signature }, { services, viewer, params }) => {
        const text = { version: read, hash };
        await signContract(services, viewer, idOfPath(params.contractId), text, signature);
      },
    }),
    submit: plain(submitContract),
    register: step({
      at: {
        dayAhead: "registeredOn",
        dayBeforeSignature: "registeredOn",
        registrationNumberTaken: "registrationNumber",
      },
      fields: stepSchema.extend(contractRegistrationSchema.shape),
      run: ({ version: read, ...registration }, { services, viewer, params }) =>
        registerContract(services, viewer, idOfPath(params.contractId), read, registration),
    }),
    return: withReason(returnContract),
    finish: plain(finishContract),
    askTermination: withReason(askTermination),
    terminate: ending("terminate"),
    declineTermination: ending("declineTermination"),
    withdrawTermination: ending("withdrawTermination"),
    discard: plain(discardContract),
    amendment: step({
      fields: amendmentStep,
      run: ({ action, ...read }, { services, viewer, params }) =>
        answerAmendment(services, viewer, idOfPath(params.contractId), read, action),
    }),
    milestone: step({
      at: { incomplete: "reason" },
      words: { incomplete: (t) => errorText(t, "required") },
      fields: milestoneStep,
      run: (move, { services, viewer, params }) =>
        moveMilestone(services, viewer, idOfPath(params.contractId), move),
    }),
  },
});
