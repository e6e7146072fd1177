import { useTranslation } from "react-i18next";
import { Badge, Section } from "#app/ui/parts.tsx";
import type { OpenedProposal, ReviewLine } from "#app/challenges/evaluation.server.ts";
import { ChallengeStep } from "./parts.tsx";

interface LinesProps {
  proposals: OpenedProposal[];
  reviews: ReviewLine[];
  wanted: number;
  /** Null for those who do not assign now. */
  version: number | null;
}

/** How far the reviews of each proposal are, with scores and comments once they are in. */
export function ReviewLines({ proposals, reviews, wanted, version }: LinesProps) {
  const { t } = useTranslation();
  return (
    <Section title={t("challenges:evaluation.matrix")}>
      <p className="text-ink-soft">{t("challenges:evaluation.needed", { count: wanted })}</p>
      {reviews.length === 0 ? <p>{t("challenges:evaluation.noReviews")}</p> : null}
      {proposals.map(({ id, label }) => {
        const own = reviews.filter(({ proposalId }) => proposalId === id);
        const done = own.filter(({ state }) => state === "submitted").length;
        return (
          <div key={id} className="space-y-2 border-t border-line pt-2">
            <h3 className="text-base">
              {t("challenges:evaluation.progress", { label, done, wanted })}
            </h3>
            <ul className="space-y-2">
              {own.map((review) => (
                <li key={review.id} data-testid="review" className="space-y-1">
                  <div className="flex flex-wrap items-center justify-between gap-2">
                    <span className="flex flex-wrap items-center gap-2">
                      {review.expertName}
                      <Badge tone={review.state === "submitted" ? "success" : undefined}>
                        {t(`challenges:reviewState.${review.state}`)}
                      </Badge>
                      {review.total === null ? null : (
                        <span className="tabular-nums">{review.total}</span>
                      )}
                    </span>
                    {version !== null &&
                    (review.state === "assigned" || review.state === "open") ? (
                      <ChallengeStep
                        step="remove"
                        row={{ reviewId: review.id }}
                        version={version}
                        look="quiet"
                        label={t("challenges:evaluation.removeOf", {
                          name: review.expertName,
                          label,
                        })}
                      />
                    ) : null}
                  </div>
                  {review.conflictReason ? (
                    <p className="text-sm">
                      {t("challenges:evaluation.conflict", { reason: review.conflictReason })}
                    </p>
                  ) : null}
                  {review.comment ? (
                    <p className="text-sm whitespace-pre-line text-ink-soft">{review.comment}</p>
                  ) : null}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </Section>
  );
}
