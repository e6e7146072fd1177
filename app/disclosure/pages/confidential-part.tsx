import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { EmptyState, Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { receivedDisclosure } from "#app/disclosure/grant-views.server.ts";
import { acceptTerms, requestDisclosure } from "#app/disclosure/grants.server.ts";
import { acceptanceSchema, requestSchema, secretSchema } from "#app/posts/disclosure/schema.ts";
import { ownTerms, readSecret, saveSecret } from "#app/posts/disclosure/secret.server.ts";
import { recordViews } from "#app/posts/disclosure/trail.server.ts";
import { viewPost } from "#app/posts/queries.server.ts";
import { SecretForm } from "#app/disclosure/parts/secret-form.tsx";
import { ConfidentialityTermsForm } from "#app/disclosure/parts/terms-form.tsx";
import { Attachments } from "#app/posts/parts/attachments.tsx";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { useFormat } from "#app/i18n/use-format.ts";

const unstored = { headers: { "Cache-Control": "no-store" } };

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const postId = idOfPath(params.postId);
  const viewer = await signedIn(context, request);
  const { services } = context;
  const post = await answering(viewPost(services, viewer, kind, postId));
  const secret = await readSecret(services, viewer, postId);
  const page = {
    post: { id: postId, kind, title: post.content.title, own: post.own },
    mayKeep: post.mayCopy,
    secret,
    signer: viewer.name,
    organisationName: viewer.active?.name ?? null,
  };
  if (post.own) {
    const extraTerms = await ownTerms(services, viewer, postId);
    return json({ ...page, extraTerms, received: null }, unstored);
  }
  const received = await answering(receivedDisclosure(services, viewer, postId));
  if (post.secret === null && received.grant === null) throw new Response("", { status: 404 });
  if (secret)
    await recordViews(services, viewer, {
      postId,
      ownerOrganisationId: secret.organisationId,
      parts: ["confidential"],
    });
  return json({ ...page, extraTerms: "", received }, unstored);
}

export const headers = () => ({ "Cache-Control": "no-store" });

/** What a colleague wrote, or the owner decided, meanwhile is read again when a form is refused. */
export const shouldRevalidate = () => true;

interface Saved {
  /** The revision that was kept. */
  saved: number;
}

export const action = takesSteps<Saved>("signedIn", {
  words: { conflict: (t) => t("disclosure:changed") },
  steps: {
    save: step({
      fields: secretSchema,
      words: { conflict: (t) => t("disclosure:lost") },
      run: async (secret, { services, viewer, params }) => {
        const saved = await saveSecret(services, viewer, idOfPath(params.postId), secret);
        return { shown: { saved } };
      },
    }),
    request: step({
      fields: requestSchema,
      run: (fields, { services, viewer, params }) =>
        requestDisclosure(services, viewer, idOfPath(params.postId), fields),
    }),
    accept: step({
      fields: acceptanceSchema,
      run: (signed, { services, viewer, params }) =>
        acceptTerms(services, viewer, idOfPath(params.postId), signed),
    }),
  },
});

export const meta = ({ data }: { data: { post: { title: string } } | undefined }) =>
  pageTitle(data?.post.title);

export default function ConfidentialPart() {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useNavigation().state !== "idle";
  const page = useLoaderData<typeof loader>();
  const { post, secret, received } = page;
  const path = `/${post.kind}s/${post.id}`;
  const grant = received?.grant ?? null;
  const mayAsk = grant === null || grant.state === "refused" || grant.state === "revoked";
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <header className="space-y-1">
        <p>
          <Link to={path} className="link">
            <span aria-hidden>←</span> {post.title}
          </Link>
        </p>
        <h1>{t("disclosure:title")}</h1>
        {post.own ? <p className="text-ink-soft">{t("disclosure:ownHint")}</p> : null}
      </header>
      <LostRefusal />
      {post.own && page.mayKeep ? (
        <>
          <SecretForm
            value={{ confidential: secret?.confidential ?? "", extraTerms: page.extraTerms }}
            revision={secret?.revision ?? 0}
          />
          <Attachments
            postId={post.id}
            attachments={secret?.attachments ?? []}
            mayChange
            confidential
          />
          <LinkButton to={`${path}/disclosure`} look="secondary">
            {t("disclosure:trail")}
          </LinkButton>
        </>
      ) : null}
      {grant && grant.state !== "accepted" ? (
        <Notice>{t(`disclosure:state.${grant.state}`)}</Notice>
      ) : null}
      {received?.terms && grant && page.organisationName !== null ? (
        <ConfidentialityTermsForm
          terms={received.terms}
          version={grant.version}
          organisationName={page.organisationName}
          signerName={page.signer}
        />
      ) : null}
      {secret && !(post.own && page.mayKeep) ? (
        <>
          <Section title={t("disclosure:text")}>
            <p className="max-w-[75ch] whitespace-pre-line">
              {secret.confidential || t("disclosure:ownNone")}
            </p>
            {grant?.signerName && grant.acceptedAt ? (
              <p className="text-sm text-ink-soft">
                {t("disclosure:signed", {
                  name: grant.signerName,
                  date: format.dateTime(grant.acceptedAt),
                })}{" "}
                {t("disclosure:recorded")}
              </p>
            ) : null}
          </Section>
          <Attachments
            postId={post.id}
            attachments={secret.attachments}
            mayChange={false}
            confidential
          />
        </>
      ) : null}
      {post.own || !mayAsk ? null : page.organisationName === null ? (
        <EmptyState title={t("disclosure:noOrganisation")}>
          <LinkButton to="/organisations/new">{t("common:nav.newOrganisation")}</LinkButton>
        </EmptyState>
      ) : (
        <Section title={t("disclosure:ask")}>
          <p>{t("disclosure:hidden")}</p>
          <StepForm step="request" className="space-y-3">
            <TextArea
              field={{ id: "message", name: "message" }}
              label={t("disclosure:askMessage")}
              hint={t("disclosure:askHint")}
              limit={1000}
            />
            <Button pending={busy}>{t("disclosure:ask")}</Button>
          </StepForm>
        </Section>
      )}
    </div>
  );
}
