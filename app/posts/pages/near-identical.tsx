import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { isRefusal } from "#app/kernel/refusals.ts";
import { postForEditing } from "#app/posts/queries.server.ts";
import { nearIdenticalTo } from "#app/posts/similar.server.ts";
import { submitDespiteNear } from "#app/posts/submission.server.ts";
import { version } from "#app/kernel/version.ts";
import { useForgottenBackups } from "#app/posts/parts/draft-backup.tsx";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { NearPair } from "#app/posts/parts/near-pair.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { z } from "zod";

/** Where a draft stands beside the posts that say nearly the same, before it is handed in. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const postId = idOfPath(params.postId);
  const viewer = await signedIn(context, request);
  const { services } = context;
  const { post, content } = await answering(
    postForEditing(services, viewer, kind, postId).catch((error: unknown) => {
      /** Handed in meanwhile, perhaps in another tab. */
      if (isRefusal(error) && error.code === "illegalStep") throw redirect(`/${kind}s/${postId}`);
      throw error;
    }),
  );
  return {
    path: `/${kind}s/${postId}`,
    kind,
    postId,
    typedBy: viewer.userId,
    revision: post.revision,
    near: await nearIdenticalTo(services, viewer, content, postId),
    title: (await getT(request))("quality:near.title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesSteps("signedIn", {
  words: { conflict: (t) => t("quality:near.changed") },
  steps: {
    submit: step({
      fields: z.object({ version }),
      run: async ({ version: compared }, { services, viewer, params }) => {
        const kind = kindOfPath(params.kinds);
        const postId = idOfPath(params.postId);
        await submitDespiteNear(services, viewer, kind, postId, compared);
        return `/${kind}s/${postId}?view=draft&saved=1`;
      },
    }),
  },
});

export default function NearIdenticalPage() {
  const { t } = useTranslation();
  const { path, kind, postId, typedBy, revision, near, title } = useLoaderData<typeof loader>();
  const busy = useNavigation().state !== "idle";
  useForgottenBackups({ kind, postId, typedBy, saved: true, revision });
  return (
    <div className="space-y-5">
      <h1>{title}</h1>
      <p className="max-w-prose">
        {near.length > 0 ? t("quality:near.intro") : t("quality:near.gone")}
      </p>
      {near.map((one) => (
        <NearPair key={one.id} near={one} />
      ))}
      {near.length > 0 ? (
        <p className="text-sm text-ink-soft">{t("quality:near.submitText")}</p>
      ) : null}
      <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center gap-3 border-t border-line bg-page px-4 py-3">
        <LinkButton to={`${path}/edit`}>{t("quality:near.back")}</LinkButton>
        <StepForm step="submit" version={revision} className="contents">
          <Button look="secondary" pending={busy}>
            {near.length > 0 ? t("quality:near.submit") : t("posts:submitForReview")}
          </Button>
        </StepForm>
      </div>
    </div>
  );
}
