import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Facts, Notice, Section } from "#app/ui/parts.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { answerInput, objectionInput } from "#app/challenges/inputs.ts";
import { answerObjection, objectToOutcome } from "#app/challenges/objections.server.ts";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import { Objections } from "#app/challenges/parts/objections.tsx";
import { ChallengeBadge } from "#app/challenges/parts/parts.tsx";
import { RankingTable } from "#app/challenges/parts/ranking-table.tsx";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { answering } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const { services } = context;
  const id = idOfPath(params.challengeId);
  const challenge = await answering(viewChallenge(services, viewer, id));
  if (!challenge.outcome && challenge.objections.length === 0) throw redirect(`/challenges/${id}`);
  return {
    challenge,
    typedBy: viewer?.userId ?? null,
    title: (await getT(request))("challenges:outcome.title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesSteps("signedIn", {
  steps: {
    object: step({
      fields: objectionInput,
      run: async ({ text }, { services, viewer, params }) => {
        await objectToOutcome(services, viewer, idOfPath(params.challengeId), text);
      },
    }),
    answer: step({
      fields: answerInput,
      run: (input, { services, viewer, params }) =>
        answerObjection(services, viewer, idOfPath(params.challengeId), input),
    }),
  },
});

export default function OutcomePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { challenge, typedBy, title } = useLoaderData<typeof loader>();
  useRoom(typedBy ? `challenge:${challenge.id}` : null);
  const { outcome, state, at } = challenge;
  const own = challenge.proposal?.label;
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <header className="space-y-1">
        <ChallengeBadge state={state} />
        <h1>{title}</h1>
        <p>
          <Link to={`/challenges/${challenge.id}`} className="link">
            {challenge.title}
          </Link>
        </p>
      </header>
      <LostRefusal />
      {state === "outcome" && at.objections ? (
        <Notice>{t("challenges:outcome.until", { time: format.dateTime(at.objections) })}</Notice>
      ) : null}
      {state === "failed" ? <Notice>{t("challenges:outcome.failedFinal")}</Notice> : null}
      {["awarded", "carried_out", "accepted"].includes(state) ? (
        <Notice tone="success">{t("challenges:outcome.final")}</Notice>
      ) : null}
      {outcome ? (
        <>
          <Section title={t("challenges:outcome.winner")}>
            {outcome.winner ? (
              <Facts
                facts={[
                  [t("challenges:outcome.winner"), outcome.winner.organisationName],
                  [
                    t("challenges:outcome.proposal"),
                    t("challenges:evaluation.label", { label: outcome.winner.label }),
                  ],
                  [t("challenges:field.award"), format.money(outcome.award)],
                  [t("challenges:outcome.price"), format.money(outcome.winner.price)],
                ]}
              />
            ) : (
              <p>{t("challenges:outcome.none")}</p>
            )}
            <Facts facts={[[t("challenges:outcome.reasons"), outcome.reasons]]} />
            {outcome.winner && outcome.deviates ? (
              <p className="text-ink-soft">{t("challenges:outcome.deviates")}</p>
            ) : null}
          </Section>
          <Section title={t("challenges:evaluation.ranking")}>
            <RankingTable
              rows={outcome.ranking.map((row) => ({
                ...row,
                mark:
                  row.label === outcome.winner?.label
                    ? t("challenges:outcome.winner")
                    : row.label === own
                      ? t("challenges:outcome.you")
                      : undefined,
              }))}
            />
          </Section>
        </>
      ) : null}
      <Objections challenge={challenge} />
    </div>
  );
}
