import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState, Notice } from "#app/ui/parts.tsx";
import { partnersFor } from "#app/organisations/queries.server.ts";
import { mayWriteFor } from "#app/kernel/viewer.ts";
import { acceptedWordForms } from "#app/files/limits.ts";
import { UploadForm } from "#app/files/parts/upload-form.tsx";
import { FilledNotice } from "#app/posts/parts/filled-notice.tsx";
import { fromFileIn } from "#app/posts/parts/from-file.ts";
import { backupKeyOf } from "#app/posts/parts/draft-backup.tsx";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { PostForm, postForm } from "#app/posts/parts/post-form.tsx";
import { takesPostForm } from "./save.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const viewer = await signedIn(context, request);
  const { services } = context;
  const t = await getT(request);
  return {
    kind,
    typedBy: viewer.userId,
    organisation: viewer.active,
    mayWrite: viewer.active !== null && mayWriteFor(viewer, viewer.active.organisationId),
    partners: await partnersFor(services, viewer),
    title: kind === "need" ? t("posts:newNeed") : t("posts:newResult"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesPostForm;

export default function NewPost() {
  const { t } = useTranslation();
  const given = useGivenForm(postForm);
  const ofForm = given?.errors[""];
  const from = fromFileIn(given?.typed);
  const { kind, typedBy, organisation, mayWrite, partners, title } = useLoaderData<typeof loader>();
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
      {ofForm ? <Notice tone="danger">{ofForm.join(" ")}</Notice> : null}
      {from ? (
        <FilledNotice from={from} />
      ) : (
        <details className="card">
          <summary className="link cursor-pointer">
            {t(kind === "need" ? "posts:fromFile.openNeed" : "posts:fromFile.openResult")}
          </summary>
          <div className="mt-3">
            <UploadForm
              id="word-form"
              action={`/${kind}s/new/file`}
              accepted={acceptedWordForms}
              label={t("posts:fromFile.label")}
              hint={t("posts:fromFile.hint")}
              submit={t("posts:fromFile.submit")}
            />
          </div>
        </details>
      )}
      <PostForm
        key={from?.file ?? ""}
        keptWords={from ? null : undefined}
        kind={kind}
        postId={null}
        value={{ visibility: "public", contactName: "" }}
        version={null}
        backupKey={backupKeyOf(typedBy, `new:${kind}`)}
        partners={partners}
      />
    </div>
  );
}
