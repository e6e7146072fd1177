import { describe, expect, it } from "vitest";
import type { OrganisationRole, PlatformRole } from "#app/codes/codes.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { contractMachine, milestoneMachine, type ContractAction } from "./lifecycle.ts";
import {
  isEntitledToContractStep,
  mayAmend,
  mayAnswer,
  mayMove,
  mayRegister,
  maySeeContract,
  mayTake,
  type ContractFacts,
} from "./policy.ts";

const person = (
  organisationId: string,
  role: OrganisationRole = "owner",
  platformRole: PlatformRole = "member",
  userId = `${organisationId}-${role}`,
): Viewer => {
  const membership = { organisationId, name: organisationId, kind: "enterprise", role } as const;
  return {
    userId,
    name: "",
    email: "",
    platformRole,
    memberships: [membership],
    active: membership,
  };
};

const roles = {
  guest: null,
  stranger: person("elsewhere"),
  buyer: person("buyer", "editor"),
  buyerReader: person("buyer", "reader"),
  seller: person("seller"),
  broker: person("agency", "owner", "member", "broker"),
  organizer: person("office", "owner", "organizer"),
  administrator: person("office", "owner", "administrator"),
  ownOrganizer: person("seller", "owner", "organizer"),
} satisfies Record<string, MaybeViewer>;
type Role = keyof typeof roles;

/** The buyer proposed, signed first, and asks to end. */
const facts: ContractFacts = {
  state: "submitted",
  buyerOrganisationId: "buyer",
  sellerOrganisationId: "seller",
  brokerId: "broker",
  submittedAt: new Date(),
  proposedById: "buyer",
  signedByIds: ["buyer"],
  terminationAskedById: "buyer",
  sellerRegion: "3201",
};
const allowed = (may: (viewer: MaybeViewer) => boolean): Role[] =>
  (Object.keys(roles) as Role[]).filter((role) => may(roles[role]));

const party: Role[] = ["buyer", "seller", "ownOrganizer"];
const seller: Role[] = ["seller", "ownOrganizer"];
const table: Record<ContractAction, Role[]> = {
  save: party,
  propose: party,
  agree: seller,
  change: party,
  sign: party,
  countersign: seller,
  submit: seller,
  return: ["organizer", "administrator"],
  register: ["organizer", "administrator"],
  amend: [],
  perform: [],
  finish: seller,
  askTermination: party,
  declineTermination: seller,
  withdrawTermination: ["buyer"],
  terminate: seller,
  discard: party,
};

describe("the policy of contracts", () => {
  it("opens a contract to its sides and broker, and to organizers once it is handed in", () => {
    const both: Role[] = ["buyer", "buyerReader", "seller", "broker"];
    expect(allowed((viewer) => maySeeContract(viewer, facts)).toSorted()).toEqual(
      [...both, "organizer", "administrator", "ownOrganizer"].toSorted(),
    );
    const before = { ...facts, submittedAt: null };
    expect(allowed((viewer) => maySeeContract(viewer, before)).toSorted()).toEqual(
      [...both, "ownOrganizer"].toSorted(),
    );
  });

  it.each(contractMachine.actions.map((action) => [action, table[action]] as const))(
    "%s is for %j",
    (action, expected) => {
      expect(allowed((viewer) => isEntitledToContractStep(viewer, facts, action))).toEqual(
        expected,
      );
    },
  );

  it("of an import the buyer is the one to hand it in", () => {
    const imported = { ...facts, sellerRegion: "DE" };
    expect(allowed((viewer) => isEntitledToContractStep(viewer, imported, "submit"))).toEqual([
      "buyer",
    ]);
  });

  it("takes no step of a state that does not have it, and asks to end but once", () => {
    expect(mayTake(roles.organizer, { ...facts, state: "registered" }, "register")).toBe(false);
    expect(mayTake(roles.buyer, facts, "askTermination")).toBe(false);
    const quiet = { ...facts, terminationAskedById: null };
    expect(mayTake(roles.buyer, quiet, "askTermination")).toBe(true);
    expect(mayTake(roles.seller, quiet, "terminate")).toBe(false);
  });

  it("moves a milestone by its own side, while the contract runs", () => {
    for (const action of milestoneMachine.actions) {
      const [state] = milestoneMachine.steps[action].from;
      const own = milestoneMachine.steps[action].by === "buyer" ? ["buyer"] : seller;
      expect(allowed((viewer) => mayMove(viewer, facts, state, action))).toEqual(own);
      for (const ended of ["agreed", "performed", "terminated"] as const)
        expect(
          allowed((viewer) => mayMove(viewer, { ...facts, state: ended }, state, action)),
        ).toEqual([]);
    }
  });

  it("amends what is in force, one side asking and the other answering", () => {
    const signed = { ...facts, state: "signed" } as const;
    const proposal = { state: "proposed", proposedById: "buyer" } as const;
    expect(allowed((viewer) => mayAmend(viewer, signed))).toEqual(party);
    expect(allowed((viewer) => mayAmend(viewer, facts))).toEqual([]);
    expect(allowed((viewer) => mayAnswer(viewer, signed, proposal, "agree"))).toEqual(seller);
    expect(allowed((viewer) => mayAnswer(viewer, signed, proposal, "withdraw"))).toEqual(["buyer"]);
    expect(allowed((viewer) => mayAnswer(viewer, facts, proposal, "agree"))).toEqual([]);
    expect(allowed((viewer) => mayAnswer(viewer, facts, proposal, "decline"))).toEqual(seller);
  });

  it("keeps the queue and the whole of the statistics to organizers", () => {
    expect(allowed(mayRegister)).toEqual(["organizer", "administrator", "ownOrganizer"]);
  });
});
