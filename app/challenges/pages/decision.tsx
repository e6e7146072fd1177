import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Choices, TextArea } from "#app/ui/fields.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { viewEvaluation } from "#app/challenges/evaluation.server.ts";
import { decisionInput, stepInput } from "#app/challenges/inputs.ts";
import { decide, moveOn } from "#app/challenges/owner.server.ts";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import { ChallengeBadge, ChallengeStep } from "#app/challenges/parts/parts.tsx";
import { RankingTable } from "#app/challenges/parts/ranking-table.tsx";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const id = idOfPath(params.challengeId);
  const challenge = await answering(viewChallenge(services, viewer, id));
  if (!challenge.own) throw new Response("", { status: 403 });
  return {
    challenge,
    evaluation: await answering(viewEvaluation(services, viewer, id)),
    title: (await getT(request))("challenges:decision.title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesSteps("signedIn", {
  steps: {
    decide: step({
      fields: decisionInput,
      run: ({ winner, ...decision }, { services, viewer, params }) =>
        decide(services, viewer, idOfPath(params.challengeId), { ...decision, winnerId: winner }),
    }),
    reconsider: step({
      fields: stepInput,
      run: ({ version }, { services, viewer, params }) =>
        moveOn(services, viewer, idOfPath(params.challengeId), "reconsider", version),
    }),
  },
});

export default function DecisionPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { challenge, evaluation, title } = useLoaderData<typeof loader>();
  const { ranking, proposals } = evaluation;
  const nameOf = (proposalId: string) =>
    proposals.find(({ id }) => id === proposalId)?.behind?.organisationName ?? "";
  return (
    <div className="mx-auto max-w-4xl space-y-5">
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
      {ranking ? (
        <Section
          title={t("challenges:evaluation.ranking")}
          aside={
            <Link to={`/challenges/${challenge.id}/evaluation`} className="link">
              {t("challenges:evaluation.read")}
            </Link>
          }
        >
          <RankingTable
            rows={ranking.map((row) => ({ ...row, organisationName: nameOf(row.proposalId) }))}
          />
        </Section>
      ) : (
        <Notice>{t("challenges:decision.waiting")}</Notice>
      )}
      {challenge.may.includes("decide") && ranking ? (
        <Section title={title}>
          <ChallengeStep
            step="decide"
            version={challenge.version}
            label={t("challenges:decision.submit")}
          >
            <Choices
              kind="radio"
              field={{ id: "winner", name: "winner" }}
              label={t("challenges:decision.choose")}
              options={[
                ...ranking.map(({ proposalId, rank, label, mean, price }) => ({
                  value: proposalId,
                  label: t("challenges:decision.option", {
                    rank,
                    label,
                    name: nameOf(proposalId),
                    mean: mean ?? "—",
                    price: format.money(price),
                  }),
                })),
                { value: "none", label: t("challenges:decision.none") },
              ]}
              chosen={[]}
            />
            <TextArea
              field={{ id: "reasons", name: "reasons" }}
              label={t("challenges:decision.reasons")}
              hint={t("challenges:decision.reasonsHint")}
              limit={4000}
            />
            <p className="text-sm text-ink-soft">{t("challenges:decision.submitText")}</p>
          </ChallengeStep>
        </Section>
      ) : null}
      {challenge.state === "decided" ? (
        <Notice tone="success">{t("challenges:decision.made")}</Notice>
      ) : null}
      {challenge.may.includes("reconsider") ? (
        <ChallengeStep
          step="reconsider"
          version={challenge.version}
          look="secondary"
          label={t("challenges:action.reconsider")}
        />
      ) : null}
    </div>
  );
}
