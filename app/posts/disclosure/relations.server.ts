import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { type InterestState, grantStates, type GrantState } from "#app/codes/states.ts";
import type { Reader } from "#db/connection.ts";
import { interest } from "#db/schema/index.ts";
import { stranger, type Relation } from "./policy.ts";

/** From nothing to everything, of several grants the furthest counts. */
const reach: GrantState[] = ["refused", "revoked", "requested", "opened", "accepted"];

/** What stands between the viewer's organisations and a post. */
export async function relationTo(
  reader: Reader,
  viewer: MaybeViewer,
  postId: string,
): Promise<Relation> {
  const organisationIds = viewer?.memberships.map(({ organisationId }) => organisationId) ?? [];
  if (organisationIds.length === 0) return stranger;
  const own = sql.join(
    organisationIds.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const { rows } = await reader.execute<{ accepted: boolean; grants: string[] }>(sql`
    SELECT EXISTS (
      SELECT FROM interest WHERE state = 'accepted' AND (
        (post_id = ${postId} AND from_organisation_id IN (${own}))
        OR (own_post_id = ${postId} AND to_organisation_id IN (${own})))
    ) AS accepted, ARRAY(
      SELECT state FROM disclosure_grant WHERE post_id = ${postId} AND organisation_id IN (${own})
    ) AS grants`);
  const [row] = rows;
  const grants = grantStates.filter((state) => row?.grants.includes(state));
  grants.sort((one, other) => reach.indexOf(other) - reach.indexOf(one));
  return { acceptedInterest: row?.accepted ?? false, grant: grants[0] ?? null };
}

/** The viewer's organisation's open or accepted interest in a post, if there is one. */
export async function ownInterestIn(
  reader: Reader,
  viewer: MaybeViewer,
  postId: string,
): Promise<{ id: string; state: InterestState } | null> {
  const organisationIds = viewer?.memberships.map(({ organisationId }) => organisationId) ?? [];
  if (organisationIds.length === 0) return null;
  const [row] = await reader
    .select({ id: interest.id, state: interest.state })
    .from(interest)
    .where(
      and(
        eq(interest.postId, postId),
        inArray(interest.fromOrganisationId, organisationIds),
        inArray(interest.state, ["pending", "accepted"]),
      ),
    )
    .orderBy(asc(interest.state));
  return row ? { id: row.id, state: row.state } : null;
}
