import {
  belongsTo,
  isOrganizer,
  mayWriteFor,
  type MaybeViewer,
} from "#app/domain/viewer/viewer.ts";
import { canTransition, transitions, type PostAction, type PostState } from "./lifecycle.ts";

/** What the rules need to know of a post. */
export interface PostFacts extends PostState {
  organisationId: string;
  /** Visibility and invited organisations of what is published; null when nothing was. */
  visibility: string | null;
  invited: string[];
}

/** Whether the viewer may take this step now; false also when the state does not allow it. */
export function mayTake(viewer: MaybeViewer, post: PostFacts, action: PostAction): boolean {
  if (!canTransition(post, action)) return false;
  return isEntitledTo(viewer, post, action);
}

/** Whether the step is the viewer's to take, whatever the state. */
export function isEntitledTo(viewer: MaybeViewer, post: PostFacts, action: PostAction): boolean {
  const { by } = transitions[action];
  if (by === "owner") return mayWriteFor(viewer, post.organisationId);
  return by === "organizer" && isOrganizer(viewer);
}

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
  const onMarket = post.publication === "published" || post.publication === "closed";
  if (!onMarket) return false;
  if (post.visibility === "public") return true;
  if (post.visibility === "invited")
    return post.invited.some((organisationId) => belongsTo(viewer, organisationId));
  return viewer !== null;
}

/**
 * Whether the viewer may know whose post it is and how to reach them. An
 * anonymous enterprise is known to itself and to organizers until it accepts
 * an interest; `acceptedInterest` says that the viewer's organisation has one.
 */
export const maySeeOrganisation = (
  viewer: MaybeViewer,
  post: PostFacts,
  acceptedInterest: boolean,
): boolean =>
  post.visibility !== "anonymous" ||
  belongsTo(viewer, post.organisationId) ||
  isOrganizer(viewer) ||
  acceptedInterest;

/** Contact details are for signed-in people, and follow the organisation's disclosure. */
export const maySeeContact = (
  viewer: MaybeViewer,
  post: PostFacts,
  acceptedInterest: boolean,
): boolean => viewer !== null && maySeeOrganisation(viewer, post, acceptedInterest);

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
