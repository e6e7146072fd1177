import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { shownChance } from "#app/matching/certainty.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/** Why two should meet, in short, and what the other side brings. */
export function PartnerFacts(props: {
  partner: {
    score: number | null;
    ownTitle: string | null;
    otherTitle: string | null;
    posts: { id: string; kind: "need" | "result"; title: string }[];
  };
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { score, ownTitle, otherTitle, posts } = props.partner;
  return (
    <div className="text-sm text-ink-soft">
      <p>
        {score === null
          ? t("meetings:noMatch")
          : t("meetings:best", {
              score: format.percent(shownChance(score)),
              own: ownTitle,
              other: otherTitle,
            })}
      </p>
      <BroughtPosts posts={posts} />
    </div>
  );
}

/** The needs and results that an organisation brings, as links. */
export function BroughtPosts(props: {
  posts: { id: string; kind: "need" | "result"; title: string }[];
}) {
  const { t } = useTranslation();
  const { posts } = props;
  if (posts.length === 0) return <p>{t("meetings:bringsNone")}</p>;
  const more = posts.slice(shownAtOnce);
  return (
    <div>
      <p>
        {t("meetings:brings")}
        <PostLinks posts={posts.slice(0, shownAtOnce)} />
      </p>
      {more.length === 0 ? null : (
        <details>
          <summary className="cursor-pointer">
            {t("meetings:bringsMore", { count: more.length })}
          </summary>
          <PostLinks posts={more} />
        </details>
      )}
    </div>
  );
}

/** So many are in view; the rest folds out. */
const shownAtOnce = 3;

function PostLinks(props: { posts: { id: string; kind: "need" | "result"; title: string }[] }) {
  return (
    <>
      {props.posts.map(({ id, kind, title }, at) => (
        <span key={id}>
          {at === 0 ? "" : " · "}
          <Link to={`/${kind}s/${id}`} className="link">
            {title}
          </Link>
        </span>
      ))}
    </>
  );
}
