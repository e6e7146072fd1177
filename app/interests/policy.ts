import { belongsTo, mayWriteFor, type MaybeViewer } from "#app/kernel/viewer.ts";
import type { InterestState } from "#app/codes/states.ts";
import { interestMachine, type InterestStep } from "./schema.ts";

export interface InterestFacts {
  state: InterestState;
  fromOrganisationId: string;
  toOrganisationId: string;
}

/** The two organisations see an interest; nobody else, organizers included. */
export const maySeeInterest = (viewer: MaybeViewer, interest: InterestFacts): boolean =>
  belongsTo(viewer, interest.fromOrganisationId) || belongsTo(viewer, interest.toOrganisationId);

/** Whether the step is the viewer's to take, whatever the state. */
export function isEntitledToInterestStep(
  viewer: MaybeViewer,
  interest: InterestFacts,
  step: InterestStep,
): boolean {
  const receives = interestMachine.steps[step].by === "receiver";
  return mayWriteFor(viewer, receives ? interest.toOrganisationId : interest.fromOrganisationId);
}

/** Whether the viewer may take this step now. */
export const mayDecide = (
  viewer: MaybeViewer,
  interest: InterestFacts,
  step: InterestStep,
): boolean =>
  interestMachine.can(interest.state, step) && isEntitledToInterestStep(viewer, interest, step);

/** The side of the interest that the viewer speaks for; the one acted for now comes first. */
export function interestSideOf(viewer: MaybeViewer, interest: InterestFacts): string | null {
  const sides = [interest.fromOrganisationId, interest.toOrganisationId];
  const active = viewer?.active?.organisationId;
  if (active && sides.includes(active)) return active;
  return sides.find((side) => belongsTo(viewer, side)) ?? null;
}
