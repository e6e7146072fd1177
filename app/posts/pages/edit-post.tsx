import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { attachmentsOf } from "#app/posts/attachment-lines.server.ts";
import { partnersFor } from "#app/organisations/queries.server.ts";
import { formContent } from "#app/posts/commands.server.ts";
import { submissionIssues } from "#app/posts/content.ts";
import { postForEditing } from "#app/posts/queries.server.ts";
import { Attachments } from "#app/posts/parts/attachments.tsx";
import { backupKeyOf, useForgottenBackups } from "#app/posts/parts/draft-backup.tsx";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { PostForm, postForm } from "#app/posts/parts/post-form.tsx";
import { takesPostForm } from "./save.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { afterConflictToo } from "#app/forms/revalidate.ts";
import { useStartedFrom } from "#app/forms/use-started-from.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const viewer = await signedIn(context, request);
  const { services } = context;
  const address = new URL(request.url);
  const { post, content } = await answering(
    postForEditing(services, viewer, kind, idOfPath(params.postId)),
  );
  const t = await getT(request);
  return {
    kind,
    postId: post.id,
    revision: post.revision,
    reviewComment: post.reviewComment,
    value: formContent(content),
    missing: submissionIssues(kind, formContent(content)).length,
    typedBy: viewer.userId,
    saved: address.searchParams.has("saved"),
    partners: await partnersFor(services, viewer),
    attachments: await attachmentsOf(services, post.id),
    title: kind === "need" ? t("posts:editNeed") : t("posts:editResult"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const shouldRevalidate = afterConflictToo;

export const action = takesPostForm;

export default function EditPost() {
  const { t } = useTranslation();
  const data = useLoaderData<typeof loader>();
  const given = useGivenForm(postForm);
  const { kind, postId, typedBy, saved } = data;
  const busy = useNavigation().state !== "idle";
  const version = useStartedFrom(data.revision, given);
  useForgottenBackups({ kind, postId, typedBy, saved, revision: data.revision });
  return (
    <div className="mx-auto max-w-4xl space-y-5 lg:max-w-6xl">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h1>{data.title}</h1>
        <Link to={`/${kind}s/${postId}?view=draft`} className="link">
          {t("common:action.view")}
        </Link>
      </div>
      {saved && !given ? <Notice tone="success">{t("posts:draftSaved")}</Notice> : null}
      {given?.errors[""] ? (
        <Notice tone="danger">
          {given.errors[""].join(" ")}{" "}
          {given.conflict ? (
            <span className="mt-2 flex flex-wrap items-center gap-3">
              <a
                href={`/${kind}s/${postId}?view=draft`}
                target="_blank"
                rel="noreferrer"
                className="link"
              >
                {t("posts:openLatest")}
              </a>
              <input type="hidden" form="post" name="latest" value={data.revision} />
              <button
                form="post"
                name="step"
                value="saveOver"
                disabled={busy}
                className={buttonClass("secondary")}
              >
                {t("posts:saveOver")}
              </button>
            </span>
          ) : null}
        </Notice>
      ) : null}
      {data.reviewComment ? (
        <Notice tone="warning">
          <p className="font-semibold">{t("posts:reviewComment")}</p>
          <p className="whitespace-pre-line">{data.reviewComment}</p>
        </Notice>
      ) : null}
      <PostForm
        key={postId}
        kind={kind}
        postId={postId}
        value={data.value}
        version={version}
        backupKey={backupKeyOf(typedBy, postId)}
        partners={data.partners}
      />
      <div className="lg:pr-[20.25rem]">
        <Attachments postId={postId} attachments={data.attachments} mayChange />
      </div>
    </div>
  );
}
