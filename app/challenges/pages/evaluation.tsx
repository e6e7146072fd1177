import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice, Section } from "#app/ui/parts.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { findExperts, viewEvaluation } from "#app/challenges/evaluation.server.ts";
import { assignInput, removeInput, stepInput } from "#app/challenges/inputs.ts";
import { assignExpert, conclude, removeReview } from "#app/challenges/organizer.server.ts";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import { AssignBox } from "#app/challenges/parts/assign-box.tsx";
import { OpenedProposalView } from "#app/challenges/parts/opened-proposal.tsx";
import { ChallengeBadge, ConfirmedStep } from "#app/challenges/parts/parts.tsx";
import { RankingTable } from "#app/challenges/parts/ranking-table.tsx";
import { ReviewLines } from "#app/challenges/parts/review-lines.tsx";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const id = idOfPath(params.challengeId);
  const challenge = await answering(viewChallenge(services, viewer, id));
  const evaluation = await answering(viewEvaluation(services, viewer, id));
  const t = await getT(request);
  const sought = parametersOf(request).get("q") ?? "";
  return {
    challenge,
    evaluation,
    sought,
    people: challenge.may.includes("assign") ? await findExperts(services, viewer, sought) : [],
    title: challenge.oversees
      ? t("challenges:evaluation.title")
      : t("challenges:evaluation.proposalsTitle"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesSteps("signedIn", {
  steps: {
    assign: step({
      fields: assignInput,
      checkedInBrowser: true,
      run: (input, { services, viewer, params }) =>
        assignExpert(services, viewer, idOfPath(params.challengeId), input),
    }),
    remove: step({
      fields: removeInput,
      run: (input, { services, viewer, params }) =>
        removeReview(services, viewer, idOfPath(params.challengeId), input),
    }),
    conclude: step({
      fields: stepInput,
      run: ({ version }, { services, viewer, params }) =>
        conclude(services, viewer, idOfPath(params.challengeId), version),
    }),
  },
});

export default function EvaluationPage() {
  const { t } = useTranslation();
  const { challenge, evaluation, sought, people, title } = useLoaderData<typeof loader>();
  useRoom(`challenge:${challenge.id}`);
  const { proposals, reviews, ranking } = evaluation;
  const assigns = challenge.may.includes("assign");
  const nameOf = (proposalId: string) =>
    proposals.find(({ id }) => id === proposalId)?.behind?.organisationName;
  return (
    <div className="space-y-5">
      <header className="space-y-1">
        <ChallengeBadge state={challenge.state} />
        <h1>{title}</h1>
        <p>
          <Link to={`/challenges/${challenge.id}`} className="link">
            {challenge.title}
          </Link>
        </p>
      </header>
      <LostRefusal />
      {challenge.state === "evaluation" ? (
        <Notice>
          {challenge.oversees
            ? t("challenges:evaluation.hiddenNames")
            : t("challenges:evaluation.waitNames")}
        </Notice>
      ) : null}
      {ranking ? (
        <Section title={t("challenges:evaluation.ranking")}>
          <RankingTable
            rows={ranking.map((row) => ({ ...row, organisationName: nameOf(row.proposalId) }))}
          />
        </Section>
      ) : null}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="order-last min-w-0 space-y-5 lg:order-none">
          {proposals.map((proposal) => (
            <Section
              key={proposal.id}
              title={t("challenges:evaluation.label", { label: proposal.label })}
            >
              <OpenedProposalView proposal={proposal} milestones={challenge.terms.milestones} />
            </Section>
          ))}
        </div>
        <div className="min-w-0 space-y-5">
          {assigns ? (
            <AssignBox
              sought={sought}
              people={people}
              proposals={proposals}
              version={challenge.version}
            />
          ) : null}
          {assigns || ranking ? (
            <ReviewLines
              proposals={proposals}
              reviews={reviews}
              wanted={challenge.reviewsWanted}
              version={assigns ? challenge.version : null}
            />
          ) : null}
          {challenge.may.includes("conclude") ? (
            <ConfirmedStep
              step="conclude"
              version={challenge.version}
              label={t("challenges:evaluation.conclude")}
              text={t("challenges:evaluation.concludeText")}
            />
          ) : null}
        </div>
      </div>
    </div>
  );
}
