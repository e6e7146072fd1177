import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Badge, Notice, Section } from "#app/ui/parts.tsx";
import { reviewTasks } from "#app/challenges/evaluation.server.ts";
import { declareInterest, saveReview, submitReview } from "#app/challenges/experts.server.ts";
import { conflictInput, reviewInput } from "#app/challenges/inputs.ts";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import { reviewSchema, submittedReviewSchema } from "#app/challenges/ranking.ts";
import { OpenedProposalView } from "#app/challenges/parts/opened-proposal.tsx";
import { StepRefused, type RefusedStep } from "#app/challenges/parts/parts.tsx";
import { ReviewForm } from "#app/challenges/parts/review-form.tsx";
import { taking, unknownStep } from "./taking.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { typedHere } from "#app/forms/typed.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const address = new URL(request.url);
  const id = idOfPath(params.challengeId);
  const { found, tasks } = await answering(reviewTasks(services, viewer, id));
  const here = await typedHere(context, request, viewer, ["scores", "comment"]);
  const kept: RefusedStep | null = here.typed && {
    step: "save",
    errors: {},
    values: Object.fromEntries(here.typed),
  };
  return {
    id,
    challengeTitle: found.title,
    summary: found.terms.summary,
    milestones: found.terms.milestones,
    criteria: found.terms.criteria,
    open: found.state === "evaluation",
    tasks,
    kept,
    saved: address.searchParams.get("saved"),
    title: (await getT(request))("challenges:review.title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const { services } = context;
  const id = idOfPath(params.challengeId);
  const path = `/challenges/${id}/review`;
  let saved = "";
  const refused = await answering(
    taking(request, form, async (step, fields) => {
      if (step === "none")
        return declareInterest(services, viewer, {
          ...reviewInput.parse(fields),
          conflictReason: null,
        });
      if (step === "conflict") {
        const { reason, ...review } = conflictInput.parse(fields);
        return declareInterest(services, viewer, { ...review, conflictReason: reason });
      }
      if (step !== "save" && step !== "submit") return unknownStep();
      const { terms } = await viewChallenge(services, viewer, id);
      const { length } = terms.criteria;
      const typed = {
        scores: terms.criteria.map((_, index) => String(form.get(`scores.${index}`) ?? "").trim()),
        comment: fields.comment,
      };
      const review = reviewInput.parse(fields);
      if (step === "submit") {
        const parsed = submittedReviewSchema(length).parse(typed);
        await submitReview(services, viewer, { ...review, ...parsed });
      } else await saveReview(services, viewer, { ...review, ...reviewSchema.parse(typed) });
      saved = review.reviewId;
    }),
  );
  if (refused) return json(refused, { status: 422 });
  return redirect(saved === "" ? path : `${path}?saved=${saved}`);
}

export default function ReviewPage() {
  const { t } = useTranslation();
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = answer ?? data.kept;
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
      {data.kept && !answer ? (
        <Notice tone="success">{t("challenges:edit.restored")}</Notice>
      ) : null}
      {data.open ? null : <Notice>{t("challenges:review.over")}</Notice>}
      <StepRefused refused={answer} />
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
            <ReviewForm
              task={task}
              criteria={data.criteria}
              refused={refused?.values.reviewId === task.id ? refused : null}
            />
          ) : null}
        </Section>
      ))}
    </div>
  );
}
