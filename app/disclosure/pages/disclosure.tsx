import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { NextPage, Section, StateBadge } from "#app/ui/parts.tsx";
import { ScrollRegion } from "#app/ui/scroll-region.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { grantsOf } from "#app/disclosure/grant-views.server.ts";
import { decideGrant, openTo } from "#app/disclosure/grants.server.ts";
import { trailOf } from "#app/posts/disclosure/trail.server.ts";
import { organisationNamed, partnersFor } from "#app/organisations/queries.server.ts";
import { viewPost } from "#app/posts/queries.server.ts";
import { version } from "#app/kernel/version.ts";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { step, takesSteps, WrongFields } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, queryOf } from "#app/http/params.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { lineOf } from "#app/kernel/texts.ts";

const pageParameters = z.object({
  views: z.uuid().optional().catch(undefined),
  grants: z.uuid().optional().catch(undefined),
});

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const postId = idOfPath(params.postId);
  const viewer = await signedIn(context, request);
  const { services } = context;
  const asked = queryOf(request, pageParameters);
  const [post, grants, trail, partners] = await answering(
    Promise.all([
      viewPost(services, viewer, kind, postId),
      grantsOf(services, viewer, postId, { before: asked.grants, limit: 50 }),
      trailOf(services, viewer, postId, { before: asked.views, limit: 50 }),
      partnersFor(services, viewer),
    ]),
  );
  const { content, mayCopy } = post;
  return json(
    { post: { id: postId, kind, title: content.title }, mayKeep: mayCopy, grants, trail, partners },
    { headers: { "Cache-Control": "no-store" } },
  );
}

/** What a colleague changed meanwhile is read again, so that it stands on the page. */
export const shouldRevalidate = () => true;

const decide = (action: "open" | "refuse" | "revoke") =>
  step({
    fields: z.object({ grantId: z.uuid(), version }),
    run: ({ grantId, version: read }, { services, viewer }) =>
      decideGrant(services, viewer, grantId, { action, version: read }),
  });

export const action = takesSteps("signedIn", {
  words: { conflict: (t) => t("disclosure:gone") },
  steps: {
    openTo: step({
      fields: z.object({ organisation: lineOf(200) }),
      run: async ({ organisation }, { services, viewer, params, t }) => {
        const chosen = await organisationNamed(services, viewer, organisation);
        if (chosen === null)
          throw new WrongFields({ organisation: [t("disclosure:unknownOrganisation")] });
        await openTo(services, viewer, idOfPath(params.postId), chosen);
      },
    }),
    open: decide("open"),
    refuse: decide("refuse"),
    revoke: decide("revoke"),
  },
});

export const meta = ({ data }: { data: { post: { title: string } } | undefined }) =>
  pageTitle(data?.post.title);

export default function DisclosurePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { post, mayKeep, grants, trail, partners } = useLoaderData<typeof loader>();
  const path = `/${post.kind}s/${post.id}`;
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <header className="space-y-1">
        <p>
          <Link to={path} className="link">
            <span aria-hidden>←</span> {post.title}
          </Link>
        </p>
        <h1>{t("disclosure:trail")}</h1>
      </header>
      <LostRefusal />
      <Section
        title={t("disclosure:grants")}
        aside={
          <LinkButton to={`${path}/confidential`} look="secondary">
            {t("disclosure:keep")}
          </LinkButton>
        }
      >
        {grants.lines.length === 0 ? (
          <p className="text-ink-soft">{t("disclosure:noGrants")}</p>
        ) : (
          <ul className="divide-y divide-line">
            {grants.lines.map((grant) => (
              <li key={grant.id} className="space-y-2 py-3">
                <div className="flex flex-wrap items-baseline justify-between gap-2">
                  <Link to={`/organisations/${grant.organisationId}`} className="link font-medium">
                    {grant.organisationName}
                  </Link>
                  <StateBadge
                    state={grant.state === "requested" ? "pending" : grant.state}
                    label={t(`disclosure:ownState.${grant.state}`)}
                  />
                </div>
                {grant.message === "" ? null : <p>{grant.message}</p>}
                {grant.signerName && grant.acceptedAt ? (
                  <p className="text-sm break-all text-ink-soft">
                    {t("disclosure:signed", {
                      name: grant.signerName,
                      date: format.dateTime(grant.acceptedAt),
                    })}{" "}
                    · {grant.termsVersion} · {t("disclosure:termsHash")} {grant.termsHash}
                  </p>
                ) : null}
                {mayKeep ? <Decisions grant={grant} /> : null}
              </li>
            ))}
          </ul>
        )}
        <NextPage to={grants.next === null ? null : `?grants=${grants.next}`} />
        {mayKeep ? (
          <StepForm step="openTo" className="flex flex-wrap items-end gap-2">
            <div className="min-w-64 grow">
              <TextField
                field={{ id: "organisation", name: "organisation" }}
                label={t("disclosure:openToTitle")}
                hint={t("disclosure:openToHint")}
                list="partners"
                autoComplete="off"
                required
              />
              <datalist id="partners">
                {partners.map(({ id, name }) => (
                  <option key={id} value={name} />
                ))}
              </datalist>
            </div>
            <Button look="secondary">{t("disclosure:open")}</Button>
          </StepForm>
        ) : null}
      </Section>
      <Section title={t("disclosure:views")}>
        {trail.lines.length === 0 ? (
          <p className="text-ink-soft">{t("disclosure:noViews")}</p>
        ) : (
          <ScrollRegion label={t("disclosure:views")}>
            <table className="w-full text-left">
              <thead>
                <tr className="text-sm text-ink-soft">
                  <th className="py-1 pr-4 font-normal">{t("disclosure:when")}</th>
                  <th className="py-1 pr-4 font-normal">{t("disclosure:who")}</th>
                  <th className="py-1 font-normal">{t("disclosure:what")}</th>
                </tr>
              </thead>
              <tbody>
                {trail.lines.map((line) => (
                  <tr key={line.id} className="border-t border-line align-top">
                    <td className="py-1.5 pr-4 whitespace-nowrap">{format.dateTime(line.at)}</td>
                    <td className="py-1.5 pr-4">
                      {line.personName}
                      {line.organisationName === "" ? "" : ` · ${line.organisationName}`}
                    </td>
                    <td className="py-1.5">
                      {t(`disclosure:part.${line.part}`)}
                      {line.attachmentName === null ? "" : ` · ${line.attachmentName}`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        )}
        <NextPage to={trail.next === null ? null : `?views=${trail.next}`} />
      </Section>
    </div>
  );
}

type Grant = Awaited<ReturnType<typeof grantsOf>>["lines"][number];

function Decisions({ grant }: { grant: Grant }) {
  const { t } = useTranslation();
  const of = { row: { grantId: grant.id }, version: grant.version };
  const mayOpen = ["requested", "refused", "revoked"].includes(grant.state);
  const name = grant.organisationName;
  return (
    <div className="flex flex-wrap items-start gap-2">
      {mayOpen ? (
        <StepForm step="open" {...of}>
          <Button aria-label={t("disclosure:openNamed", { name })}>{t("disclosure:open")}</Button>
        </StepForm>
      ) : null}
      {grant.state === "requested" ? (
        <StepForm step="refuse" {...of}>
          <Button look="secondary">{t("disclosure:refuse")}</Button>
        </StepForm>
      ) : null}
      {grant.state === "opened" || grant.state === "accepted" ? (
        <ConfirmDialog
          action={t("disclosure:revoke")}
          title={t("disclosure:revokeTitle", { name })}
        >
          <StepForm step="revoke" {...of}>
            <Button look="danger">{t("disclosure:revoke")}</Button>
          </StepForm>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
