import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { EmptyState, Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { receivedDisclosure } from "#app/disclosure/grant-views.server.ts";
import { acceptTerms, requestDisclosure } from "#app/disclosure/grants.server.ts";
import { acceptanceSchema, requestSchema, secretSchema } from "#app/posts/disclosure/schema.ts";
import { ownTerms, readSecret, saveSecret } from "#app/posts/disclosure/secret.server.ts";
import { recordViews } from "#app/posts/disclosure/trail.server.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import { viewPost } from "#app/posts/queries.server.ts";
import { SecretForm } from "#app/disclosure/parts/secret-form.tsx";
import { ConfidentialityTermsForm } from "#app/disclosure/parts/terms-form.tsx";
import { Attachments } from "#app/posts/parts/attachments.tsx";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, issueMessage } from "#app/i18n/issues.ts";
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

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const kind = kindOfPath(params.kinds);
  const postId = idOfPath(params.postId);
  const viewer = await signedIn(context, request);
  const { services } = context;
  const t = await getT(request);
  const fields = Object.fromEntries(form);
  const here = `/${kind}s/${postId}/confidential`;
  const none: Answer = { saved: null, error: null, errors: {}, message: "", signerName: "" };
  const refused = (answer: Partial<Answer>) => json({ ...none, ...answer }, { status: 422 });
  try {
    switch (form.get("step")) {
      case "save": {
        const parsed = secretSchema.safeParse(fields);
        if (!parsed.success) return refused({ error: firstIssue(parsed.error.issues, t) });
        const saved = await saveSecret(services, viewer, postId, parsed.data);
        return json({ ...none, saved });
      }
      case "request": {
        const parsed = requestSchema.safeParse(fields);
        if (!parsed.success)
          return refused({
            errors: { message: [firstIssue(parsed.error.issues, t)] },
            message: String(form.get("message") ?? ""),
          });
        await requestDisclosure(services, viewer, postId, parsed.data);
        return redirect(here);
      }
      case "accept": {
        const parsed = acceptanceSchema.safeParse(fields);
        const signerName = String(form.get("signerName") ?? "");
        if (!parsed.success) {
          const errors: Record<string, string[]> = {};
          for (const issue of parsed.error.issues)
            errors[String(issue.path[0])] = [issueMessage(issue, t)];
          return refused({ errors, signerName });
        }
        await acceptTerms(services, viewer, postId, parsed.data);
        return redirect(here);
      }
      default:
        throw new Response("", { status: 400 });
    }
  } catch (error) {
    if (!isRefusal(error) || error.status === 404 || error.status === 403)
      return answering(Promise.reject(error as Error));
    const words =
      error.code !== "conflict"
        ? errorText(t, error.code)
        : t(form.get("step") === "save" ? "disclosure:lost" : "disclosure:changed");
    return refused({ error: words, signerName: String(form.get("signerName") ?? "") });
  }
}

interface Answer {
  saved: number | null;
  error: string | null;
  errors: { message?: string[]; agreed?: string[]; signerName?: string[] };
  message: string;
  signerName: string;
}

const firstIssue = (
  issues: Parameters<typeof issueMessage>[0][],
  t: Parameters<typeof issueMessage>[1],
): string => (issues[0] ? issueMessage(issues[0], t) : t("errors:invalid"));

export const meta = ({ data }: { data: { post: { title: string } } | undefined }) =>
  pageTitle(data?.post.title);

export default function ConfidentialPart() {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useNavigation().state !== "idle";
  const page = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
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
      {refused?.error && !post.own ? <Notice tone="danger">{refused.error}</Notice> : null}
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
          signerName={refused?.signerName || page.signer}
          errors={refused?.errors ?? {}}
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
              field={{ id: "message", name: "message", errors: refused?.errors.message }}
              label={t("disclosure:askMessage")}
              hint={t("disclosure:askHint")}
              maxLength={1000}
              defaultValue={refused?.message ?? ""}
            />
            <Button pending={busy}>{t("disclosure:ask")}</Button>
          </StepForm>
        </Section>
      )}
    </div>
  );
}
