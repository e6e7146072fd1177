import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Badge, Notice, Section } from "#app/ui/parts.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { reviewTasks } from "#app/challenges/evaluation.server.ts";
import { declareInterest, saveReview, submitReview } from "#app/challenges/experts.server.ts";
import { conflictInput, reviewInput } from "#app/challenges/inputs.ts";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import { reviewSchema, submittedReviewSchema } from "#app/challenges/ranking.ts";
import { OpenedProposalView } from "#app/challenges/parts/opened-proposal.tsx";
import { ReviewForm } from "#app/challenges/parts/review-form.tsx";
import { step, takesSteps, type Asked } from "#app/forms/steps.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const address = new URL(request.url);
  const id = idOfPath(params.challengeId);
  const { found, tasks } = await answering(reviewTasks(services, viewer, id));
  return {
    id,
    challengeTitle: found.title,
    summary: found.terms.summary,
    milestones: found.terms.milestones,
    criteria: found.terms.criteria,
    open: found.state === "evaluation",
    tasks,
    saved: address.searchParams.get("saved"),
    title: (await getT(request))("challenges:review.title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

const scored = async ({ services, viewer, params }: Asked) => {
  const { terms } = await viewChallenge(services, viewer, idOfPath(params.challengeId));
  return z.intersection(reviewInput, submittedReviewSchema(terms.criteria.length));
};

export const action = takesSteps("signedIn", {
  steps: {
    none: step({
      fields: reviewInput,
      run: (review, { services, viewer }) =>
        declareInterest(services, viewer, { ...review, conflictReason: null }),
    }),
    conflict: step({
      fields: conflictInput,
      run: ({ reason, ...review }, { services, viewer }) =>
        declareInterest(services, viewer, { ...review, conflictReason: reason }),
    }),
    save: step({
      fields: z.intersection(reviewInput, reviewSchema),
      run: async (review, { services, viewer, path }) => {
        await saveReview(services, viewer, review);
        return `${path}?saved=${review.reviewId}`;
      },
    }),
    submit: step({
      fields: scored,
      run: async (review, { services, viewer, path }) => {
        await submitReview(services, viewer, review);
        return `${path}?saved=${review.reviewId}`;
      },
    }),
  },
});

export default function ReviewPage() {
  const { t } = useTranslation();
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  useRoom(`challenge:${data.id}`);
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <header className="space-y-1">
        <h1>{data.title}</h1>
        <p>
          <Link to={`/challenges/${data.id}`} className="link">
            {data.challengeTitle}
          </Link>
        </p>
      </header>
      {data.open ? null : <Notice>{t("challenges:review.over")}</Notice>}
      <LostRefusal />
      {data.tasks.map((task) => (
        <Section
          key={task.id}
          title={t("challenges:evaluation.label", { label: task.label })}
          aside={<Badge>{t(`challenges:reviewState.${task.state}`)}</Badge>}
        >
          {data.saved === task.id && task.state === "open" && !answer ? (
            <Notice tone="success">{t("challenges:review.saved")}</Notice>
          ) : null}
          {task.proposal ? (
            <OpenedProposalView proposal={task.proposal} milestones={data.milestones} warns />
          ) : null}
          {data.open || task.state === "submitted" ? (
            <ReviewForm task={task} criteria={data.criteria} />
          ) : null}
        </Section>
      ))}
    </div>
  );
}
