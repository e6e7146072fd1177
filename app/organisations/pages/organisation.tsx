import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { ExternalLink } from "#app/ui/external-link.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { Badge, EmptyState, Facts, Notice, VerifiedMark } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { blockOrganisation, blockSchema, listBlocks } from "#app/blocks/blocks.server.ts";
import { answersOf } from "#app/organisations/answer-rate.server.ts";
import { publicOrganisation } from "#app/organisations/queries.server.ts";
import { postsOf } from "#app/search/search.server.ts";
import { publishedStories } from "#app/stories/queries.server.ts";
import { verifiedBy } from "#app/verification/queries.server.ts";
import { belongsTo } from "#app/kernel/viewer.ts";
import { ResultLine } from "#app/search/parts/result-line.tsx";
import { StoryCards } from "#app/stories/parts/story-cards.tsx";
import { AnswerHabitText } from "#app/organisations/parts/answer-habit.tsx";
import { VerifiedFact } from "#app/verification/parts/verified-fact.tsx";
import { answering } from "#app/http/answers.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { pageTitle } from "#app/http/meta.ts";
import { codeName } from "#app/i18n/codes.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { useRoom } from "#realtime/client.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";

const storiesShown = 3;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const { services } = context;
  const organisationId = idOfPath(params.organisationId);
  const organisation = await answering(publicOrganisation(services, organisationId));
  const [lines, verification, answers, stories, blocks] = await Promise.all([
    postsOf(services, viewer, organisationId),
    organisation.verified ? verifiedBy(services, organisationId) : null,
    answersOf(services, organisationId),
    publishedStories(services, { organisationId, limit: storiesShown }),
    viewer ? listBlocks(services, viewer) : [],
  ]);
  const own = belongsTo(viewer, organisationId);
  return {
    organisation,
    lines,
    verification,
    answers,
    stories: stories.lines,
    own,
    blocked: blocks.some((block) => block.organisationId === organisationId),
    mayBlock: !own && viewer?.active !== undefined && viewer?.active?.role !== "reader",
  };
}

export const meta = ({ data }: { data: { organisation: { name: string } } | undefined }) =>
  pageTitle(data?.organisation.name);

export const action = takesSteps("signedIn", {
  steps: {
    block: step({
      fields: blockSchema,
      run: (fields, { services, viewer, params }) =>
        blockOrganisation(services, viewer, idOfPath(params.organisationId), fields),
    }),
  },
});

export default function OrganisationPage() {
  const { t } = useTranslation();
  const data = useLoaderData<typeof loader>();
  const root = useRouteLoaderData<typeof rootLoader>("root");
  const { organisation, lines } = data;
  const signedInPerson = Boolean(root?.viewer);
  useRoom(signedInPerson ? "stories" : null);
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <LostRefusal />
      <div className="flex flex-wrap items-center gap-2">
        <Badge>{codeName(t, "organisationKinds", organisation.kind)}</Badge>
        {organisation.verified ? <VerifiedMark /> : null}
      </div>
      <h1>{organisation.name}</h1>
      {data.blocked ? (
        <Notice tone="warning">
          {t("trust:block.blocked")}{" "}
          <Link to="/organisation/blocked" className="link">
            {t("trust:block.manage")}
          </Link>
        </Notice>
      ) : null}
      <div className="card">
        <Facts
          facts={[
            [t("organisations:nameEn"), organisation.nameEn],
            [
              t("organisations:region"),
              organisation.region === null ? null : codeName(t, "regions", organisation.region),
            ],
            [
              t("trust:verification.title"),
              data.verification ? <VerifiedFact verification={data.verification} /> : null,
            ],
            [t("trust:answers.title"), <AnswerHabitText key="answers" habit={data.answers} />],
            [t("organisations:profile"), organisation.profile],
            [
              t("organisations:website"),
              organisation.website === "" ? null : (
                <ExternalLink key="website" href={organisation.website} />
              ),
            ],
          ]}
        />
      </div>
      {signedInPerson && !data.own ? (
        <div className="flex flex-wrap items-center gap-3">
          {data.mayBlock && !data.blocked ? <BlockButton /> : null}
          <Link
            to={`/reports/new?kind=organisation&id=${organisation.id}`}
            className="link text-sm"
          >
            {t("trust:report.link")}
          </Link>
        </div>
      ) : null}
      {data.stories.length > 0 ? (
        <>
          <h2>{t("stories:title")}</h2>
          <StoryCards stories={data.stories} />
        </>
      ) : null}
      <h2>{t("organisations:posts")}</h2>
      {lines.length === 0 ? <EmptyState title={t("organisations:noPosts")} /> : null}
      {lines.map((line) => (
        <ResultLine key={line.id} line={line} />
      ))}
    </div>
  );
}

function BlockButton() {
  const { t } = useTranslation();
  const given = useGivenForm({ step: "block" });
  return (
    <ConfirmDialog
      action={t("trust:block.action")}
      title={t("trust:block.action")}
      look="secondary"
      open={given !== null}
    >
      <StepForm step="block" className="space-y-4">
        <p>{t("trust:block.text")}</p>
        <TextField
          field={{ id: "note", name: "note" }}
          label={t("trust:block.note")}
          needed={false}
          limit={500}
        />
        <Button look="danger">{t("trust:block.action")}</Button>
      </StepForm>
    </ConfirmDialog>
  );
}
