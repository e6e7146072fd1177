import { describe, expect, it } from "vitest";
import type { OrganisationRole, PlatformRole } from "#app/codes/codes.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { postActions, type PostAction } from "./lifecycle.ts";
import { isEntitledToPostStep, mayTake, type PostFacts } from "./policy.ts";

const owner = "organisation-owner";
const invited = "organisation-invited";
const stranger = "organisation-stranger";

function person(
  organisationId: string | null,
  role: OrganisationRole = "owner",
  platformRole: PlatformRole = "member",
): MaybeViewer {
  const membership = organisationId
    ? { organisationId, name: organisationId, kind: "enterprise" as const, role }
    : null;
  return {
    userId: `${organisationId}-${role}-${platformRole}`,
    name: "",
    email: "",
    platformRole,
    memberships: membership ? [membership] : [],
    active: membership,
  };
}

const viewers = {
  guest: null,
  alone: person(null),
  stranger: person(stranger),
  invited: person(invited),
  ownOwner: person(owner),
  ownEditor: person(owner, "editor"),
  ownReader: person(owner, "reader"),
  organizer: person(stranger, "owner", "organizer"),
  administrator: person(null, "owner", "administrator"),
} satisfies Record<string, MaybeViewer>;
type Name = keyof typeof viewers;
const names = Object.keys(viewers) as Name[];
const organizers: Name[] = ["organizer", "administrator"];

const post = (facts: Partial<PostFacts>): PostFacts => ({
  organisationId: owner,
  publication: "published",
  draftState: null,
  visibility: "public",
  invited: [invited],
  ...facts,
});
const who = (may: (viewer: MaybeViewer) => boolean): Name[] =>
  names.filter((name) => may(viewers[name]));

describe("who takes a step", () => {
  const byOrganizer: PostAction[] = ["approve", "return", "reject", "takeDown"];

  it.each(postActions)("%s", (action) => {
    const expected: Name[] =
      action === "expire"
        ? []
        : byOrganizer.includes(action)
          ? organizers
          : ["ownOwner", "ownEditor"];
    expect(who((viewer) => isEntitledToPostStep(viewer, post({}), action))).toEqual(expected);
  });

  it("no one takes a step that the state does not allow", () => {
    const withdrawn = post({ publication: "withdrawn" });
    for (const action of postActions)
      expect(who((viewer) => mayTake(viewer, withdrawn, action))).toEqual([]);
  });
});
