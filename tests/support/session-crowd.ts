import type pg from "pg";
import { newId } from "#db/schema/columns.ts";

/**
 * A published session of so many admitted organisations with one person each,
 * tables and slots, in which everyone wants to meet the next so many; answers its id.
 */
export async function crowdedSession(
  pool: pg.Pool,
  size: { organisations: number; tables: number; slots: number; wishesEach: number },
): Promise<string> {
  const id = newId();
  const mark = id.slice(-6);
  const values = [id, mark, size.organisations, size.tables, size.slots, size.wishesEach];
  const run = (text: string) => {
    const used = [...new Set([...text.matchAll(/\$(\d)/g)].map(([, number]) => Number(number)))];
    const renumbered = text.replaceAll(/\$(\d)/g, (_, n) => `$${used.indexOf(Number(n)) + 1}`);
    return pool.query(
      renumbered,
      used.map((number) => values[number - 1]),
    );
  };
  await run(`INSERT INTO matchmaking_session (id, title, state, place, published_at)
    VALUES ($1, '大型对接会' || $2::text, 'published', '南京', now())`);
  await run(`INSERT INTO session_slot (id, session_id, starts_at, ends_at, part)
    SELECT gen_random_uuid(), $1::uuid, '2030-05-16T01:00Z'::timestamptz + n * interval '30 minutes',
      '2030-05-16T01:30Z'::timestamptz + n * interval '30 minutes', CASE WHEN n < 6 THEN '上午' ELSE '下午' END
    FROM generate_series(0, $5::int - 1) n`);
  await run(`INSERT INTO session_table (id, session_id, name, hall, position)
    SELECT gen_random_uuid(), $1::uuid, 'A' || n, '一号厅', n FROM generate_series(1, $4::int) n`);
  await run(`UPDATE matchmaking_session SET (starts_at, ends_at) =
    (SELECT min(starts_at), max(ends_at) FROM session_slot WHERE session_id = $1::uuid) WHERE id = $1::uuid`);
  await run(`INSERT INTO organisation (id, name, slug, kind, region)
    SELECT gen_random_uuid(), '单位' || $2::text || n, $2::text || n, 'enterprise', '3201'
    FROM generate_series(1, $3::int) n`);
  await run(`INSERT INTO session_registration (id, session_id, organisation_id, state)
    SELECT gen_random_uuid(), $1::uuid, id, 'admitted' FROM organisation WHERE slug LIKE $2::text || '%'`);
  await run(`INSERT INTO session_participant (id, session_id, registration_id, organisation_id, name, email, pass_key)
    SELECT gen_random_uuid(), session_id, id, organisation_id, '参会人', organisation_id || '@many.test', gen_random_uuid()
    FROM session_registration WHERE session_id = $1::uuid`);
  await run(`WITH p AS (SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS all_of
      FROM session_participant WHERE session_id = $1::uuid)
    INSERT INTO meeting_wish (id, session_id, from_participant_id, to_participant_id, state)
    SELECT gen_random_uuid(), $1::uuid, a.id, b.id, 'accepted'
    FROM p a CROSS JOIN generate_series(1, $6::int) step
    JOIN p b ON b.n = (a.n - 1 + step * 7) % a.all_of + 1`);
  return id;
}
