import { Link, useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import { Section, VerifiedMark } from "#app/ui/parts.tsx";
import { namedTerms } from "#app/matching/views.ts";
import type { PostKind } from "#app/codes/codes.ts";
import { pathOf } from "#app/search/parts/result-line.tsx";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import type { loader } from "#app/matching/pages/similar-posts.ts";

/** So far before the place comes into sight it is asked for, in pixels. */
const ahead = "600px";

/**
 * Other posts of the same kind about the same. Looked for when a reader comes near
 * their place, so that neither the page nor who reads no further waits for it;
 * nothing stands there when there are none.
 */
export function SimilarPosts({ postId, kind }: { postId: string; kind: PostKind }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { load, data } = useFetcher<typeof loader>({ key: `similar-${postId}` });
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const coming = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        coming.disconnect();
        load(`/posts/${postId}/similar`);
      },
      { rootMargin: ahead },
    );
    coming.observe(place.current);
    return () => coming.disconnect();
  }, [load, postId]);
  if (!data) return <div ref={place} />;
  if (data.similar.length === 0) return null;
  return (
    <Section title={t(kind === "need" ? "matches:similarNeeds" : "matches:similarResults")}>
      <p className="text-sm text-ink-soft">
        {t(kind === "need" ? "matches:similarNeedsText" : "matches:similarResultsText")}
      </p>
      <ul data-testid="similar" className="space-y-3">
        {data.similar.map(({ document, reasons }) => (
          <li
            key={document.id}
            className="space-y-1 border-t border-line pt-3 first:border-t-0 first:pt-0"
          >
            <h3>
              <Link to={pathOf(document.kind, document.id)} className="text-accent hover:underline">
                {document.title}
              </Link>
            </h3>
            <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
              {document.clusters.map((code) => (
                <ClusterBadge key={code} cluster={code} />
              ))}
              <span>{document.organisationName || t("posts:anonymousOwner")}</span>
              {document.verified ? <VerifiedMark /> : null}
              {document.region === null ? null : (
                <span>{codeName(t, "regions", document.region)}</span>
              )}
            </p>
            {reasons.terms.length > 0 ? (
              <p className="text-sm">
                {t("matches:brief.terms", {
                  terms: format.list(namedTerms(reasons.terms)),
                })}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
