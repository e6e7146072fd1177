import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import { Badge, VerifiedMark } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { announcementRules } from "#app/matching/announce.ts";
import { shownChance } from "#app/matching/certainty.ts";
import type { StandingLine } from "#app/matching/list.server.ts";
import { pathOf } from "#app/search/parts/result-line.tsx";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { AnswerBox } from "./answer-box.tsx";
import { briefReasonsText } from "./brief-reasons.ts";
import { comparePath } from "./match-card.tsx";

/** One standing match: what was found, for which own post, why, and what to say of it. */
export function StandingCard(props: { line: StandingLine; mayAnswer: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { line, mayAnswer } = props;
  const { own, other } = line;
  const { pro, con } = briefReasonsText(line.reasons, t, format);
  return (
    <article data-testid="standing-match" className="card space-y-2">
      <div className="flex flex-wrap items-center gap-2">
        {line.fresh ? <Badge tone="info">{t("matches:fresh")}</Badge> : null}
        <Badge tone={line.score >= announcementRules.from ? "success" : undefined}>
          {t("matches:score", { score: format.percent(shownChance(line.score)) })}
        </Badge>
        <Badge>{t(`search:kind.${other.kind}`)}</Badge>
        {other.cluster ? <ClusterBadge cluster={other.cluster} /> : null}
      </div>
      <h2 id={`match-title-${line.id}`} className={`text-base ${line.fresh ? "" : "font-medium"}`}>
        <Link to={pathOf(other.kind, other.id)} className="text-accent hover:underline">
          {other.title}
        </Link>
      </h2>
      <p className="text-sm text-ink-soft">
        {other.organisationName || t("posts:anonymousOwner")}{" "}
        {other.verified ? <VerifiedMark /> : null}
        {other.region === null ? "" : ` · ${codeName(t, "regions", other.region)}`}
        {other.trl === null ? "" : ` · TRL ${other.trl}`}
        {" · "}
        <RelativeTime at={line.since} />
      </p>
      {pro === "" ? null : <p className="text-sm">{pro}</p>}
      {con === "" ? null : (
        <p className="text-sm text-warn">
          {t("common:labelled", { label: t("matches:against"), text: con })}
        </p>
      )}
      <p className="text-sm text-ink-soft">
        {t(own.kind === "need" ? "matches:yourNeed" : "matches:yourResult")}
        <Link to={`${pathOf(own.kind, own.id)}#match-${other.id}`} className="link">
          {own.title}
        </Link>
        {" · "}
        <Link
          to={comparePath(other, own.id)}
          aria-describedby={`match-title-${line.id}`}
          className="link"
        >
          {t("compare:link")}
        </Link>
      </p>
      {mayAnswer ? <AnswerBox line={line} /> : null}
    </article>
  );
}
