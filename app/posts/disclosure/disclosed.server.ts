import { and, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import { isOrganizer, type MaybeViewer } from "#app/kernel/viewer.ts";
import { post } from "#db/schema/index.ts";

/** What `maySeePublished` says of posts on the market, for the database; undefined where it says yes to all. */
export function disclosedTo(viewer: MaybeViewer): SQL | undefined {
  if (isOrganizer(viewer)) return undefined;
  const { visibility } = post;
  if (!viewer) return eq(visibility, "public");
  const own = viewer.memberships.map(({ organisationId }) => organisationId);
  return or(
    inArray(visibility, ["public", "registered", "anonymous"]),
    own.length > 0 ? inArray(post.organisationId, own) : undefined,
    own.length > 0
      ? and(
          eq(visibility, "invited"),
          sql`${post.content} -> 'invited' ?| ${sql.param(own)}::text[]`,
        )
      : undefined,
  );
}
