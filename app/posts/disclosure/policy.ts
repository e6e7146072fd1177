import { valuesBehind } from "#app/listings/listing.ts";
import { listings, parseContent, type PostContent } from "#app/posts/content.ts";
import { startOfDay } from "#app/kernel/dates.ts";
import type { PostFacts } from "#app/posts/policy.ts";
import {
  belongsTo,
  isOrganizer,
  mayWriteFor,
  type MaybeViewer,
  type Viewer,
} from "#app/kernel/viewer.ts";
import type { GrantState } from "#app/codes/states.ts";

/** What stands between the viewer's organisations and a post. */
export interface Relation {
  /** The post's owner accepted an interest of theirs, or they one of the owner's. */
  acceptedInterest: boolean;
  /** How far the confidential part is opened to them; the furthest of several. */
  grant: GrantState | null;
}

/** Nothing is known to stand between them. */
export const stranger: Relation = { acceptedInterest: false, grant: null };

/** What a viewer may see of a post that is on the market; every read path asks for it. */
export interface Disclosure {
  /** That it is there, with its public part. */
  post: boolean;
  /** What it keeps for registered people. */
  registered: boolean;
  /** Whose it is. */
  name: boolean;
  /** How to reach them. */
  contact: boolean;
  /** Its confidential part, also to row-level security. */
  secret: boolean;
}

const nothing: Disclosure = {
  post: false,
  registered: false,
  name: false,
  contact: false,
  secret: false,
};

/** What the viewer may see of what is published of a post. */
export function disclosureTo(
  viewer: MaybeViewer,
  post: PostFacts,
  relation: Relation = stranger,
): Disclosure {
  const own = belongsTo(viewer, post.organisationId);
  if (!maySeePublished(viewer, post)) return { ...nothing, secret: own };
  const name =
    own ||
    isOrganizer(viewer) ||
    (post.visibility !== null && namesOwner(post.visibility, relation));
  const signedIn = viewer !== null;
  return {
    post: true,
    registered: signedIn,
    name,
    contact: signedIn && name,
    secret: own || (onMarket(post) && relation.grant === "accepted"),
  };
}

const onMarket = ({ publication }: PostFacts): boolean =>
  publication === "published" || publication === "closed";

/**
 * Whether the organisation behind a post is named to one it has this relation
 * with: an anonymous enterprise shows its name by accepting an interest, and to
 * whom it opens its confidential part.
 */
export const namesOwner = (visibility: string, { acceptedInterest, grant }: Relation): boolean =>
  visibility !== "anonymous" || acceptedInterest || grant === "opened" || grant === "accepted";

/** The content of a post with all emptied that is not disclosed. */
export function disclosedContent(content: PostContent, disclosure: Disclosure): PostContent {
  const closed = (["registered", "name", "contact"] as const).filter((step) => !disclosure[step]);
  const hidden = valuesBehind(listings[content.kind], closed);
  if (hidden.length === 0) return content;
  const shown = Object.entries(content).filter(([name]) => !hidden.includes(name));
  return parseContent(content.kind, Object.fromEntries(shown));
}

/**
 * A moment in the life of a post as those see it to whom it is anonymous: the day
 * alone, since what its owner does at the same minute elsewhere would name it.
 */
export const publicMoment = (
  { visibility }: Pick<PostFacts, "visibility">,
  moment: Date | null,
): Date | null => (moment !== null && visibility === "anonymous" ? startOfDay(moment) : moment);

/** As whom an owner looks at its own post. */
export const previews = ["guest", "registered"] as const;
export type Preview = (typeof previews)[number];

/** Somebody of another organisation, or a guest, as whom an owner looks at its own post. */
export const previewViewer = (viewer: Viewer, as: Preview): MaybeViewer =>
  as === "guest" ? null : { ...viewer, platformRole: "member", memberships: [], active: null };

/** Whether the viewer may see the working copy and its review. */
export const maySeeDraft = (viewer: MaybeViewer, post: PostFacts): boolean =>
  belongsTo(viewer, post.organisationId) || (isOrganizer(viewer) && post.draftState !== "draft");

/**
 * Whether the viewer may see what is published. Once it is expired, withdrawn
 * or superseded, only its own organisation and organizers may.
 */
export function maySeePublished(viewer: MaybeViewer, post: PostFacts): boolean {
  if (post.visibility === null) return false;
  if (belongsTo(viewer, post.organisationId) || isOrganizer(viewer)) return true;
  if (!onMarket(post)) return false;
  if (post.visibility === "public") return true;
  if (post.visibility === "invited")
    return post.invited.some((organisationId) => belongsTo(viewer, organisationId));
  return viewer !== null;
}

/** The audience tokens of what is published, as the search index keeps them. */
export function audienceOf(post: PostFacts): string[] {
  const own = [`organisation:${post.organisationId}`, "organizer"];
  switch (post.visibility) {
    case "public":
      return ["public", ...own];
    case "registered":
    case "anonymous":
      return ["registered", ...own];
    case "invited":
      return [...post.invited.map((organisationId) => `organisation:${organisationId}`), ...own];
    default:
      return own;
  }
}

/** The owner's people, and nobody else, see whom a post was opened to and who saw what. */
export const maySeeTrail = (viewer: MaybeViewer, post: PostFacts): boolean =>
  belongsTo(viewer, post.organisationId);

/** Who writes for the owner keeps the confidential part and decides who sees it; organizers do not. */
export const mayKeepSecret = (viewer: MaybeViewer, post: PostFacts): boolean =>
  mayWriteFor(viewer, post.organisationId);
