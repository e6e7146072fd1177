import { belongsTo, mayWriteFor, type MaybeViewer } from "#app/domain/viewer/viewer.ts";
import { interestSteps, type InterestState, type InterestStep } from "./schema.ts";

export interface InterestFacts {
  state: InterestState;
  fromOrganisationId: string;
  toOrganisationId: string;
}

/** The two organisations see an interest and its thread; nobody else, organizers included. */
export const maySeeInterest = (viewer: MaybeViewer, interest: InterestFacts): boolean =>
  belongsTo(viewer, interest.fromOrganisationId) || belongsTo(viewer, interest.toOrganisationId);

/** Whether the viewer may take this step now. */
export function mayDecide(
  viewer: MaybeViewer,
  interest: InterestFacts,
  step: InterestStep,
): boolean {
  const { from, by } = interestSteps[step];
  const side = by === "receiver" ? interest.toOrganisationId : interest.fromOrganisationId;
  return (from as readonly InterestState[]).includes(interest.state) && mayWriteFor(viewer, side);
}

/** Messages pass while the interest is open or accepted. */
export function mayWriteMessage(viewer: MaybeViewer, interest: InterestFacts): boolean {
  const writesForOne =
    mayWriteFor(viewer, interest.fromOrganisationId) ||
    mayWriteFor(viewer, interest.toOrganisationId);
  return writesForOne && (interest.state === "pending" || interest.state === "accepted");
}

/** The side of the interest that the viewer speaks for; the one acted for now comes first. */
export function sideOf(viewer: MaybeViewer, interest: InterestFacts): string | null {
  const sides = [interest.fromOrganisationId, interest.toOrganisationId];
  const active = viewer?.active?.organisationId;
  if (active && sides.includes(active)) return active;
  return sides.find((side) => belongsTo(viewer, side)) ?? null;
}
