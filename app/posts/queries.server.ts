import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { auditLines, type AuditLine } from "#app/kernel/audit.server.ts";
import { moment } from "#app/kernel/days.ts";
import {
  disclosedContent,
  disclosureTo,
  type Disclosure,
  maySeeDraft,
  maySeePublished,
  previewViewer,
  publicMoment,
  type Preview,
} from "#app/posts/disclosure/policy.ts";
import { relationTo, ownInterestIn } from "#app/posts/disclosure/relations.server.ts";
import { recordViews } from "#app/posts/disclosure/trail.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import {
  belongsTo,
  isOrganizer,
  mayWriteFor,
  type MaybeViewer,
  type Viewer,
} from "#app/kernel/viewer.ts";
import { organisation, post, postVersion, user } from "#db/schema/index.ts";
import { type PostContent, parseContent } from "./content.ts";
import type { PostKind, DisclosedPart } from "#app/codes/codes.ts";
import type { GrantState } from "#app/codes/states.ts";
import { postActions, displayState, type PostAction } from "./lifecycle.ts";
import { mayTake } from "./policy.ts";
import { readPost, type Post } from "./row.ts";

export interface PostOwner {
  id: string;
  name: string;
  kind: string;
  region: string | null;
  verified: boolean;
}

/** A post as one viewer may see it. */
export interface PostView {
  id: string;
  kind: PostKind;
  state: ReturnType<typeof displayState>;
  publication: Post["publication"];
  draftState: Post["draftState"];
  version: number;
  revision: number;
  /** Contact details are emptied for those who may not see them. */
  content: PostContent;
  /** Whether `content` is the working copy and not what the market sees. */
  showsDraft: boolean;
  /** Null for an anonymous enterprise. */
  owner: PostOwner | null;
  own: boolean;
  /** Set where there is a confidential part, and how far it is open to the viewer. */
  secret: { grant: GrantState | null } | null;
  /** Whether the viewer may start a new draft with its text. */
  mayCopy: boolean;
  reviewComment: string | null;
  publishedAt: string | null;
  expiresAt: string | null;
  supersededById: string | null;
  /** The steps the viewer may take now. */
  may: PostAction[];
  interest: { id: string; state: string } | null;
  mayExpressInterest: boolean;
}

async function find(services: Services, postId: string) {
  const [row] = await services.database
    .select({ post, organisation })
    .from(post)
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .where(eq(post.id, postId));
  if (!row) throw new Refusal("notFound");
  return { found: readPost(row.post), organisation: row.organisation };
}

/**
 * A post with all that its page shows. `wantsDraft` asks for the working copy
 * where the viewer may see it.
 *
 * @throws Refusal notFound also when the viewer may not know of the post;
 *   signInRequired for a guest who might after signing in
 */
export async function viewPost(
  services: Services,
  viewer: MaybeViewer,
  kind: PostKind,
  postId: string,
  wantsDraft = false,
): Promise<PostView> {
  const { found, organisation: owner } = await find(services, postId);
  if (found.kind !== kind) throw new Refusal("notFound");
  const seesDraft = maySeeDraft(viewer, found) && found.draft !== null;
  const relation = await relationTo(services.database, viewer, postId);
  const disclosed = disclosureTo(viewer, found, relation);
  if (!seesDraft && !disclosed.post) throw new Refusal(viewer ? "notFound" : "signInRequired");
  const showsDraft = seesDraft && (wantsDraft || found.content === null);
  const content = showsDraft ? found.draft : found.content;
  if (!content) throw new Refusal("notFound");

  const interest = await ownInterestIn(services.database, viewer, postId);
  const own = belongsTo(viewer, found.organisationId);
  const shown = showsDraft ? { ...disclosed, ...whole } : disclosed;
  const momentFor = (moment: Date | null) =>
    (shown.name ? moment : publicMoment(found, moment))?.toISOString() ?? null;
  if (!showsDraft)
    await recordViews(services, viewer, {
      postId,
      ownerOrganisationId: found.organisationId,
      parts: seenParts(content, found.visibility, shown),
    });
  return {
    id: found.id,
    kind,
    state: displayState(found),
    publication: found.publication,
    draftState: own || isOrganizer(viewer) ? found.draftState : null,
    version: found.version,
    revision: found.revision,
    content: disclosedContent(content, shown),
    showsDraft,
    owner: shown.name
      ? {
          id: owner.id,
          name: owner.name,
          kind: owner.kind,
          region: owner.region,
          verified: owner.verified,
        }
      : null,
    own,
    secret: found.hasSecret && viewer !== null ? { grant: relation.grant } : null,
    mayCopy: mayWriteFor(viewer, found.organisationId),
    reviewComment: own || isOrganizer(viewer) ? found.reviewComment : null,
    publishedAt: momentFor(found.publishedAt),
    expiresAt: momentFor(found.expiresAt),
    supersededById: found.supersededById,
    may: postActions.filter((action) => mayTake(viewer, found, action)),
    interest,
    mayExpressInterest:
      !own && interest === null && found.publication === "published" && canWrite(viewer),
  };
}

const canWrite = (viewer: MaybeViewer): boolean =>
  viewer?.active !== undefined && viewer?.active !== null && viewer.active.role !== "reader";

/**
 * What is published of an own post as others see it; only its texts and its
 * owner, without anything to do.
 *
 * @throws Refusal notFound for other posts, and for one that is not on the market
 */
export async function previewPost(
  services: Services,
  viewer: Viewer,
  kind: PostKind,
  postId: string,
  as: Preview,
): Promise<PostView> {
  const { found } = await find(services, postId);
  if (!belongsTo(viewer, found.organisationId)) throw new Refusal("notFound");
  const view = await viewPost(services, viewer, kind, postId);
  const disclosed = disclosureTo(previewViewer(viewer, as), found);
  if (!disclosed.post || view.showsDraft) throw new Refusal("notFound");
  return {
    ...view,
    content: disclosedContent(view.content, disclosed),
    owner: disclosed.name ? view.owner : null,
    own: false,
    may: [],
    mayCopy: false,
    reviewComment: null,
    draftState: null,
  };
}

/** Its own people and its reviewers see a working copy whole. */
const whole = { post: true, registered: true, name: true, contact: true };

/** The parts beyond the public one that a viewer is shown, for the owner's trail. */
const seenParts = (
  content: PostContent,
  visibility: string | null,
  shown: Disclosure,
): DisclosedPart[] => [
  ...(shown.registered && content.registeredDetails !== "" ? (["registered"] as const) : []),
  ...(shown.name && visibility === "anonymous" ? (["name"] as const) : []),
  ...(shown.contact ? (["contact"] as const) : []),
];

/**
 * The working copy for the form, or what is published when there is none.
 *
 * @throws Refusal forbidden when the viewer may not edit it now
 */
export async function postForEditing(
  services: Services,
  viewer: Viewer,
  kind: PostKind,
  postId: string,
): Promise<{ post: Post; content: PostContent }> {
  const { found } = await find(services, postId);
  if (found.kind !== kind || (!maySeeDraft(viewer, found) && !maySeePublished(viewer, found)))
    throw new Refusal("notFound");
  if (!mayTake(viewer, found, "edit"))
    throw new Refusal(mayWriteFor(viewer, found.organisationId) ? "illegalStep" : "forbidden");
  const content = found.draft ?? found.content;
  if (!content) throw new Refusal("notFound");
  return { post: found, content };
}

export interface PostLine {
  id: string;
  kind: PostKind;
  title: string;
  cluster: string | null;
  state: ReturnType<typeof displayState>;
  draftState: Post["draftState"];
  organisationName: string;
  expiresAt: string | null;
  updatedAt: string;
}

const lineOf = (found: Post, organisationName: string): PostLine => ({
  id: found.id,
  kind: found.kind,
  title: found.title,
  cluster: found.cluster,
  state: displayState(found),
  draftState: found.draftState,
  organisationName,
  expiresAt: found.expiresAt?.toISOString() ?? null,
  updatedAt: found.updatedAt.toISOString(),
});

/** The posts of the organisation the viewer acts for, newest first, paged by the last id. */
export async function listOwnPosts(
  services: Services,
  viewer: Viewer,
  page: { kind?: PostKind; before?: string; limit: number },
): Promise<Page<PostLine>> {
  const { active } = viewer;
  if (!active) return { lines: [], next: null };
  const rows = await services.database
    .select()
    .from(post)
    .where(
      and(
        eq(post.organisationId, active.organisationId),
        page.kind ? eq(post.kind, page.kind) : undefined,
        page.before
          ? sql`(${post.createdAt}, ${post.id}) <
              (select created_at, id from post as last where last.id = ${page.before})`
          : undefined,
      ),
    )
    .orderBy(desc(post.createdAt), desc(post.id))
    .limit(rowsFor(page.limit));
  return pageOf(
    rows.map((row) => lineOf(readPost(row), active.name)),
    page.limit,
    (last) => last.id,
  );
}

/** Where a page of the review queue ended: what waits as long is told apart by its id. */
export const reviewKey = z
  .string()
  .transform((text) => text.split("/"))
  .pipe(z.tuple([moment, z.uuid()]));

/**
 * What waits for review, the longest waiting first, paged by `reviewKey`.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function reviewQueue(
  services: Services,
  viewer: Viewer,
  page: { after?: z.output<typeof reviewKey>; limit: number },
): Promise<{ lines: (PostLine & { submittedAt: string })[]; next: string | null }> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  const rows = await services.database
    .select({ post, organisationName: organisation.name })
    .from(post)
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .where(
      and(
        eq(post.draftState, "submitted"),
        page.after
          ? sql`(${post.submittedAt}, ${post.id}) > (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`
          : undefined,
      ),
    )
    .orderBy(asc(post.submittedAt), asc(post.id))
    .limit(rowsFor(page.limit));
  return pageOf(
    rows.map((row) => ({
      ...lineOf(readPost(row.post), row.organisationName),
      submittedAt: row.post.submittedAt?.toISOString() ?? "",
    })),
    page.limit,
    (last) => `${last.submittedAt}/${last.id}`,
  );
}

const commented = z.object({ comment: z.string().catch("") });

export interface PostHistory {
  versions: { number: number; content: PostContent; approvedBy: string | null; at: string }[];
  /** The organizer's words stand with the step that they belong to. */
  log: (Omit<AuditLine, "detail"> & { comment: string })[];
}

/** The newest 50 published versions and steps, for the post's own organisation and organizers. */
export async function postHistory(
  services: Services,
  viewer: MaybeViewer,
  postId: string,
): Promise<PostHistory> {
  const { found } = await find(services, postId);
  if (!belongsTo(viewer, found.organisationId) && !isOrganizer(viewer))
    throw new Refusal("notFound");
  const versions = await services.database
    .select({ version: postVersion, approvedBy: user.name })
    .from(postVersion)
    .leftJoin(user, eq(user.id, postVersion.approvedById))
    .where(eq(postVersion.postId, postId))
    .orderBy(desc(postVersion.number))
    .limit(50);
  return {
    versions: versions.map(({ version, approvedBy }) => ({
      number: version.number,
      content: parseContent(found.kind, version.content),
      approvedBy,
      at: version.createdAt.toISOString(),
    })),
    log: (await auditLines(services.database, "post", postId)).map(({ detail, ...line }) => ({
      ...line,
      comment: commented.parse(detail).comment,
    })),
  };
}

/** The organisation's other published posts of this kind, as possible successors. */
export async function successorsOf(
  services: Services,
  found: Pick<PostView, "id" | "kind"> & { organisationId: string },
): Promise<{ id: string; title: string }[]> {
  const rows = await services.database
    .select({ id: post.id, title: post.title })
    .from(post)
    .where(
      and(
        eq(post.organisationId, found.organisationId),
        eq(post.kind, found.kind),
        inArray(post.publication, ["published"]),
      ),
    )
    .orderBy(desc(post.createdAt), desc(post.id))
    .limit(100);
  return rows.filter(({ id }) => id !== found.id);
}
