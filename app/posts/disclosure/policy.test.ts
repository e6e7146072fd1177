import { describe, expect, it } from "vitest";
import type { OrganisationRole, PlatformRole } from "#app/codes/codes.ts";
import { needListing } from "#app/posts/need.ts";
import type { PostFacts } from "#app/posts/policy.ts";
import { audiencesOf, type MaybeViewer } from "#app/kernel/viewer.ts";
import { grantStates } from "#app/codes/states.ts";
import {
  audienceOf,
  disclosedContent,
  disclosureTo,
  maySeeDraft,
  maySeePublished,
  stranger as nobody,
  type Relation,
} from "./policy.ts";

const completeNeedContent = needListing.draft.parse({
  title: "公开的标题",
  registeredDetails: "hidden-registered",
  contactName: "hidden-name",
  contactPhone: "025-8321 0000",
  contactEmail: "hidden-contact@example.test",
});

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

  it("an anonymous enterprise is known to itself, to organizers, and to whom it accepted or opened", () => {
    const facts = post({ visibility: "anonymous" });
    const known = (relation: Relation) =>
      who((viewer) => disclosureTo(viewer, facts, relation).name);
    expect(known(nobody)).toEqual([...own, ...organizers]);
    for (const grant of ["requested", "refused", "revoked"] as const)
      expect(known({ ...nobody, grant })).toEqual([...own, ...organizers]);
    const signedIn = names.filter((name) => name !== "guest");
    for (const relation of [
      { ...nobody, acceptedInterest: true },
      { ...nobody, grant: "opened" as const },
      { ...nobody, grant: "accepted" as const },
    ])
      expect(known(relation)).toEqual(signedIn);
  });

  it("contacts and what is for registered people are never shown to guests", () => {
    const everything: Relation = { acceptedInterest: true, grant: "accepted" };
    for (const visibility of ["public", "anonymous"])
      expect(disclosureTo(null, post({ visibility }), everything)).toMatchObject({
        contact: false,
        registered: false,
      });
  });

  it("the confidential part is its own people's and whose who accepted the terms, never the organizers'", () => {
    const facts = post({});
    const secret = (relation: Relation) =>
      who((viewer) => disclosureTo(viewer, facts, relation).secret);
    expect(secret(nobody)).toEqual(own);
    for (const grant of grantStates.filter((state) => state !== "accepted"))
      expect(secret({ ...nobody, grant })).toEqual(own);
    expect(disclosureTo(viewers.stranger, facts, { ...nobody, grant: "accepted" }).secret).toBe(
      true,
    );
    const withdrawn = post({ publication: "withdrawn" });
    expect(disclosureTo(viewers.stranger, withdrawn, { ...nobody, grant: "accepted" })).toEqual({
      post: false,
      registered: false,
      name: false,
      contact: false,
      secret: false,
    });
  });

  it("content keeps only what is disclosed", () => {
    const content = {
      kind: "need" as const,
      ...completeNeedContent,
    };
    const shown = disclosedContent(content, disclosureTo(null, post({})));
    expect(JSON.stringify(shown)).not.toContain("hidden-");
    expect(disclosedContent(content, disclosureTo(viewers.ownOwner, post({})))).toEqual(content);
  });
});
