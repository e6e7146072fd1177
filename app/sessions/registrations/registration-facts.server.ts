import { asc, eq } from "drizzle-orm";
import type { Transaction } from "#db/connection.ts";
import { sessionSlot } from "#db/schema/index.ts";
import type { Session } from "#app/sessions/change.server.ts";
import type { FileRow } from "#app/sessions/registrations/import/registration-file.ts";
import { organisationKey } from "#app/organisations/organisation-key.ts";
import { pairKey, type ImportFacts } from "./registration-plan.ts";
import { admittedOf } from "#app/sessions/places.server.ts";
import { localOf } from "#app/kernel/zones.ts";
import type { Cluster } from "#app/codes/codes.ts";
import type { RegistrationState } from "#app/codes/states.ts";

/** All that is to be known to decide on these rows, read with a few queries however many they are. */
export async function factsOf(
  transaction: Transaction,
  session: Session,
  rows: FileRow[],
): Promise<ImportFacts> {
  const client = transaction.$client;
  const codes = [...new Set(rows.map(({ code }) => code).filter((code) => code !== ""))];
  const names = [...new Set(rows.map(({ organisation }) => organisationKey(organisation)))].filter(
    (name) => name !== "",
  );
  const emails = [...new Set(rows.map(({ email }) => email))];
  const coded = await client.query<{ id: string; code: string; names: string[] }>(
    `SELECT o.id, v.code, array[o.name, o.name_en] AS names
     FROM organisation_verification v JOIN organisation o ON o.id = v.organisation_id
     WHERE v.state = 'verified' AND v.country = 'CN' AND v.code = ANY ($1)`,
    [codes],
  );
  const named = await client.query<{ id: string; name: string }>(
    `SELECT id, organisation_key(name) AS name FROM organisation
     WHERE organisation_key(name) = ANY ($1)
     UNION SELECT id, organisation_key(name_en) FROM organisation
     WHERE organisation_key(name_en) = ANY ($1)`,
    [names],
  );
  const organisationIds = [...new Set([...coded.rows, ...named.rows].map(({ id }) => id))];
  const registrations = await client.query<{
    id: string;
    organisationId: string;
    state: RegistrationState;
    cluster: Cluster | null;
  }>(
    `SELECT id, organisation_id AS "organisationId", state, cluster FROM session_registration
     WHERE session_id = $1 AND organisation_id = ANY ($2::uuid[])`,
    [session.id, organisationIds],
  );
  const registrationIds = registrations.rows.map(({ id }) => id);
  const people = await client.query<{
    id: string;
    registrationId: string;
    email: string;
    name: string;
    position: string;
    phone: string;
  }>(
    `SELECT id, registration_id AS "registrationId", lower(email) AS email, name, position, phone
     FROM session_participant WHERE registration_id = ANY ($1::uuid[])`,
    [registrationIds],
  );
  const participantIds = people.rows.map(({ id }) => id);
  const accounts = await client.query<{ id: string; email: string; organisationId: string }>(
    `SELECT u.id, lower(u.email) AS email, m.organisation_id AS "organisationId"
     FROM "user" u JOIN member m ON m.user_id = u.id
     WHERE m.organisation_id = ANY ($1::uuid[]) AND lower(u.email) = ANY ($2)`,
    [organisationIds, emails],
  );
  const posts = rows.some((row) => row.posts.length > 0)
    ? await client.query<{ id: string; organisationId: string; title: string }>(
        `SELECT id, organisation_id AS "organisationId", coalesce(content ->> 'title', '') AS title
         FROM post WHERE publication = 'published' AND organisation_id = ANY ($1::uuid[])`,
        [organisationIds],
      )
    : { rows: [] };
  const brought = await client.query<{ registrationId: string; postId: string }>(
    `SELECT registration_id AS "registrationId", post_id AS "postId" FROM registration_post
     WHERE registration_id = ANY ($1::uuid[])`,
    [registrationIds],
  );
  const absences = await client.query<{ participantId: string; slotId: string }>(
    `SELECT participant_id AS "participantId", slot_id AS "slotId" FROM participant_absence
     WHERE participant_id = ANY ($1::uuid[])`,
    [participantIds],
  );
  const seats = await client.query<{ participantId: string; slotId: string }>(
    `SELECT s.participant_id AS "participantId", s.slot_id AS "slotId" FROM meeting_seat s
     JOIN meeting m ON m.id = s.meeting_id AND m.state = 'planned'
     WHERE s.participant_id = ANY ($1::uuid[])`,
    [participantIds],
  );
  const slots = await transaction
    .select()
    .from(sessionSlot)
    .where(eq(sessionSlot.sessionId, session.id))
    .orderBy(asc(sessionSlot.startsAt));
  return {
    byCode: new Map(
      coded.rows.map((row) => [row.code, { id: row.id, names: row.names.filter(Boolean) }]),
    ),
    byName: grouped(named.rows, ({ name, id }) => [name, id]),
    registrations: new Map(
      registrations.rows.map(({ organisationId, ...row }) => [organisationId, row]),
    ),
    people: new Map(
      [...grouped(people.rows, (row) => [row.registrationId, row])].map(([id, those]) => [
        id,
        new Map(those.map((one) => [one.email, one])),
      ]),
    ),
    accounts: new Map(accounts.rows.map((row) => [pairKey(row.organisationId, row.email), row.id])),
    posts: grouped(posts.rows, ({ organisationId, id, title }) => [organisationId, { id, title }]),
    brought: new Set(brought.rows.map((row) => pairKey(row.registrationId, row.postId))),
    absences: new Set(absences.rows.map((row) => pairKey(row.participantId, row.slotId))),
    seats: new Set(seats.rows.map((row) => pairKey(row.participantId, row.slotId))),
    slots: new Map(slots.map(({ id, startsAt }) => [localOf(startsAt, session.zone), id])),
    peopleAtMost: session.peoplePerOrganisation,
    free:
      session.capacity === null
        ? Number.MAX_SAFE_INTEGER
        : session.capacity - (await admittedOf(transaction, session.id)),
  };
}

function grouped<Row, Value>(
  rows: Row[],
  entryOf: (row: Row) => [key: string, value: Value],
): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const row of rows) {
    const [key, value] = entryOf(row);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
