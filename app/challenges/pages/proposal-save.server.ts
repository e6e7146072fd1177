import {
  proposalSchema,
  submissionProposalSchema,
  type ProposalContent,
} from "#app/challenges/content.ts";
import { stepInput } from "#app/challenges/inputs.ts";
import type { Autosaved } from "#app/challenges/parts/use-autosave.ts";
import {
  namesOf,
  saveProposal,
  submitProposal,
  withdrawProposal,
} from "#app/challenges/proposals.server.ts";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import { parseForm } from "#app/forms/parse-form.ts";
import {
  givesBack,
  savedAs,
  step,
  takesSteps,
  WrongFields,
  type Asked,
} from "#app/forms/steps.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { errorText, formatIssues } from "#app/i18n/issues.ts";

const challengeOf = ({ params }: Asked) => idOfPath(params.challengeId);
const pathOf = (asked: Asked) => `/challenges/${challengeOf(asked)}/proposal`;

/** Keeps the working copy over the version that a field of the form names, none before the first save. */
function save(
  content: ProposalContent,
  asked: Asked,
  field: "version" | "latest" = "version",
): Promise<number> {
  const { services, viewer, form } = asked;
  const sent = form.get(field);
  const version = sent === null || sent === "" ? null : Number(sent);
  return saveProposal(services, viewer, challengeOf(asked), content, version);
}

/** What a submission still lacks, such as a plan for a milestone of the challenge. @throws WrongFields */
async function checkComplete(asked: Asked): Promise<void> {
  const { services, viewer, form, t } = asked;
  const { terms } = await viewChallenge(services, viewer, challengeOf(asked));
  const names = await namesOf(services.database, viewer.active?.organisationId ?? "");
  const schema = submissionProposalSchema(terms.milestones.length, names);
  const submission = parseForm(form, { schema, formatError: formatIssues(t) });
  if (submission.status !== "success") throw new WrongFields(submission.error ?? {});
}

/**
 * The action of the page of one's own proposal. Handing it in keeps the working copy first, so
 * that nothing typed is lost when it comes too late or is not complete.
 */
export const takesProposal = takesSteps<Autosaved>("signedIn", {
  words: { conflict: (t) => t("challenges:proposal.conflict") },
  steps: {
    save: step({
      fields: proposalSchema,
      checkedInBrowser: true,
      run: async (content, asked) => {
        await save(content, asked);
        return `${pathOf(asked)}?saved=1`;
      },
    }),
    saveOver: step({
      fields: proposalSchema,
      checkedInBrowser: true,
      run: async (content, asked) => {
        await save(content, asked, "latest");
        return `${pathOf(asked)}?saved=1`;
      },
    }),
    submit: step({
      fields: proposalSchema,
      checkedInBrowser: true,
      run: async (content, asked) => {
        const version = await save(content, asked);
        savedAs(asked, version);
        await checkComplete(asked);
        await submitProposal(asked.services, asked.viewer, challengeOf(asked), version);
        return `${pathOf(asked)}?submitted=1`;
      },
    }),
    /** The same as save without being asked, while a person types. */
    autosave: step({
      fields: proposalSchema,
      checkedInBrowser: true,
      run: async (content, asked) => {
        const version = await save(content, asked);
        return { shown: { version, at: asked.services.now().toISOString() } };
      },
    }),
    withdraw: step({
      words: { conflict: (t) => errorText(t, "conflict") },
      fields: stepInput,
      run: ({ version }, asked) =>
        withdrawProposal(asked.services, asked.viewer, challengeOf(asked), version),
    }),
    restore: givesBack(proposalSchema),
  },
});
