import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice, Section } from "#app/ui/parts.tsx";
import { findExperts, viewEvaluation } from "#app/challenges/evaluation.server.ts";
import { assignInput, removeInput, stepInput } from "#app/challenges/inputs.ts";
import { assignExpert, conclude, removeReview } from "#app/challenges/organizer.server.ts";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import { AssignBox } from "#app/challenges/parts/assign-box.tsx";
import { OpenedProposalView } from "#app/challenges/parts/opened-proposal.tsx";
import { ChallengeBadge, ConfirmedStep, StepRefused } from "#app/challenges/parts/parts.tsx";
import { RankingTable } from "#app/challenges/parts/ranking-table.tsx";
import { ReviewLines } from "#app/challenges/parts/review-lines.tsx";
import { taking, unknownStep } from "./taking.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
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

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedIn(context, request);
  const form = await formOf(request);
  const { services } = context;
  const id = idOfPath(params.challengeId);
  const refused = await answering(
    taking(request, form, async (step, fields) => {
      switch (step) {
        case "assign":
          return assignExpert(services, viewer, id, assignInput.parse(fields));
        case "remove":
          return removeReview(services, viewer, id, removeInput.parse(fields));
        case "conclude":
          return conclude(services, viewer, id, stepInput.parse(fields).version);
        default:
          return unknownStep();
      }
    }),
  );
  return refused ? json(refused, { status: 422 }) : redirect(`/challenges/${id}/evaluation`);
}

export default function EvaluationPage() {
  const { t } = useTranslation();
  const { challenge, evaluation, sought, people, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
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
      <StepRefused refused={refused} />
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
              refused={refused}
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
