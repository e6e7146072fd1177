import type { z } from "zod";
import type { OrganisationKind, OrganisationRole, PlatformRole, Region } from "#app/codes/codes.ts";
import type { needListing } from "#app/posts/need.ts";
import type { resultListing } from "#app/posts/result.ts";

export interface DemonstrationOrganisation {
  key: string;
  name: string;
  nameEn: string;
  slug: string;
  kind: OrganisationKind;
  region: Region;
  profile: string;
  verified: boolean;
}

export interface DemonstrationAccount {
  name: string;
  email: string;
  platformRole: PlatformRole;
  memberships: { organisation: string; role: OrganisationRole }[];
}

export interface DemonstrationPost<Content> {
  organisation: string;
  state: "published" | "submitted" | "draft";
  content: Content;
}

export type DemonstrationNeed = DemonstrationPost<z.input<typeof needListing.draft>>;
export type DemonstrationResult = DemonstrationPost<z.input<typeof resultListing.draft>>;
