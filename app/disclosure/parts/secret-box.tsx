import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { previews, type Preview } from "#app/posts/disclosure/policy.ts";
import type { PostView } from "#app/posts/queries.server.ts";

/** What a post's page says of its confidential part, and the way to it. */
export function SecretBox(props: {
  post: Pick<PostView, "own" | "secret" | "publication">;
  signedIn: boolean;
  path: string;
  preview: boolean;
}) {
  const { t } = useTranslation();
  const { post, signedIn, path, preview } = props;
  if (post.own)
    return (
      <Section title={t("disclosure:title")}>
        <p className="text-sm text-ink-soft">{t("disclosure:ownHint")}</p>
        {post.secret ? null : <p>{t("disclosure:ownNone")}</p>}
        <div className="flex flex-wrap gap-2">
          <LinkButton to={`${path}/confidential`} look="secondary">
            {t("disclosure:keep")}
          </LinkButton>
          <LinkButton to={`${path}/disclosure`} look="secondary">
            {t("disclosure:trail")}
          </LinkButton>
        </div>
        {post.publication === "published" || post.publication === "closed" ? (
          <p className="text-sm">
            {t("disclosure:preview")}{" "}
            {previews.map((as) => (
              <Link key={as} to={`${path}?as=${as}`} className="link mr-3">
                {t(`disclosure:previewAs.${as}`)}
              </Link>
            ))}
          </p>
        ) : null}
      </Section>
    );
  if (!post.secret || preview) return null;
  const { grant } = post.secret;
  return (
    <Section title={t("disclosure:title")}>
      <p>{grant === null ? t("disclosure:hidden") : t(`disclosure:state.${grant}`)}</p>
      {signedIn ? (
        <LinkButton to={`${path}/confidential`} look="secondary">
          {grant === "accepted"
            ? t("disclosure:read")
            : grant === "opened"
              ? t("disclosure:readTerms")
              : t("disclosure:ask")}
        </LinkButton>
      ) : null}
    </Section>
  );
}

/** Says that the page is shown as somebody else sees it. */
export function PreviewNotice({ as, path }: { as: Preview; path: string }) {
  const { t } = useTranslation();
  return (
    <Notice>
      {t("disclosure:previewing", { who: t(`disclosure:previewAs.${as}`) })}{" "}
      <Link to={path} className="link">
        {t("disclosure:previewEnd")}
      </Link>
    </Notice>
  );
}
