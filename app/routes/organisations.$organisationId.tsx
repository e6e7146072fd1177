import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Badge, EmptyState, Facts, VerifiedMark } from "#app/components/parts.tsx";
import { publicOrganisation } from "#app/domain/organisations/queries.server.ts";
import { postsOf } from "#app/domain/search/search.server.ts";
import { ResultLine } from "#app/features/search/result-line.tsx";
import { answering } from "#app/http/answers.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { pageTitle } from "#app/http/meta.ts";
import { codeName } from "#app/i18n/codes.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const organisationId = idOfPath(params.organisationId);
  const organisation = await answering(publicOrganisation(context.services, organisationId));
  const lines = await postsOf(context.services, viewer, organisationId);
  return { organisation, lines };
}

export const meta = ({ data }: { data: { organisation: { name: string } } | undefined }) =>
  pageTitle(data?.organisation.name);

export default function OrganisationPage() {
  const { t } = useTranslation();
  const { organisation, lines } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <div className="flex flex-wrap items-center gap-2">
        <Badge>{codeName(t, "organisationKinds", organisation.kind)}</Badge>
        {organisation.verified ? <VerifiedMark /> : null}
      </div>
      <h1>{organisation.name}</h1>
      <div className="card">
        <Facts
          facts={[
            [t("organisations:nameEn"), organisation.nameEn],
            [
              t("organisations:region"),
              organisation.region === null ? null : codeName(t, "regions", organisation.region),
            ],
            [t("organisations:profile"), organisation.profile],
            [
              t("organisations:website"),
              organisation.website === "" ? null : (
                <a href={organisation.website} rel="noreferrer">
                  {organisation.website}
                </a>
              ),
            ],
          ]}
        />
      </div>
      <h2>{t("organisations:posts")}</h2>
      {lines.length === 0 ? <EmptyState title={t("organisations:noPosts")} /> : null}
      {lines.map((line) => (
        <ResultLine key={line.id} line={line} />
      ))}
    </div>
  );
}
