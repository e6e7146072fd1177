import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { isRefusal } from "#app/kernel/refusals.ts";
import { postForEditing } from "#app/posts/queries.server.ts";
import { nearIdenticalTo } from "#app/posts/similar.server.ts";
import { submitDespiteNear } from "#app/posts/submission.server.ts";
import { versionIn } from "#app/kernel/version.ts";
import { useForgottenBackups } from "#app/posts/parts/draft-backup.tsx";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { NearPair } from "#app/posts/parts/near-pair.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";

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

export async function action({ request, context, params }: ActionFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const postId = idOfPath(params.postId);
  const viewer = await signedIn(context, request);
  const revision = versionIn((await formOf(request)).get("revision"));
  try {
    await submitDespiteNear(context.services, viewer, kind, postId, revision);
  } catch (error) {
    if (!isRefusal(error) || !["conflict", "incomplete", "illegalStep"].includes(error.code))
      return answering(Promise.reject(error));
    const t = await getT(request);
    const told = error.code === "conflict" ? t("quality:near.changed") : errorText(t, error.code);
    return json({ told }, { status: error.status });
  }
  return redirect(`/${kind}s/${postId}?view=draft&saved=1`);
}

export default function NearIdenticalPage() {
  const { t } = useTranslation();
  const { path, kind, postId, typedBy, revision, near, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  useForgottenBackups({ kind, postId, typedBy, saved: true, revision });
  return (
    <div className="space-y-5">
      <h1>{title}</h1>
      {refused ? <Notice tone="danger">{refused.told}</Notice> : null}
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
        <StepForm step="submit" className="contents">
          <input type="hidden" name="revision" value={revision} />
          <Button look="secondary" pending={busy}>
            {near.length > 0 ? t("quality:near.submit") : t("posts:submitForReview")}
          </Button>
        </StepForm>
      </div>
    </div>
  );
}
