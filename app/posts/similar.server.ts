import { and, desc, eq, inArray, ne } from "drizzle-orm";
import { z } from "zod";
import type { Services } from "#app/kernel/services.ts";
import { audiencesOf, belongsTo, type Viewer } from "#app/kernel/viewer.ts";
import { auditEntry, organisation, post } from "#db/schema/index.ts";
import type { Segment } from "#search/engine.ts";
import type { FieldWord } from "#app/listings/declaration.ts";
import { textsOf } from "#app/listings/listing.ts";
import { listings, type PostContent } from "./content.ts";
import type { PostKind } from "#app/codes/codes.ts";
import { draftDocument } from "./document.ts";
import { displayState } from "./lifecycle.ts";
import { likeness, nearIdenticalFrom, runsIn, sameParts } from "./near-identical.ts";
import { disclosureTo, maySeePublished } from "#app/posts/disclosure/policy.ts";
import { readPost, type Post } from "./row.ts";

/** A text of a post with what another post says too marked. */
export interface MarkedText {
  label: FieldWord;
  segments: Segment[];
}

/** A post that says nearly the same as a draft, as the draft's writer may see it. */
export interface NearIdentical {
  id: string;
  kind: PostKind;
  title: string;
  state: ReturnType<typeof displayState>;
  /** How much of the shorter of the two stands in the other, 0 to 1. */
  share: number;
  own: boolean;
  /** Empty for an anonymous enterprise. */
  organisationName: string;
  /** How the writer's organisation goes on from its own post that has ended. */
  continueBy: "copy" | "renew" | null;
  yours: MarkedText[];
  theirs: MarkedText[];
}

const mostShown = 5;
const candidateLimit = 30;
/** So many of the newest posts of the writer's own organisations are looked at. */
const ownLimit = 200;

/**
 * Posts of the same kind that say nearly the same as a draft, the most alike
 * first, at most five: among those on the market that the viewer may see, and
 * their own organisations' in any state. `postId` is the draft's own post.
 * While search is unavailable only the own ones are known.
 */
export async function nearIdenticalTo(
  services: Services,
  viewer: Viewer,
  draft: PostContent,
  postId: string | null,
): Promise<NearIdentical[]> {
  const runs = runsIn(wordingOf(draft));
  const near = (content: PostContent | null): number =>
    content === null ? 0 : likeness(runs, runsIn(wordingOf(content)));
  const [own, others] = await Promise.all([
    ownPosts(services, viewer, draft.kind, postId),
    marketPosts(services, viewer, draft, postId),
  ]);
  const measured = [
    ...own.map((found) => ({ ...found, content: found.post.draft ?? found.post.content })),
    ...others.map((found) => ({ ...found, content: found.post.content })),
  ].map((found) => ({ ...found, share: near(found.content) }));
  return measured
    .sort((a, b) => b.share - a.share || b.post.createdAt.getTime() - a.post.createdAt.getTime())
    .flatMap(({ post: found, organisationName, content, share }) =>
      content !== null && share >= nearIdenticalFrom
        ? [asNear({ viewer, draft, found, organisationName, content, share })]
        : [],
    )
    .slice(0, mostShown);
}

interface Found {
  post: Post;
  organisationName: string;
}

/** The title and running texts of a post, whose likeness is measured. */
const wordingsOf = (content: PostContent): { label: FieldWord; text: string }[] => [
  { label: "title", text: content.title },
  ...textsOf(listings[content.kind], content, "searched"),
];

const wordingOf = (content: PostContent): string =>
  wordingsOf(content)
    .map(({ text }) => text)
    .join("\n");

function asNear(known: {
  viewer: Viewer;
  draft: PostContent;
  found: Post;
  organisationName: string;
  content: PostContent;
  share: number;
}): NearIdentical {
  const { viewer, draft, found, content } = known;
  const marked = (one: PostContent, other: PostContent): MarkedText[] => {
    const runs = runsIn(wordingOf(other));
    return wordingsOf(one).map(({ label, text }) => ({ label, segments: sameParts(text, runs) }));
  };
  const own = belongsTo(viewer, found.organisationId);
  return {
    id: found.id,
    kind: found.kind,
    title: content.title,
    state: displayState(found),
    share: known.share,
    own,
    organisationName: disclosureTo(viewer, found).name ? known.organisationName : "",
    continueBy: own ? continuationOf(found) : null,
    yours: marked(draft, content),
    theirs: marked(content, draft),
  };
}

function continuationOf({ publication }: Post): NearIdentical["continueBy"] {
  if (publication === "expired") return "renew";
  return ["closed", "withdrawn", "superseded"].includes(publication) ? "copy" : null;
}

async function ownPosts(
  services: Services,
  viewer: Viewer,
  kind: PostKind,
  postId: string | null,
): Promise<Found[]> {
  const organisations = viewer.memberships.map(({ organisationId }) => organisationId);
  if (organisations.length === 0) return [];
  const [rows, source] = await Promise.all([
    services.database
      .select({ post, organisationName: organisation.name })
      .from(post)
      .innerJoin(organisation, eq(organisation.id, post.organisationId))
      .where(
        and(
          inArray(post.organisationId, organisations),
          eq(post.kind, kind),
          postId === null ? undefined : ne(post.id, postId),
        ),
      )
      .orderBy(desc(post.createdAt), desc(post.id))
      .limit(ownLimit),
    postId === null ? null : copiedFrom(services, postId),
  ]);
  return rows
    .filter((row) => row.post.id !== source)
    .map((row) => ({ ...row, post: readPost(row.post) }));
}

const copied = z.object({ copiedFrom: z.uuid().nullable().catch(null) });

/** The post that a draft was copied from on purpose; that the two are alike is no news. */
async function copiedFrom(services: Services, postId: string): Promise<string | null> {
  const [row] = await services.database
    .select({ detail: auditEntry.detail })
    .from(auditEntry)
    .where(
      and(
        eq(auditEntry.subjectKind, "post"),
        eq(auditEntry.subjectId, postId),
        eq(auditEntry.action, "create"),
      ),
    )
    .limit(1);
  return row ? copied.parse(row.detail).copiedFrom : null;
}

/** The row decides what the viewer may see: the index may be a moment behind. */
async function marketPosts(
  services: Services,
  viewer: Viewer,
  draft: PostContent,
  postId: string | null,
): Promise<Found[]> {
  const subject = draftDocument(draft, {
    id: postId ?? "",
    organisationId: viewer.active?.organisationId ?? "",
  });
  const similar = await services.matcher
    .similarTo(subject, {
      audiences: audiencesOf(viewer),
      limit: candidateLimit,
      now: services.now(),
    })
    .catch((error: unknown) => {
      if (error instanceof Error && error.name === "SearchUnavailable") return [];
      throw error;
    });
  const ids = similar.map(({ document }) => document.id).filter((id) => id !== postId);
  if (ids.length === 0) return [];
  const rows = await services.database
    .select({ post, organisationName: organisation.name })
    .from(post)
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .where(inArray(post.id, ids));
  return rows
    .map((row) => ({ ...row, post: readPost(row.post) }))
    .filter(
      ({ post: found }) =>
        !belongsTo(viewer, found.organisationId) && maySeePublished(viewer, found),
    );
}
