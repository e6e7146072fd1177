import type { DealSide, DealEndReason } from "#app/codes/codes.ts";
import { belongsTo, isOrganizer, mayWriteFor, type MaybeViewer } from "#app/kernel/viewer.ts";
import type { BrokerState, DealStage } from "#app/codes/states.ts";
import { brokerMachine, type BrokerStep } from "./brokers.ts";
import { dealMachine, isUnderWay, type DealAction } from "./stages.ts";

/** What the rules need to know of a deal. */
export interface DealFacts {
  stage: DealStage;
  endReason: DealEndReason | null;
  demandOrganisationId: string;
  supplyOrganisationId: string;
  brokerId: string | null;
}

export const isBroker = (viewer: MaybeViewer, deal: DealFacts): boolean =>
  viewer !== null && viewer.userId === deal.brokerId;

const isParty = (viewer: MaybeViewer, deal: DealFacts): boolean =>
  belongsTo(viewer, deal.demandOrganisationId) || belongsTo(viewer, deal.supplyOrganisationId);

/** Whether the person writes for one of the two sides. */
export const mayWriteForSide = (viewer: MaybeViewer, deal: DealFacts): boolean =>
  mayWriteFor(viewer, deal.demandOrganisationId) || mayWriteFor(viewer, deal.supplyOrganisationId);

/** The thread, the tasks, the notes and the documents are both sides' and their broker's, and nobody else's. */
export const maySeeContents = (viewer: MaybeViewer, deal: DealFacts): boolean =>
  isParty(viewer, deal) || isBroker(viewer, deal);

/** Organizers see that the deal is there: parties, titles, stage, days in it, end reason. */
export const maySeeDeal = (viewer: MaybeViewer, deal: DealFacts): boolean =>
  maySeeContents(viewer, deal) || isOrganizer(viewer);

const mayWrite = (viewer: MaybeViewer, deal: DealFacts): boolean =>
  mayWriteForSide(viewer, deal) || isBroker(viewer, deal);

/** Messages pass until the deal ends. */
export const mayWriteMessage = (viewer: MaybeViewer, deal: DealFacts): boolean =>
  mayWrite(viewer, deal) && deal.stage !== "ended";

/** Tasks, notes, documents and comments are written once the interest is accepted and until the deal ends. */
export const mayWriteContents = (viewer: MaybeViewer, deal: DealFacts): boolean =>
  mayWrite(viewer, deal) && isUnderWay(deal.stage);

/** Whether steps by hand are the viewer's to take, whatever the stage. */
export const mayMoveDeals = (viewer: MaybeViewer, deal: DealFacts): boolean =>
  mayWrite(viewer, deal) || isOrganizer(viewer);

/** The steps by hand that the viewer may take now. */
export const stepsByHand = (viewer: MaybeViewer, deal: DealFacts): DealAction[] =>
  mayMoveDeals(viewer, deal)
    ? dealMachine.possible(deal.stage).filter((action) => dealMachine.steps[action].by === "party")
    : [];

/** Whether the two sides have ever come to talk: an anonymous enterprise is known from then on. */
export const wasAccepted = ({ stage, endReason }: DealFacts): boolean =>
  stage !== "interest" && endReason !== "declined" && endReason !== "withdrawn";

/** Who a person acts for in a deal; the organisation acted for now comes first. */
export function dealSideOf(viewer: MaybeViewer, deal: DealFacts): DealSide | null {
  const active = viewer?.active?.organisationId;
  if (active === deal.demandOrganisationId) return "demand";
  if (active === deal.supplyOrganisationId) return "supply";
  if (belongsTo(viewer, deal.demandOrganisationId)) return "demand";
  if (belongsTo(viewer, deal.supplyOrganisationId)) return "supply";
  return isBroker(viewer, deal) ? "broker" : null;
}

/** The organisation a person of this side writes for; null for the broker. */
export const organisationOfSide = (deal: DealFacts, side: DealSide): string | null => {
  if (side === "broker") return null;
  return side === "demand" ? deal.demandOrganisationId : deal.supplyOrganisationId;
};

/** A broker is proposed while the sides work together and have none. */
export const mayProposeBroker = (viewer: MaybeViewer, deal: DealFacts): boolean =>
  mayWriteForSide(viewer, deal) && isUnderWay(deal.stage);

export interface BrokerFacts {
  state: BrokerState;
  brokerId: string;
  /** The side that proposed. */
  organisationId: string;
}

/** Whether a step about the broker is the viewer's to take, whatever its state. */
export function isEntitledToBrokerStep(
  viewer: MaybeViewer,
  deal: DealFacts,
  broker: BrokerFacts,
  step: BrokerStep,
): boolean {
  const other =
    broker.organisationId === deal.demandOrganisationId
      ? deal.supplyOrganisationId
      : deal.demandOrganisationId;
  switch (brokerMachine.steps[step].by) {
    case "otherSide":
      return mayWriteFor(viewer, other);
    case "proposer":
      return mayWriteFor(viewer, broker.organisationId);
    case "side":
      return mayWriteForSide(viewer, deal);
    case "broker":
      return viewer?.userId === broker.brokerId;
  }
}

/** The steps about the broker that the viewer may take now. */
export const brokerStepsOf = (
  viewer: MaybeViewer,
  deal: DealFacts,
  broker: BrokerFacts,
): BrokerStep[] =>
  brokerMachine
    .possible(broker.state)
    .filter((step) => isEntitledToBrokerStep(viewer, deal, broker, step));
