import type { OrganisationKind, OrganisationRole, PlatformRole } from "#app/codes/codes.ts";

export interface Membership {
  organisationId: string;
  name: string;
  kind: OrganisationKind;
  role: OrganisationRole;
}

/** A signed-in person and the organisation they act for now. */
export interface Viewer {
  userId: string;
  name: string;
  email: string;
  platformRole: PlatformRole;
  memberships: Membership[];
  active: Membership | null;
}

/** A viewer by one sign-in of theirs, in one browser. */
export interface SignedIn {
  viewer: Viewer;
  signInId: string;
  expiresAt: Date;
}

/** Null is a guest. */
export type MaybeViewer = Viewer | null;

/** Organizers review and publish; administrators may do what organizers may. */
export const isOrganizer = (viewer: MaybeViewer): boolean =>
  viewer !== null && viewer.platformRole !== "member";

export const isAdministrator = (viewer: MaybeViewer): viewer is Viewer =>
  viewer?.platformRole === "administrator";

/** Whether the person belongs to the organisation, in whatever role. */
export const belongsTo = (viewer: MaybeViewer, organisationId: string): boolean =>
  viewer?.memberships.some((membership) => membership.organisationId === organisationId) ?? false;

/** Whether the person may write for the organisation. */
export const mayWriteFor = (viewer: MaybeViewer, organisationId: string): boolean =>
  viewer?.memberships.some(
    (membership) => membership.organisationId === organisationId && membership.role !== "reader",
  ) ?? false;

/**
 * The audience tokens of a viewer, as the search index knows them: a document
 * is visible when one of its tokens is among them.
 */
export function audiencesOf(viewer: MaybeViewer): string[] {
  if (!viewer) return ["public"];
  const own = viewer.memberships.map(({ organisationId }) => `organisation:${organisationId}`);
  return ["public", "registered", ...(isOrganizer(viewer) ? ["organizer"] : []), ...own];
}
