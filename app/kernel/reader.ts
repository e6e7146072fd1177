import type { RowReader } from "#db/row-security.ts";
import { isOrganizer, type MaybeViewer } from "./viewer.ts";

/** The viewer as the policies of row-level security know them. */
export const readerOf = (viewer: MaybeViewer): RowReader => ({
  userId: viewer?.userId ?? null,
  organisationIds: viewer?.memberships.map(({ organisationId }) => organisationId) ?? [],
  organizer: isOrganizer(viewer),
});
