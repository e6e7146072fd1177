import { belongsTo, isOrganizer, mayWriteFor, type MaybeViewer } from "#app/kernel/viewer.ts";
import type { ChallengeState, ReviewState } from "#app/codes/states.ts";
import { challengeMachine, type ChallengeAction } from "./lifecycle.ts";

/** What the rules need to know of a challenge. */
export interface ChallengeFacts {
  state: ChallengeState;
  organisationId: string;
  audience: string;
}

const hidden: readonly ChallengeState[] = ["draft", "submitted"];

/** Whether the viewer may know of the challenge: before it is published its owner and, once submitted, organizers. */
export function maySeeChallenge(viewer: MaybeViewer, challenge: ChallengeFacts): boolean {
  if (belongsTo(viewer, challenge.organisationId)) return true;
  if (hidden.includes(challenge.state))
    return challenge.state === "submitted" && isOrganizer(viewer);
  return challenge.audience === "public" || viewer !== null;
}

/** Whether the step is the viewer's to take, whatever the state. */
export function isEntitledToChallengeStep(
  viewer: MaybeViewer,
  challenge: ChallengeFacts,
  action: ChallengeAction,
): boolean {
  const { by } = challengeMachine.steps[action];
  if (by === "owner") return mayWriteFor(viewer, challenge.organisationId);
  return by === "organizer" && mayOversee(viewer, challenge);
}

/** Whether the viewer may take this step now. */
export const mayTake = (
  viewer: MaybeViewer,
  challenge: ChallengeFacts,
  action: ChallengeAction,
): boolean =>
  challengeMachine.can(challenge.state, action) &&
  isEntitledToChallengeStep(viewer, challenge, action);

/** An organizer oversees a challenge that is not of an organisation of their own. */
export const mayOversee = (viewer: MaybeViewer, challenge: ChallengeFacts): boolean =>
  isOrganizer(viewer) && !belongsTo(viewer, challenge.organisationId);

/** How many proposals there are is for the owner and organizers until the deadline, then for all. */
export const maySeeCount = (viewer: MaybeViewer, challenge: ChallengeFacts): boolean =>
  challenge.state !== "published" ||
  belongsTo(viewer, challenge.organisationId) ||
  isOrganizer(viewer);

/** Whether the viewer may write a proposal for the organisation they act for; the deadline is the database's to say. */
export function mayPropose(viewer: MaybeViewer, challenge: ChallengeFacts): boolean {
  const own = viewer?.active?.organisationId;
  return (
    own !== undefined &&
    challenge.state === "published" &&
    mayWriteFor(viewer, own) &&
    !belongsTo(viewer, challenge.organisationId)
  );
}

/** Whether the viewer may keep a working copy: also after the deadline, so that nothing typed is lost. */
export const mayKeepProposal = (viewer: MaybeViewer, challenge: ChallengeFacts): boolean =>
  mayPropose(viewer, {
    ...challenge,
    state: hidden.includes(challenge.state) ? challenge.state : "published",
  });

/**
 * Whether the proposals may be read by the viewer at all, as the policies of
 * row-level security say too: after the seals were opened, by the owner and
 * organizers. The viewer's own organisation's is not meant here.
 */
export const mayReadProposals = (
  viewer: MaybeViewer,
  challenge: ChallengeFacts & { closedAt: Date | null },
): boolean =>
  challenge.closedAt !== null &&
  (belongsTo(viewer, challenge.organisationId) || isOrganizer(viewer));

/** A review shows its proposal once the expert has said that no conflict of interest stands against it. */
export const mayReadForReview = (state: ReviewState): boolean =>
  state === "open" || state === "submitted";
