import { challengeMachine, proposalMachine, reviewMachine } from "./challenges/lifecycle.ts";
import { amendmentMachine, contractMachine, milestoneMachine } from "./contracts/lifecycle.ts";
import { savedSearchMachine } from "./alerts/schema.ts";
import { dealMachine } from "./deals/stages.ts";
import { grantMachine } from "./disclosure/grants.ts";
import { brokerMachine } from "./deals/brokers.ts";
import { interestMachine } from "./interests/schema.ts";
import { diagram, type Drawable } from "./machine.ts";
import { draftDiagram, publicationDiagram } from "./posts/lifecycle.ts";
import {
  importMachine,
  invitationMachine,
  meetingMachine,
  registrationMachine,
  runMachine,
  sessionMachine,
  slotOfferMachine,
  wishMachine,
} from "./sessions/lifecycle.ts";
import { reportMachine } from "./reports/stages.ts";
import { storyMachine } from "./stories/stages.ts";
import { synonymMachine } from "./synonyms/lifecycle.ts";
import { verificationMachine } from "./verification/stages.ts";

/** Every state machine of the product, as docs/state-machines.md shows them. */
export const machines: Drawable[] = [
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
    ...machines.flatMap((machine) => [
      "",
      `## ${machine.name}`,
      "",
      "```mermaid",
      diagram(machine),
      "```",
    ]),
    "",
  ].join("\n");
