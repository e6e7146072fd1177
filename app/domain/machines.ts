import { challengeMachine, proposalMachine, reviewMachine } from "./challenges/lifecycle.ts";
import { dealMachine } from "./deals/stages.ts";
import { grantMachine } from "./disclosure/grants.ts";
import { interestMachine } from "./interests/schema.ts";
import { diagram, type Drawable } from "./machine.ts";
import { draftDiagram, publicationDiagram } from "./posts/lifecycle.ts";
import {
  invitationMachine,
  meetingMachine,
  registrationMachine,
  runMachine,
  sessionMachine,
  wishMachine,
} from "./sessions/lifecycle.ts";
import { synonymMachine } from "./synonyms/lifecycle.ts";

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
  runMachine,
  challengeMachine,
  proposalMachine,
  reviewMachine,
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
