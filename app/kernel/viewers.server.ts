import { eq, inArray } from "drizzle-orm";
import type { Reader } from "#db/connection.ts";
import { member, organisation, user } from "#db/schema/index.ts";
import type { Viewer } from "./viewer.ts";

/**
 * People as viewers, by id, with what they may see now: for work that asks on
 * their behalf while they are away.
 */
export async function viewersById(reader: Reader, userIds: string[]): Promise<Map<string, Viewer>> {
  if (userIds.length === 0) return new Map();
  const rows = await reader
    .select({ user, member, organisation })
    .from(user)
    .leftJoin(member, eq(member.userId, user.id))
    .leftJoin(organisation, eq(organisation.id, member.organisationId))
    .where(inArray(user.id, userIds));
  const viewers = new Map<string, Viewer>();
  for (const row of rows) {
    const viewer = viewers.get(row.user.id) ?? {
      userId: row.user.id,
      name: row.user.name,
      email: row.user.email,
      platformRole: row.user.platformRole,
      memberships: [],
      active: null,
    };
    if (row.member && row.organisation)
      viewer.memberships.push({
        organisationId: row.organisation.id,
        name: row.organisation.name,
        kind: row.organisation.kind,
        role: row.member.role,
      });
    viewers.set(row.user.id, viewer);
  }
  return viewers;
}
