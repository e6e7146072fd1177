import { describe, expect, it } from "vitest";
import type { OrganisationRole, PlatformRole } from "#app/domain/codes/codes.ts";
import { audiencesOf, type MaybeViewer } from "#app/domain/viewer/viewer.ts";
import { postActions, type PostAction } from "./lifecycle.ts";
import {
  audienceOf,
  isEntitledTo,
  maySeeContact,
  maySeeDraft,
  maySeeOrganisation,
  maySeePublished,
  mayTake,
  type PostFacts,
} from "./policy.ts";

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
const own: Name[] = ["ownOwner", "ownEditor", "ownReader"];
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

describe("who sees what is published", () => {
  it.each<[string, Name[]]>([
    ["public", names],
    ["registered", names.filter((name) => name !== "guest")],
    ["anonymous", names.filter((name) => name !== "guest")],
    ["invited", ["invited", ...own, ...organizers]],
  ])("a %s post: %j", (visibility, expected) => {
    for (const publication of ["published", "closed"] as const) {
      const facts = post({ visibility, publication });
      expect(who((viewer) => maySeePublished(viewer, facts))).toEqual(expected);
    }
  });

  it.each(["expired", "withdrawn", "superseded"] as const)(
    "a post that is %s: its own people and organizers",
    (publication) => {
      const facts = post({ publication });
      expect(who((viewer) => maySeePublished(viewer, facts))).toEqual([...own, ...organizers]);
    },
  );

  it.each(["public", "registered", "anonymous", "invited"])(
    "the index lets the same people find a %s post as may open it",
    (visibility) => {
      const facts = post({ visibility });
      const found = who((viewer) =>
        audiencesOf(viewer).some((token) => audienceOf(facts).includes(token)),
      );
      expect(found).toEqual(who((viewer) => maySeePublished(viewer, facts)));
    },
  );

  it("nobody sees what was never published", () => {
    const facts = post({ publication: "unpublished", draftState: "draft", visibility: null });
    expect(who((viewer) => maySeePublished(viewer, facts))).toEqual([]);
  });
});

describe("who sees more", () => {
  it("a draft is its own people's; organizers see it once it was submitted", () => {
    const drafted = post({ publication: "unpublished", draftState: "draft", visibility: null });
    expect(who((viewer) => maySeeDraft(viewer, drafted))).toEqual(own);
    const submitted = { ...drafted, draftState: "submitted" as const };
    expect(who((viewer) => maySeeDraft(viewer, submitted))).toEqual([...own, ...organizers]);
  });

  it("an anonymous enterprise is known to itself, to organizers and to whom it accepted", () => {
    const facts = post({ visibility: "anonymous" });
    const known = (accepted: boolean) =>
      who((viewer) => maySeeOrganisation(viewer, facts, accepted));
    expect(known(false)).toEqual([...own, ...organizers]);
    expect(known(true)).toEqual(names);
  });

  it("contacts are never shown to guests", () => {
    for (const visibility of ["public", "anonymous"])
      expect(maySeeContact(null, post({ visibility }), true)).toBe(false);
  });
});

describe("who takes a step", () => {
  const byOrganizer: PostAction[] = ["approve", "return", "reject", "takeDown"];

  it.each(postActions)("%s", (action) => {
    const expected: Name[] =
      action === "expire"
        ? []
        : byOrganizer.includes(action)
          ? organizers
          : ["ownOwner", "ownEditor"];
    expect(who((viewer) => isEntitledTo(viewer, post({}), action))).toEqual(expected);
  });

  it("no one takes a step that the state does not allow", () => {
    const withdrawn = post({ publication: "withdrawn" });
    for (const action of postActions)
      expect(who((viewer) => mayTake(viewer, withdrawn, action))).toEqual([]);
  });
});
