import { sql } from "drizzle-orm";
import type { Reader } from "#db/connection.ts";

/** How the last decided contact with another organisation ended, by its id: 1 accepted, 0 declined. */
export type Contacts = Record<string, number>;

/** The earlier contacts of these organisations, in one read of their own interests. */
export async function earlierContacts(
  reader: Reader,
  organisationIds: string[],
): Promise<Map<string, Contacts>> {
  if (organisationIds.length === 0) return new Map();
  const { rows } = await reader.execute<{ own: string; other: string; accepted: number }>(sql`
    select distinct on (own, other) own, other, (state = 'accepted')::int as accepted
    from (
      select from_organisation_id as own, to_organisation_id as other, state, decided_at
        from interest where from_organisation_id in ${organisationIds}
      union all
      select to_organisation_id, from_organisation_id, state, decided_at
        from interest where to_organisation_id in ${organisationIds}
    ) as contact
    where state in ('accepted', 'declined')
    order by own, other, decided_at desc nulls last`);
  const contacts = new Map<string, Contacts>();
  for (const { own, other, accepted } of rows)
    contacts.set(own, { ...contacts.get(own), [other]: accepted });
  return contacts;
}
