import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import type { Quality } from "#app/listings/quality.ts";
import type { nearAtSubmission } from "#app/posts/submission.server.ts";
import { QualityList, ScoreBar } from "./quality-list.tsx";
import { pathOf } from "#app/search/parts/result-line.tsx";
import { useFormat } from "#app/i18n/use-format.ts";

/** What the writer was told of a submission, for its reviewer. */
export interface ReviewFacts {
  quality: Quality;
  near: Awaited<ReturnType<typeof nearAtSubmission>>;
}

/** The findings of a submission and the posts that its writer saw as nearly the same. */
export function ReviewFindings({ quality, near }: ReviewFacts) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Section
      title={t("quality:review.title")}
      aside={<span className="font-semibold">{t("quality:score", { score: quality.score })}</span>}
    >
      <ScoreBar score={quality.score} />
      {near.length > 0 ? (
        <div className="rounded-md border-l-4 border-warn bg-warn-soft px-3 py-2 text-sm">
          <p>{t("quality:review.near")}</p>
          <ul className="list-disc pl-5">
            {near.map(({ id, kind, title, organisationName, share }) => (
              <li key={id}>
                <Link to={pathOf(kind, id)} className="link">
                  {title}
                </Link>{" "}
                · {organisationName} ·{" "}
                {t("quality:review.nearNow", { share: format.percent(share) })}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <QualityList findings={quality.findings} />
    </Section>
  );
}
