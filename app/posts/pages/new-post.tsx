import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState, Notice } from "#app/ui/parts.tsx";
import { draftSchema } from "#app/posts/content.ts";
import { partnersFor } from "#app/organisations/queries.server.ts";
import { mayWriteFor } from "#app/kernel/viewer.ts";
import { backupKeyOf } from "#app/posts/parts/draft-backup.tsx";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { PostForm } from "#app/posts/parts/post-form.tsx";
import { resultOfFields, savePost } from "./save.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { typedHere } from "#app/forms/typed.server.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const viewer = await signedIn(context, request);
  const { services } = context;
  const fields = Object.keys(draftSchema(kind).shape);
  const here = await typedHere(context, request, viewer, fields);
  const t = await getT(request);
  return {
    kind,
    typedBy: viewer.userId,
    organisation: viewer.active,
    mayWrite: viewer.active !== null && mayWriteFor(viewer, viewer.active.organisationId),
    partners: await partnersFor(services, viewer),
    kept: here.typed && resultOfFields(kind, here.typed),
    title: kind === "need" ? t("posts:newNeed") : t("posts:newResult"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const outcome = await answering(
    savePost(context.services, viewer, request, { kind, postId: null, form }),
  );
  return "goTo" in outcome ? redirect(outcome.goTo) : json(outcome);
}

export default function NewPost() {
  const { t } = useTranslation();
  const { kind, typedBy, organisation, mayWrite, partners, kept, title } =
    useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  if (!organisation)
    return (
      <EmptyState isPage title={title} text={t("organisations:notMember")}>
        <LinkButton to="/organisations/new">{t("organisations:new")}</LinkButton>
      </EmptyState>
    );
  if (!mayWrite) return <EmptyState isPage title={title} text={t("posts:readOnly")} />;
  return (
    <div className="mx-auto max-w-4xl space-y-5 lg:max-w-6xl">
      <h1>{title}</h1>
      <p className="text-ink-soft">{t("common:nav.actingFor", { name: organisation.name })}</p>
      {kept && !outcome ? <Notice tone="success">{t("posts:rescued")}</Notice> : null}
      <PostForm
        kind={kind}
        postId={null}
        value={{ visibility: "public", contactName: "" }}
        lastResult={outcome?.result ?? kept ?? undefined}
        revision={null}
        backupKey={backupKeyOf(typedBy, `new:${kind}`)}
        partners={partners}
      />
    </div>
  );
}
