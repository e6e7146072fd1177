import { saveTerms, submitTerms } from "#app/challenges/owner.server.ts";
import { submissionTermsSchema, termsSchema, type Terms } from "#app/challenges/terms.ts";
import { givesBack, savedAs, step, takesSteps, type Asked } from "#app/forms/steps.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { versionIn } from "#app/kernel/version.ts";

/** Saves over the version that a field of the form names; answers where the challenge is. */
async function save(
  terms: Terms,
  { services, viewer, params, form }: Asked,
  field: "version" | "latest" = "version",
): Promise<{ id: string; path: string; version: number }> {
  const id = idOfPath(params.challengeId);
  const { version } = await saveTerms(services, viewer, id, terms, versionIn(form.get(field)));
  return { id, path: `/challenges/${id}`, version };
}

/** The action of the page on which the terms of a challenge are written and handed in. */
export const takesTerms = takesSteps("signedIn", {
  steps: {
    save: step({
      fields: termsSchema,
      checkedInBrowser: true,
      run: async (terms, asked) => `${(await save(terms, asked)).path}/edit?saved=1`,
    }),
    saveOver: step({
      fields: termsSchema,
      checkedInBrowser: true,
      run: async (terms, asked) => `${(await save(terms, asked, "latest")).path}/edit?saved=1`,
    }),
    submit: step({
      fields: ({ services }) => submissionTermsSchema(services.now()),
      checkedInBrowser: true,
      run: async (terms, asked) => {
        const { id, path, version } = await save(terms, asked);
        savedAs(asked, version);
        await submitTerms(asked.services, asked.viewer, id, version);
        return path;
      },
    }),
    restore: givesBack(termsSchema),
  },
});
