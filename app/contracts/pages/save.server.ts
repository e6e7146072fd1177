import { proposeAmendment } from "#app/contracts/amendments.server.ts";
import { createContract, proposeContract, saveContract } from "#app/contracts/commands.server.ts";
import {
  amendmentDraftSchema,
  amendmentSchema,
  contractCompleteSchema,
  contractDraftSchema,
  type ContractContent,
} from "#app/contracts/schema.ts";
import { givesBack, savedAs, step, takesSteps, type Asked } from "#app/forms/steps.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { versionIn } from "#app/kernel/version.ts";

/** Keeps the draft as it was typed; answers which contract it is, and its version now. */
type Keeping = (content: ContractContent, asked: Asked) => Promise<{ id: string; version: number }>;

const beginsContract: Keeping = async (content, { services, viewer, params }) => {
  const id = await createContract(services, viewer, idOfPath(params.dealId), content);
  return { id, version: 1 };
};

/** Saves over the version that a field of the form names. */
const savesContract =
  (field: "version" | "latest"): Keeping =>
  (content, { services, viewer, params, form }) => {
    const read = versionIn(form.get(field));
    return saveContract(services, viewer, idOfPath(params.contractId), content, read);
  };

const saving = (keep: Keeping) =>
  step({
    fields: contractDraftSchema,
    checkedInBrowser: true,
    run: async (content, asked) => `/contracts/${(await keep(content, asked)).id}/edit?saved=1`,
  });

const proposing = (keep: Keeping) =>
  step({
    fields: contractCompleteSchema,
    checkedInBrowser: true,
    run: async (content, asked) => {
      const { id, version } = await keep(content, asked);
      savedAs(asked, version);
      await proposeContract(asked.services, asked.viewer, id, version);
      return `/contracts/${id}?saved=1`;
    },
  });

/** The action of the page on which the contract of a deal begins. */
export const takesNewContract = takesSteps("signedIn", {
  steps: {
    save: saving(beginsContract),
    propose: proposing(beginsContract),
    restore: givesBack(contractDraftSchema),
  },
});

/** The action of a draft's page; what the other side saved meanwhile is saved over where the person says so. */
export const takesContractDraft = takesSteps("signedIn", {
  steps: {
    save: saving(savesContract("version")),
    saveOver: saving(savesContract("latest")),
    propose: proposing(savesContract("version")),
    restore: givesBack(contractDraftSchema),
  },
});

/** The action of the page on which a change of a signed contract is proposed. */
export const takesAmendment = takesSteps("signedIn", {
  words: { conflict: (t) => t("contracts:conflictStep") },
  steps: {
    amend: step({
      fields: amendmentSchema,
      checkedInBrowser: true,
      run: async ({ reason, ...content }, { services, viewer, params, form }) => {
        const contractId = idOfPath(params.contractId);
        const version = versionIn(form.get("version"));
        await proposeAmendment(services, viewer, contractId, { content, reason, version });
        return `/contracts/${contractId}`;
      },
    }),
    restore: givesBack(amendmentDraftSchema),
  },
});
