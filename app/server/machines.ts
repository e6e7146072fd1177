import { challengeMachine, proposalMachine, reviewMachine } from "#app/challenges/lifecycle.ts";
import { amendmentMachine, contractMachine, milestoneMachine } from "#app/contracts/lifecycle.ts";
import { savedSearchMachine } from "#app/alerts/schema.ts";
import { dealMachine } from "#app/deals/stages.ts";
import { grantMachine } from "#app/posts/disclosure/grants.ts";
import { brokerMachine } from "#app/deals/brokers.ts";
import { interestMachine } from "#app/interests/schema.ts";
import { diagram, type Drawable } from "#app/kernel/machine.ts";
import { draftDiagram, publicationDiagram } from "#app/posts/lifecycle.ts";
import {
  importMachine,
  invitationMachine,
  meetingMachine,
  registrationMachine,
  runMachine,
  sessionMachine,
  slotOfferMachine,
  wishMachine,
} from "#app/sessions/lifecycle.ts";
import { reportMachine } from "#app/reports/stages.ts";
import { storyMachine } from "#app/stories/stages.ts";
import { synonymMachine } from "#app/synonyms/lifecycle.ts";
import { verificationMachine } from "#app/verification/stages.ts";

/** Every state machine of the product, as docs/state-machines.md shows them. */
export const stateMachines: Drawable[] = [
  publicationDiagram,
  draftDiagram,
  synonymMachine,
  interestMachine,
  grantMachine,
  dealMachine,
  sessionMachine,
  registrationMachine,
  invitationMachine,
  wishMachine,
  meetingMachine,
  slotOfferMachine,
  runMachine,
  importMachine,
  challengeMachine,
  proposalMachine,
  reviewMachine,
  brokerMachine,
  contractMachine,
  milestoneMachine,
  amendmentMachine,
  verificationMachine,
  reportMachine,
  storyMachine,
  savedSearchMachine,
];

/** The text of docs/state-machines.md. */
export const statesDocument = (): string =>
  [
    "# State machines",
    "",
    "Printed from the data that the server checks by `npm run docs:machines`; in brackets, whose step it is.",
    ...stateMachines.flatMap((machine) => [
      "",
      `## ${machine.name}`,
      "",
      "```mermaid",
      diagram(machine),
      "```",
    ]),
    "",
  ].join("\n");
