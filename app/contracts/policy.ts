import { cities, provinces } from "#app/codes/codes.ts";
import { belongsTo, isOrganizer, mayWriteFor, type MaybeViewer } from "#app/kernel/viewer.ts";
import type { AmendmentState, ContractState, MilestoneState } from "#app/codes/states.ts";
import {
  amendmentMachine,
  contractMachine,
  milestoneMachine,
  type AmendmentAction,
  type ContractAction,
  type MilestoneAction,
} from "./lifecycle.ts";

export interface ContractFacts {
  state: ContractState;
  buyerOrganisationId: string;
  sellerOrganisationId: string;
  /** The broker whom both sides of the deal invited. */
  brokerId: string | null;
  /** Null until it was handed in for registration. */
  submittedAt: Date | null;
  /** Who proposed the text in question. */
  proposedById: string | null;
  /** Who has signed it. */
  signedByIds: readonly string[];
  /** Who asks to end the contract. */
  terminationAskedById: string | null;
  /** Where the seller is; decides who registers. */
  sellerRegion: string | null;
}

/** The two sides see a contract, the deal's broker reads it, organizers once it was handed in for registration. */
export const maySeeContract = (viewer: MaybeViewer, contract: ContractFacts): boolean =>
  contractSideOf(viewer, contract) !== null ||
  (viewer !== null && viewer.userId === contract.brokerId) ||
  (isOrganizer(viewer) && contract.submittedAt !== null);

/** The side that the viewer speaks for; the one acted for now comes first. */
export function contractSideOf(
  viewer: MaybeViewer,
  {
    buyerOrganisationId,
    sellerOrganisationId,
  }: Pick<ContractFacts, "buyerOrganisationId" | "sellerOrganisationId">,
): string | null {
  const sides = [buyerOrganisationId, sellerOrganisationId];
  const active = viewer?.active?.organisationId;
  if (active && sides.includes(active)) return active;
  return sides.find((side) => belongsTo(viewer, side)) ?? null;
}

/** Who registers: the seller, or, of an import, the domestic buyer. */
export function registrantOf(contract: ContractFacts): string {
  const domestic = [...cities, ...provinces] as readonly string[];
  const imported = contract.sellerRegion !== null && !domestic.includes(contract.sellerRegion);
  return imported ? contract.buyerOrganisationId : contract.sellerOrganisationId;
}

/** The side whose step the "other" one answers: who proposed, signed first, or asks to end. */
function turnOf(contract: ContractFacts, action: ContractAction): string | null {
  if (action === "agree") return contract.proposedById;
  if (action === "countersign") return contract.signedByIds[0] ?? null;
  return contract.terminationAskedById;
}

/** Whether the step is the viewer's to take, whatever the state. */
export function isEntitledToContractStep(
  viewer: MaybeViewer,
  contract: ContractFacts,
  action: ContractAction,
): boolean {
  const side = contractSideOf(viewer, contract);
  const writes = side !== null && mayWriteFor(viewer, side);
  const turn = turnOf(contract, action);
  switch (contractMachine.steps[action].by) {
    case "party":
      return writes;
    case "other":
      return writes && turn !== null && turn !== side;
    case "asker":
      return writes && turn === side;
    case "registrant":
      return writes && side === registrantOf(contract);
    /** Nobody decides on a contract of their own organisation. */
    case "organizer":
      return isOrganizer(viewer) && side === null;
    case "record":
      return false;
  }
}

/** Whether the viewer may take this step now. */
export const mayTake = (
  viewer: MaybeViewer,
  contract: ContractFacts,
  action: ContractAction,
): boolean => {
  if (action === "askTermination" && contract.terminationAskedById !== null) return false;
  return (
    contractMachine.can(contract.state, action) &&
    isEntitledToContractStep(viewer, contract, action)
  );
};

/** Milestones move while the contract runs. */
const moves: readonly ContractState[] = ["signed", "submitted", "returned", "registered"];

/** Whether the viewer may take this step of a milestone now. */
export function mayMove(
  viewer: MaybeViewer,
  contract: ContractFacts,
  milestone: MilestoneState,
  action: MilestoneAction,
): boolean {
  const side = contractSideOf(viewer, contract);
  const { by } = milestoneMachine.steps[action];
  const own = by === "seller" ? contract.sellerOrganisationId : contract.buyerOrganisationId;
  return (
    moves.includes(contract.state) &&
    milestoneMachine.can(milestone, action) &&
    side === own &&
    mayWriteFor(viewer, own)
  );
}

/** Whether the viewer may propose to change a signed contract. */
export function mayAmend(viewer: MaybeViewer, contract: ContractFacts): boolean {
  const side = contractSideOf(viewer, contract);
  return side !== null && mayWriteFor(viewer, side) && contractMachine.can(contract.state, "amend");
}

/** Whether the viewer may take this step of a proposed change now. */
export function mayAnswer(
  viewer: MaybeViewer,
  contract: ContractFacts,
  amendment: { state: AmendmentState; proposedById: string },
  action: AmendmentAction,
): boolean {
  const side = contractSideOf(viewer, contract);
  const { by } = amendmentMachine.steps[action];
  if (side === null || !mayWriteFor(viewer, side)) return false;
  if (by === "asker" ? amendment.proposedById !== side : amendment.proposedById === side)
    return false;
  return (
    amendmentMachine.can(amendment.state, action) &&
    (action !== "agree" || contractMachine.can(contract.state, "amend"))
  );
}

/** Organizers see the queue, the statistics to the last contract, and their files. */
export const mayRegister = (viewer: MaybeViewer): boolean => isOrganizer(viewer);
