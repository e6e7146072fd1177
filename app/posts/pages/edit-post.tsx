import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useLocation, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { attachmentsOf } from "#app/posts/attachment-lines.server.ts";
import { partnersFor } from "#app/organisations/queries.server.ts";
import { formContent } from "#app/posts/commands.server.ts";
import { submissionIssues, draftSchema } from "#app/posts/content.ts";
import { postForEditing } from "#app/posts/queries.server.ts";
import { Attachments } from "#app/posts/parts/attachments.tsx";
import { backupKeyOf, useForgottenBackups } from "#app/posts/parts/draft-backup.tsx";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { PostForm } from "#app/posts/parts/post-form.tsx";
import { resultOfFields, savePost } from "./save.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { typedHere } from "#app/forms/typed.server.ts";
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
  const fields = Object.keys(draftSchema(kind).shape);
  const here = await typedHere(context, request, viewer, fields);
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
    kept: here.typed && resultOfFields(kind, here.typed),
    title: kind === "need" ? t("posts:editNeed") : t("posts:editResult"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const outcome = await answering(
    savePost(context.services, viewer, request, { kind, postId: idOfPath(params.postId), form }),
  );
  return "goTo" in outcome ? redirect(outcome.goTo) : json(outcome);
}

export default function EditPost() {
  const { t } = useTranslation();
  const data = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  const { kind, postId, typedBy, saved, kept } = data;
  const { key } = useLocation();
  const busy = useNavigation().state !== "idle";
  /**
   * News reloads this page's data while a person types; the revision stays the
   * one that the person started from, so that a colleague's text is not overwritten.
   */
  const [startedFrom, setStartedFrom] = useState({ key, revision: data.revision });
  if (startedFrom.key !== key && !outcome) setStartedFrom({ key, revision: data.revision });
  useForgottenBackups({ kind, postId, typedBy, saved, revision: data.revision });
  return (
    <div className="mx-auto max-w-4xl space-y-5 lg:max-w-6xl">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h1>{data.title}</h1>
        <Link to={`/${kind}s/${postId}?view=draft`} className="link">
          {t("common:action.view")}
        </Link>
      </div>
      {saved && !outcome ? <Notice tone="success">{t("posts:draftSaved")}</Notice> : null}
      {kept && !outcome ? <Notice tone="success">{t("posts:rescued")}</Notice> : null}
      {outcome?.result.error?.[""] ? (
        <Notice tone="danger">
          {outcome.result.error[""].join(" ")}{" "}
          {outcome.conflict ? (
            <span className="mt-2 flex flex-wrap items-center gap-3">
              <a
                href={`/${kind}s/${postId}?view=draft`}
                target="_blank"
                rel="noreferrer"
                className="link"
              >
                {t("posts:openLatest")}
              </a>
              <button
                form="post"
                name="overRevision"
                value={data.revision}
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
        lastResult={outcome?.result ?? kept ?? undefined}
        revision={startedFrom.revision}
        backupKey={backupKeyOf(typedBy, postId)}
        partners={data.partners}
      />
      <div className="lg:pr-[20.25rem]">
        <Attachments postId={postId} attachments={data.attachments} mayChange />
      </div>
    </div>
  );
}
