import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import type { ChallengeView } from "#app/challenges/queries.server.ts";
import { ConfirmedStep, ChallengeStep } from "./parts.tsx";
import { NumberField } from "#app/ui/number-field.tsx";

interface ActionProps {
  challenge: ChallengeView;
  signedIn: boolean;
}

/** What the viewer may do with a challenge now, and where it is done. */
export function ChallengeActions({ challenge, signedIn }: ActionProps) {
  const { t } = useTranslation();
  const { may, version } = challenge;
  const path = `/challenges/${challenge.id}`;
  const step = { version };
  return (
    <>
      <div className="flex flex-wrap gap-2 empty:hidden">
        {may.includes("edit") ? (
          <LinkButton to={`${path}/edit`}>{t("challenges:action.edit")}</LinkButton>
        ) : null}
        {may.includes("recall") ? (
          <ChallengeStep
            {...step}
            step="recall"
            look="secondary"
            label={t("challenges:action.recall")}
          />
        ) : null}
        {challenge.reviews ? (
          <LinkButton to={`${path}/review`}>{t("challenges:action.review")}</LinkButton>
        ) : null}
        {challenge.mayReadProposals ? (
          <LinkButton to={`${path}/evaluation`} look={challenge.oversees ? "primary" : "secondary"}>
            {may.includes("assign")
              ? t("challenges:action.evaluation")
              : t("challenges:action.proposals")}
          </LinkButton>
        ) : null}
        {may.includes("decide") || may.includes("reconsider") ? (
          <LinkButton to={`${path}/decision`}>{t("challenges:action.decision")}</LinkButton>
        ) : null}
        {challenge.outcome ? (
          <LinkButton to={`${path}/outcome`} look="secondary">
            {t("challenges:action.outcome")}
          </LinkButton>
        ) : null}
        {challenge.dealId ? (
          <LinkButton to={`/deals/${challenge.dealId}`} look="secondary">
            {t("challenges:action.deal")}
          </LinkButton>
        ) : null}
        {may.includes("announce") ? (
          <ConfirmedStep
            {...step}
            step="announce"
            label={t("challenges:action.announce")}
            text={t("challenges:action.announceText", {
              days: challenge.terms.objectionDays ?? 7,
            })}
          />
        ) : null}
        {may.includes("carryOut") ? (
          <ChallengeStep {...step} step="carryOut" label={t("challenges:action.carryOut")} />
        ) : null}
        {may.includes("accept") ? (
          <ChallengeStep {...step} step="accept" label={t("challenges:action.accept")} />
        ) : null}
      </div>
      {may.includes("approve") ? <ApproveBox challenge={challenge} /> : null}
      <ProposeBox challenge={challenge} signedIn={signedIn} />
      {may.includes("withdraw") ? <WithdrawBox challenge={challenge} /> : null}
    </>
  );
}

function ApproveBox({ challenge }: Pick<ActionProps, "challenge">) {
  const { t } = useTranslation();
  const { version } = challenge;
  return (
    <Section title={t("challenges:action.approve")}>
      <ChallengeStep step="approve" version={version} label={t("challenges:action.approve")}>
        <NumberField
          kind="whole"
          field={{ id: "reviewsWanted", name: "reviewsWanted" }}
          label={t("challenges:field.reviewsWanted")}
          hint={t("challenges:hint.reviewsWanted")}
          defaultValue="3"
        />
      </ChallengeStep>
      <ChallengeStep
        step="return"
        version={version}
        look="secondary"
        label={t("challenges:action.return")}
      >
        <TextArea
          field={{ id: "comment", name: "comment" }}
          label={t("challenges:action.comment")}
          limit={2000}
        />
      </ChallengeStep>
    </Section>
  );
}

function ProposeBox({ challenge, signedIn }: Pick<ActionProps, "challenge" | "signedIn">) {
  const { t } = useTranslation();
  const { proposal, id } = challenge;
  const path = `/challenges/${id}/proposal`;
  if (challenge.state === "published" && !signedIn)
    return (
      <LinkButton to={`/sign-in?redirectTo=${encodeURIComponent(path)}`} className="w-full">
        {t("challenges:action.signIn")}
      </LinkButton>
    );
  if (!proposal && !challenge.mayPropose)
    return challenge.state === "published" && !challenge.own ? (
      <p className="text-ink-soft">{t("challenges:mayNotPropose")}</p>
    ) : null;
  return (
    <Section title={t("challenges:proposal.title")}>
      {proposal ? (
        <p>
          {t(`challenges:proposalState.${proposal.state}`)}
          {proposal.label ? ` · ${t("challenges:proposal.label", { label: proposal.label })}` : ""}
        </p>
      ) : (
        <p className="text-ink-soft">{t("challenges:sealed")}</p>
      )}
      {proposal?.won ? <Notice tone="success">{t("challenges:proposal.won")}</Notice> : null}
      <LinkButton to={path} className="w-full">
        {proposal ? t("challenges:action.openProposal") : t("challenges:action.propose")}
      </LinkButton>
    </Section>
  );
}

function WithdrawBox({ challenge }: Pick<ActionProps, "challenge">) {
  const { t } = useTranslation();
  const given = useGivenForm({ step: "withdraw" });
  return (
    <details open={given !== null}>
      <summary className="inline-flex min-h-10 cursor-pointer items-center text-bad underline">
        {t("challenges:action.withdraw")}
      </summary>
      <div className="card mt-2">
        <ChallengeStep
          step="withdraw"
          version={challenge.version}
          look="danger"
          label={t("challenges:action.withdraw")}
        >
          <TextArea
            field={{ id: "reason", name: "reason" }}
            label={t("challenges:action.reason")}
            hint={t("challenges:action.withdrawText")}
            limit={1000}
          />
        </ChallengeStep>
      </div>
    </details>
  );
}
