import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import { Facts, Notice, Section } from "#app/ui/parts.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { approveInput, returnInput, stepInput, withdrawInput } from "#app/challenges/inputs.ts";
import { announceOutcome, approveTerms, returnTerms } from "#app/challenges/organizer.server.ts";
import { moveOn, recallTerms, withdrawChallenge } from "#app/challenges/owner.server.ts";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import { ChallengeActions } from "#app/challenges/parts/challenge-actions.tsx";
import { ChallengeBadge } from "#app/challenges/parts/parts.tsx";
import { TermsView } from "#app/challenges/parts/terms-view.tsx";
import { Timeline } from "#app/challenges/parts/timeline.tsx";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";
import { answering } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const id = idOfPath(params.challengeId);
  return { challenge: await answering(viewChallenge(context.services, viewer, id)) };
}

/** A guest's page depends on nothing but its address and the language. */
export const handle = { sameForGuests: true };

export const meta = ({ data }: { data: { challenge: { title: string } } | undefined }) =>
  pageTitle(data?.challenge.title);

const move = (action: "carryOut" | "accept") =>
  step({
    fields: stepInput,
    run: ({ version }, { services, viewer, params }) =>
      moveOn(services, viewer, idOfPath(params.challengeId), action, version),
  });

export const action = takesSteps("signedIn", {
  steps: {
    recall: step({
      fields: noFields,
      run: (_, { services, viewer, params }) =>
        recallTerms(services, viewer, idOfPath(params.challengeId)),
    }),
    approve: step({
      fields: approveInput,
      run: (input, { services, viewer, params }) =>
        approveTerms(services, viewer, idOfPath(params.challengeId), input),
    }),
    return: step({
      fields: returnInput,
      run: (input, { services, viewer, params }) =>
        returnTerms(services, viewer, idOfPath(params.challengeId), input),
    }),
    withdraw: step({
      fields: withdrawInput,
      run: ({ reason, version }, { services, viewer, params }) =>
        withdrawChallenge(services, viewer, idOfPath(params.challengeId), reason, version),
    }),
    announce: step({
      fields: stepInput,
      run: ({ version }, { services, viewer, params }) =>
        announceOutcome(services, viewer, idOfPath(params.challengeId), version),
    }),
    carryOut: move("carryOut"),
    accept: move("accept"),
  },
});

export default function ChallengePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { challenge } = useLoaderData<typeof loader>();
  const root = useRouteLoaderData<typeof rootLoader>("root");
  const signedIn = Boolean(root?.viewer);
  useRoom(signedIn ? `challenge:${challenge.id}` : null);
  const { proposals, award, deadline } = challenge;
  return (
    <div className="space-y-5">
      <header className="space-y-2">
        <div className="flex flex-wrap items-center gap-2">
          <ChallengeBadge state={challenge.state} />
          {challenge.cluster ? <ClusterBadge cluster={challenge.cluster} /> : null}
        </div>
        <h1>{challenge.title}</h1>
        <p className="text-ink-soft">
          <Link to={`/organisations/${challenge.owner.id}`} className="link">
            {challenge.owner.name}
          </Link>
        </p>
      </header>
      <LostRefusal />
      {challenge.withdrawReason ? (
        <Notice tone="warning">
          <p className="font-semibold">{t("challenges:withdrawnBecause")}</p>
          <p className="whitespace-pre-line">{challenge.withdrawReason}</p>
        </Notice>
      ) : null}
      {challenge.state === "draft" && challenge.reviewComment ? (
        <Notice tone="warning">
          <p className="font-semibold">{t("challenges:returnedBecause")}</p>
          <p className="whitespace-pre-line">{challenge.reviewComment}</p>
        </Notice>
      ) : null}
      {challenge.state === "failed" && !challenge.outcome ? (
        <Notice tone="warning">{t("challenges:lapsed")}</Notice>
      ) : null}
      <div className="grid items-start gap-5 lg:grid-cols-[1fr_24rem]">
        <div className="order-last min-w-0 space-y-5 lg:order-none">
          <TermsView terms={challenge.terms} />
        </div>
        <aside className="min-w-0 space-y-5">
          <Section title={t("challenges:title")}>
            <Facts
              facts={[
                [t("challenges:field.award"), award === null ? null : format.money(award)],
                [
                  t("challenges:field.deadline"),
                  deadline === null ? null : format.dateTime(deadline),
                ],
                [
                  t("challenges:field.proposals"),
                  challenge.at.published === undefined
                    ? null
                    : proposals === null
                      ? t("challenges:countHidden")
                      : t("challenges:count", { count: proposals }),
                ],
                [
                  t("challenges:field.need"),
                  <Link key="need" to={`/needs/${challenge.needId}`} className="link">
                    {t("common:action.view")}
                  </Link>,
                ],
              ]}
            />
            {challenge.state === "published" && challenge.own ? (
              <p className="text-sm text-ink-soft">{t("challenges:sealed")}</p>
            ) : null}
          </Section>
          <ChallengeActions challenge={challenge} signedIn={signedIn} />
          <Timeline challenge={challenge} />
        </aside>
      </div>
    </div>
  );
}
