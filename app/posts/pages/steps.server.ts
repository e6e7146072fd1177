import { z } from "zod";
import { expressInterest } from "#app/interests/commands.server.ts";
import { expressInterestSchema } from "#app/interests/schema.ts";
import * as commands from "#app/posts/commands.server.ts";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { approve, reject, returnForChanges } from "#app/posts/review.server.ts";
import { submitUnlessNear } from "#app/posts/submission.server.ts";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";
import { idOfPath } from "#app/http/params.ts";
import type { Services } from "#app/kernel/services.ts";
import { version } from "#app/kernel/version.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { textOf } from "#app/kernel/texts.ts";

/** A step that is told all it needs by its name, and leads back to the post. */
const plain = (command: (services: Services, viewer: Viewer, postId: string) => Promise<unknown>) =>
  step({
    fields: noFields,
    run: async (_, { services, viewer, params }) => {
      await command(services, viewer, idOfPath(params.postId));
    },
  });

/** A decision against a submission, which its writer is told the reason of. */
const against = (decide: typeof reject) =>
  step({
    door: "organizers",
    fields: z.object({ comment: textOf(2000, 1) }),
    run: async ({ comment }, { services, viewer, params }) => {
      await decide(services, viewer, idOfPath(params.postId), comment);
      return "/review";
    },
  });

/** The action of a post's page: the steps of its owner, of its reviewer and of who is interested. */
export const takesPostSteps = takesSteps("signedIn", {
  steps: {
    submit: step({
      fields: noFields,
      run: async (_, { services, viewer, params, path }) => {
        const kind = kindOfPath(params.kinds);
        const { near } = await submitUnlessNear(services, viewer, kind, idOfPath(params.postId));
        return near.length > 0 ? `${path}/near-identical` : path;
      },
    }),
    recall: plain(commands.recall),
    renew: plain(commands.renew),
    close: plain(commands.close),
    withdraw: plain(commands.withdraw),
    discard: plain(commands.discard),
    supersede: step({
      fields: z.object({ newerId: z.uuid() }),
      run: async ({ newerId }, { services, viewer, params }) => {
        await commands.supersede(services, viewer, idOfPath(params.postId), newerId);
      },
    }),
    copy: step({
      fields: noFields,
      run: async (_, { services, viewer, params }) => {
        const copy = await commands.copyAsDraft(services, viewer, idOfPath(params.postId));
        return `/${kindOfPath(params.kinds)}s/${copy.id}/edit`;
      },
    }),
    approve: step({
      door: "organizers",
      fields: z.object({ version }),
      run: async (read, { services, viewer, params }) => {
        await approve(services, viewer, idOfPath(params.postId), read.version);
        return "/review";
      },
    }),
    return: against(returnForChanges),
    reject: against(reject),
    express: step({
      limit: "message",
      limitAt: "message",
      fields: expressInterestSchema.extend({
        ownPostId: z.preprocess((chosen) => chosen || null, z.uuid().nullable()),
      }),
      run: async (interest, { services, viewer, params }) =>
        `/interests/${await expressInterest(services, viewer, idOfPath(params.postId), interest)}`,
    }),
  },
});
