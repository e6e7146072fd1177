import { isOrganizer, type MaybeViewer } from "#app/kernel/viewer.ts";
import type { VerificationState } from "#app/codes/states.ts";
import { verificationMachine, type VerificationAction } from "./stages.ts";

/** Whether the person is an owner of the organisation. */
export const ownsOrganisation = (viewer: MaybeViewer, organisationId: string): boolean =>
  viewer?.memberships.some(
    (membership) => membership.organisationId === organisationId && membership.role === "owner",
  ) ?? false;

/** What was handed in, and its scans, are for the organisation's owners and for organizers. */
export const maySeeVerification = (viewer: MaybeViewer, organisationId: string): boolean =>
  ownsOrganisation(viewer, organisationId) || isOrganizer(viewer);

/** Whether the step is the viewer's to take, whatever the state. Nobody decides on an organisation of their own. */
export function isEntitledToVerificationStep(
  viewer: MaybeViewer,
  organisationId: string,
  action: VerificationAction,
): boolean {
  switch (verificationMachine.steps[action].by) {
    case "owner":
      return ownsOrganisation(viewer, organisationId);
    case "organizer":
      return isOrganizer(viewer) && !ownsOrganisation(viewer, organisationId);
    default:
      return false;
  }
}

/** The steps the viewer may take now. */
export const verificationStepsOf = (
  viewer: MaybeViewer,
  organisationId: string,
  state: VerificationState,
): VerificationAction[] =>
  verificationMachine
    .possible(state)
    .filter((action) => isEntitledToVerificationStep(viewer, organisationId, action));
