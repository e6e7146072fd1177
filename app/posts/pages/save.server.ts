import { createDraft, saveDraft } from "#app/posts/commands.server.ts";
import { draftSchema, submissionSchema, type ContentOf } from "#app/posts/content.ts";
import type { PostKind } from "#app/codes/codes.ts";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { submitUnlessNear } from "#app/posts/submission.server.ts";
import { nameOfForm } from "#app/forms/form-identity.ts";
import { forgetKeptForm } from "#app/forms/kept-forms.server.ts";
import { postForm } from "#app/posts/parts/post-form.tsx";
import {
  givesBack,
  noFields,
  savedAs,
  step,
  takesSteps,
  type Asked,
} from "#app/forms/steps.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { versionIn } from "#app/kernel/version.ts";

const kindOf = ({ params }: Asked) => kindOfPath(params.kinds);
const draftOf = (asked: Asked) => draftSchema(kindOf(asked));
const submissionOf = (asked: Asked) => submissionSchema(kindOf(asked));

/** Saves the working copy over the version that the form names; on the page of a new post it makes one. */
async function save(
  content: ContentOf<PostKind>,
  asked: Asked,
  field: "version" | "latest" = "version",
): Promise<{ id: string; path: string }> {
  const { services, viewer, params, form } = asked;
  const kind = kindOf(asked);
  const { id, revision } =
    params.postId === undefined
      ? await createDraft(services, viewer, kind, content)
      : await saveDraft(
          services,
          viewer,
          kind,
          idOfPath(params.postId),
          content,
          versionIn(form.get(field)),
        );
  savedAs(asked, revision);
  return { id, path: `/${kind}s/${id}` };
}

/**
 * The action of the pages with the form of a post: it is saved as a draft, over what a colleague
 * saved meanwhile where the person says so, and handed in; when other posts say nearly the same,
 * the person compares them first.
 */
export const takesPostForm = takesSteps("signedIn", {
  words: { conflict: (t) => t("posts:conflict") },
  steps: {
    save: step({
      fields: draftOf,
      checkedInBrowser: true,
      run: async (content, asked) => `${(await save(content, asked)).path}/edit?saved=1`,
    }),
    saveOver: step({
      fields: draftOf,
      checkedInBrowser: true,
      run: async (content, asked) => `${(await save(content, asked, "latest")).path}/edit?saved=1`,
    }),
    submit: step({
      fields: submissionOf,
      checkedInBrowser: true,
      run: async (content, asked) => {
        const { services, viewer } = asked;
        const { id, path } = await save(content, asked);
        const { near } = await submitUnlessNear(services, viewer, kindOf(asked), id);
        return near.length > 0 ? `${path}/near-identical` : `${path}?view=draft&saved=1`;
      },
    }),
    restore: givesBack(draftOf),
    /** What was kept of the page of a new post, filled in from a document, is not wanted. */
    startOver: step({
      fields: noFields,
      run: async (_fields, { services, viewer, path }) => {
        const form = { userId: viewer.userId, path, name: nameOfForm(postForm) };
        await forgetKeptForm(services, form);
        return path;
      },
    }),
  },
});
