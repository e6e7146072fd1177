import { isOrganizer, mayWriteFor, type MaybeViewer } from "#app/kernel/viewer.ts";
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
  return isEntitledToPostStep(viewer, post, action);
}

/** Whether the step is the viewer's to take, whatever the state. */
export function isEntitledToPostStep(
  viewer: MaybeViewer,
  post: PostFacts,
  action: PostAction,
): boolean {
  const { by } = transitions[action];
  if (by === "owner") return mayWriteFor(viewer, post.organisationId);
  return by === "organizer" && isOrganizer(viewer);
}
