import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Facts } from "#app/ui/parts.tsx";
import { FileList } from "#app/files/parts/file-list.tsx";
import type { OpenedProposal } from "#app/challenges/evaluation.server.ts";
import type { ChallengeMilestone } from "#app/challenges/terms.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/** A proposal as somebody else than its own organisation reads it. */
export function OpenedProposalView(props: {
  proposal: OpenedProposal;
  milestones: ChallengeMilestone[];
  /** Reviewers are warned that a file may tell whose it is. */
  warns?: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { proposal, milestones, warns = false } = props;
  const { content, behind, files } = proposal;
  return (
    <div className="space-y-3">
      {behind ? (
        <Facts
          facts={[
            [
              t("challenges:evaluation.organisation"),
              <Link key="who" to={`/organisations/${behind.organisationId}`} className="link">
                {behind.organisationName}
              </Link>,
            ],
            [t("challenges:proposal.people"), behind.people],
            [
              t("challenges:proposal.result"),
              behind.result ? (
                <Link to={`/results/${behind.result.id}`} className="link">
                  {behind.result.title}
                </Link>
              ) : null,
            ],
          ]}
        />
      ) : null}
      <Facts
        facts={[
          [t("challenges:proposal.price"), format.money(proposal.price)],
          [t("challenges:proposal.approach"), content.approach],
          ...content.plan.map((text, index): [string, string] => [
            t("challenges:proposal.planOf", {
              number: index + 1,
              title: milestones[index]?.title ?? "",
            }),
            text,
          ]),
          [t("challenges:proposal.team"), content.team],
          [t("challenges:proposal.earlier"), content.earlier],
        ]}
      />
      {files.length > 0 ? (
        <div className="space-y-1">
          <p className="font-medium">{t("challenges:proposal.files")}</p>
          {warns ? <p className="text-sm text-ink-soft">{t("challenges:review.warning")}</p> : null}
          <FileList files={files} hrefOf={({ id }) => `/proposal-files/${id}`} />
        </div>
      ) : null}
    </div>
  );
}
