import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useRouteLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import { Badge, Facts, Notice, Section, StateBadge, VerifiedMark } from "#app/ui/parts.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { attachmentsOf } from "#app/posts/attachment-lines.server.ts";
import { challengeOfNeed } from "#app/challenges/queries.server.ts";
import { answersOf } from "#app/organisations/answer-rate.server.ts";
import { matchesOf } from "#app/matching/matches.server.ts";
import type { MatchView } from "#app/matching/views.ts";
import { previews } from "#app/posts/disclosure/policy.ts";
import { assess } from "#app/listings/quality.ts";
import { previewPost, successorsOf, viewPost } from "#app/posts/queries.server.ts";
import { nearAtSubmission } from "#app/posts/submission.server.ts";
import { ChallengeBox } from "#app/challenges/parts/challenge-box.tsx";
import { Attachments } from "#app/posts/parts/attachments.tsx";
import { useForgottenBackups } from "#app/posts/parts/draft-backup.tsx";
import { InterestBox } from "#app/posts/parts/interest-box.tsx";
import { PreviewNotice, SecretBox } from "#app/disclosure/parts/secret-box.tsx";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { PostActions } from "#app/posts/parts/post-actions.tsx";
import { ListingBody } from "#app/listings/parts/listing-body.tsx";
import { listings } from "#app/posts/content.ts";
import { ReviewBox } from "#app/posts/parts/review-box.tsx";
import { ReviewFindings, type ReviewFacts } from "#app/posts/parts/review-findings.tsx";
import { takesPostSteps } from "./steps.server.ts";
import { MatchCard } from "#app/matching/parts/match-card.tsx";
import { SimilarPosts } from "#app/matching/parts/similar-posts.tsx";
import { AnswerHabitText } from "#app/organisations/parts/answer-habit.tsx";
import { answering, isSearchUnavailable } from "#app/http/answers.server.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
import { pageTitle } from "#app/http/meta.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { useRoom } from "#realtime/client.tsx";

const matchLimit = 10;
const none: { id: string; title: string }[] = [];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const postId = idOfPath(params.postId);
  const viewer = await context.viewer(request);
  const address = parametersOf(request);
  const wantsDraft = address.get("view") === "draft";
  const as = previews.find((one) => one === address.get("as")) ?? null;
  const { services } = context;
  const post = await answering(
    as && viewer
      ? previewPost(services, viewer, kind, postId, as)
      : viewPost(services, viewer, kind, postId, wantsDraft),
  );
  const organisationId = viewer?.active?.organisationId;
  const otherKind = kind === "need" ? "result" : "need";
  const [matches, attachments, successors, ownPosts, challenge, answers] = await Promise.all([
    post.publication === "published"
      ? matchesOf(services, viewer, postId, matchLimit).catch((error: unknown) => {
          if (isSearchUnavailable(error)) return null;
          throw error;
        })
      : ([] as MatchView[]),
    attachmentsOf(services, postId),
    post.may.includes("supersede") && post.owner
      ? successorsOf(services, { id: post.id, kind, organisationId: post.owner.id })
      : none,
    post.mayExpressInterest && organisationId
      ? successorsOf(services, { id: post.id, kind: otherKind, organisationId })
      : none,
    kind === "need" ? challengeOfNeed(services, viewer, postId) : null,
    /** How it answers would tell who an anonymous enterprise is. */
    post.owner && post.publication === "published" ? answersOf(services, post.owner.id) : null,
  ]);
  const review: ReviewFacts | null =
    viewer && post.may.includes("approve")
      ? {
          quality: assess(listings[kind], post.content, services.now()),
          near: await nearAtSubmission(services, viewer, postId),
        }
      : null;
  return json(
    {
      ...{ post, matches, attachments, successors, ownPosts, challenge, answers, review },
      kinds: `${kind}s`,
      as,
    },
    { headers: { "Cache-Control": "no-store" } },
  );
}

/** A guest's page depends on nothing but its address and the language. */
export const handle = { sameForGuests: true };

export const meta = ({ data }: { data: { post: { content: { title: string } } } | undefined }) =>
  pageTitle(data?.post.content.title);

export const action = takesPostSteps;

export default function PostPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const data = useLoaderData<typeof loader>();
  const { post, matches, attachments, successors, ownPosts, review, kinds, as } = data;
  const { challenge, answers } = data;
  const root = useRouteLoaderData<typeof rootLoader>("root");
  const path = `/${kinds}/${post.id}`;
  const [search] = useSearchParams();
  useForgottenBackups({
    kind: post.kind,
    postId: post.id,
    typedBy: root?.viewer?.userId,
    saved: search.has("saved"),
    revision: post.revision,
  });
  useRoom(root?.viewer ? `post:${post.id}` : null);
  const { content } = post;
  return (
    <div className="space-y-5">
      <header className="space-y-2">
        <div className="flex flex-wrap items-center gap-2">
          <Badge>{t(`search:kind.${post.kind}`)}</Badge>
          {content.cluster ? <ClusterBadge cluster={content.cluster} /> : null}
          <StateBadge
            state={post.state}
            label={
              post.publication === "unpublished"
                ? codeName(t, "draftStates", post.state)
                : codeName(t, "publications", post.state)
            }
          />
        </div>
        <h1>{content.title || t("common:notSpecified")}</h1>
        <p className="text-ink-soft">
          {post.owner ? (
            <>
              <Link to={`/organisations/${post.owner.id}`} className="link">
                {post.owner.name}
              </Link>{" "}
              {post.owner.verified ? <VerifiedMark /> : null}
              {post.owner.region ? ` · ${codeName(t, "regions", post.owner.region)}` : ""}
            </>
          ) : (
            <>
              {t("posts:anonymousOwner")} <span className="text-sm">{t("posts:ownerHidden")}</span>
            </>
          )}
          {content.field === "" ? "" : ` · ${content.field}`}
        </p>
        {content.keywords.length > 0 ? (
          <p className="flex flex-wrap gap-2">
            {content.keywords.map((keyword) => (
              <Link
                key={keyword}
                to={`/search?q=${encodeURIComponent(keyword)}`}
                className="link text-sm"
              >
                {keyword}
              </Link>
            ))}
          </p>
        ) : null}
      </header>
      <LostRefusal />
      {as ? <PreviewNotice as={as} path={path} /> : null}
      <PostNotices post={post} path={path} kinds={kinds} />
      <div className="grid items-start gap-5 lg:grid-cols-[1fr_24rem] lg:grid-rows-[auto_1fr]">
        <div className="min-w-0 space-y-5">
          <ListingBody listing={listings[post.kind]} content={content} />
          <Attachments
            postId={post.id}
            attachments={attachments}
            mayChange={post.own && post.may.includes("edit")}
          />
        </div>
        <aside className="min-w-0 space-y-5 lg:sticky lg:top-4 lg:row-span-2">
          {post.may.includes("approve") ? <ReviewBox revision={post.revision} /> : null}
          {review ? <ReviewFindings {...review} /> : null}
          <PostActions post={post} path={path} successors={successors} />
          <Section title={t("posts:state")}>
            <Facts
              facts={[
                [t("listings:field.visibility"), codeName(t, "visibilities", content.visibility)],
                [
                  t("posts:history"),
                  post.own ? (
                    <Link to={`${path}/history`} className="link">
                      {post.version > 0
                        ? t("posts:version", { number: post.version })
                        : t("posts:log")}
                    </Link>
                  ) : post.version > 0 ? (
                    t("posts:version", { number: post.version })
                  ) : null,
                ],
                [
                  t("trust:answers.title"),
                  answers ? <AnswerHabitText key="answers" habit={answers} /> : null,
                ],
              ]}
            />
            {post.publishedAt ? (
              <p className="text-sm text-ink-soft">
                {t("posts:published", { date: format.date(post.publishedAt) })}
                {post.expiresAt &&
                (post.publication === "published" || post.publication === "expired")
                  ? ` · ${t(post.publication === "expired" ? "posts:expired" : "posts:expires", { date: format.date(post.expiresAt) })}`
                  : ""}
              </p>
            ) : null}
          </Section>
          <SecretBox
            post={post}
            signedIn={Boolean(root?.viewer)}
            path={path}
            preview={as !== null}
          />
          {post.kind === "need" ? (
            <ChallengeBox
              needId={post.id}
              challenge={challenge}
              mayMake={post.publication === "published" && post.may.includes("close")}
            />
          ) : null}
          <Contact post={post} signedIn={Boolean(root?.viewer)} />
          {root?.viewer && !post.own && post.version > 0 ? (
            <p className="text-right text-sm">
              <Link to={`/reports/new?kind=post&id=${post.id}`} className="link">
                {t("trust:report.link")}
              </Link>
            </p>
          ) : null}
          <div id="interest" className="scroll-mt-4">
            <InterestBox
              post={post}
              signedIn={Boolean(root?.viewer)}
              path={path}
              ownPosts={ownPosts}
            />
          </div>
          <Section title={post.kind === "need" ? t("matches:forNeed") : t("matches:forResult")}>
            {matches === null ? <Notice tone="danger">{t("matches:unavailable")}</Notice> : null}
            {matches?.length === 0 ? (
              <div className="text-ink-soft">
                <p>
                  {post.publication === "published"
                    ? t("matches:empty")
                    : t("matches:notPublished")}
                </p>
                {post.own ? <p className="text-sm">{t("matches:emptyText")}</p> : null}
              </div>
            ) : null}
            <div className="space-y-4">
              {matches?.map((match) => (
                <MatchCard key={match.document.id} match={match} subjectId={post.id} />
              ))}
            </div>
          </Section>
        </aside>
        {post.publication === "published" ? (
          <SimilarPosts postId={post.id} kind={post.kind} />
        ) : null}
      </div>
    </div>
  );
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>["post"];

function PostNotices({ post, path, kinds }: { post: Shown; path: string; kinds: string }) {
  const { t } = useTranslation();
  return (
    <>
      {post.reviewComment ? (
        <Notice tone="warning">
          <p className="font-semibold">{t("posts:reviewComment")}</p>
          <p className="whitespace-pre-line">{post.reviewComment}</p>
        </Notice>
      ) : null}
      {post.draftState && post.version > 0 ? (
        <Notice>
          {t("posts:pendingChange", { state: codeName(t, "draftStates", post.draftState) })}{" "}
          <Link to={post.showsDraft ? path : `${path}?view=draft`} className="link">
            {post.showsDraft ? t("posts:action.showPublished") : t("posts:action.showDraft")}
          </Link>
        </Notice>
      ) : null}
      {post.supersededById ? (
        <Notice tone="warning">
          {t("posts:supersededBy")}{" "}
          <Link to={`/${kinds}/${post.supersededById}`} className="link">
            {t("posts:openSuccessor")}
          </Link>
        </Notice>
      ) : null}
    </>
  );
}

function Contact({ post, signedIn }: { post: Shown; signedIn: boolean }) {
  const { t } = useTranslation();
  const { contactName, contactPhone, contactEmail } = post.content;
  const known = contactPhone !== null || contactEmail !== null || contactName !== "";
  return (
    <Section title={t("listings:section.contact")}>
      {known ? (
        <Facts
          facts={[
            [t("listings:field.contactName"), contactName],
            [t("listings:field.contactPhone"), contactPhone],
            [
              t("listings:field.contactEmail"),
              contactEmail === null ? null : <a href={`mailto:${contactEmail}`}>{contactEmail}</a>,
            ],
          ]}
        />
      ) : (
        <p className="text-ink-soft">
          {signedIn
            ? post.owner
              ? t("common:notSpecified")
              : t("posts:ownerHidden")
            : t("posts:contactForSignedIn")}
        </p>
      )}
    </Section>
  );
}
