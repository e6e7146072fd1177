import { randomUUID } from "node:crypto";
import type pg from "pg";
import { newId } from "#db/schema/columns.ts";
import type { Person } from "../people.ts";
import { attempt, leadsTo, once, type Doing, type Scene } from "./write.ts";

/** A published session in which participants book meetings themselves, with few places for many wishes. */
export async function openBookings(pool: pg.Pool, people: Person[]): Promise<Scene["bookings"]> {
  const id = await openSession(pool);
  const slots = Array.from({ length: 5 }, newId);
  const tables = Array.from({ length: 2 }, newId);
  for (const [at, slot] of slots.entries())
    await pool.query(
      `INSERT INTO session_slot (id, session_id, starts_at, ends_at, part)
       VALUES ($1, $2, '2030-05-16T01:00Z'::timestamptz + $3 * interval '30 minutes',
         '2030-05-16T01:30Z'::timestamptz + $3 * interval '30 minutes', '上午')`,
      [slot, id, at],
    );
  for (const [at, table] of tables.entries())
    await pool.query(
      `INSERT INTO session_table (id, session_id, name, hall, position) VALUES ($1, $2, $3, '一号厅', $4)`,
      [table, id, `A${at + 1}`, at],
    );
  const participants = new Map<Person, string>();
  for (const person of people) {
    const [registration, participant] = [newId(), newId()];
    participants.set(person, participant);
    await pool.query(
      `INSERT INTO session_registration (id, session_id, organisation_id, state) VALUES ($1, $2, $3, 'admitted')`,
      [registration, id, person.organisationId],
    );
    await pool.query(
      `INSERT INTO session_participant (id, session_id, registration_id, organisation_id, user_id, name, email, pass_key)
       VALUES ($1, $2, $3, $4, $5, '参会人', $6, $7)`,
      [
        participant,
        id,
        registration,
        person.organisationId,
        person.userId,
        person.email,
        randomUUID(),
      ],
    );
  }
  const wishes: Scene["bookings"]["wishes"] = [];
  for (const one of people.filter(({ kind }) => kind === "enterprise"))
    for (const other of people.filter(({ kind }) => kind === "university")) {
      const wish = newId();
      await pool.query(
        `INSERT INTO meeting_wish (id, session_id, from_participant_id, to_participant_id, state)
         VALUES ($1, $2, $3, $4, 'accepted')`,
        [wish, id, participants.get(one), participants.get(other)],
      );
      wishes.push({ id: wish, people: [one, other] });
    }
  return { path: `/sessions/${id}`, wishes, slots, tables };
}

/** A published session that admits at once and to which nobody has registered yet. */
export async function openRegistrations(pool: pg.Pool): Promise<Scene["registrations"]> {
  return { path: `/sessions/${await openSession(pool)}`, tried: new Set() };
}

async function openSession(pool: pg.Pool): Promise<string> {
  const id = newId();
  await pool.query(
    `INSERT INTO matchmaking_session (id, title, state, place, needs_approval, scheduling_by, published_at, starts_at, ends_at)
     VALUES ($1, $2, 'published', '南京', false, 'participants', now(), '2030-05-16T01:00Z', '2030-05-16T04:00Z')`,
    [id, `对接会${id.slice(-6)}`],
  );
  return id;
}

export const booking: Doing = {
  weight: 4,
  run: async (scene, person, random) => {
    const { path, wishes, slots, tables } = scene.bookings;
    const wish = random.pick(wishes.filter(({ people }) => people.includes(person)));
    const [slot, table] = [random.pick(slots), random.pick(tables)];
    if (!wish || !slot || !table) return;
    const write = attempt(scene, "booking", person, random, { wish: wish.id, slot, table });
    const answer = await person.client.post(`${path}/meetings`, [
      ["step", "book"],
      ["wishId", wish.id],
      ["place", `${slot}/${table}`],
    ]);
    write.acknowledged = leadsTo(answer, /^(\/sessions\/[\w-]+\/meetings)/) !== undefined;
  },
  checks: {
    booking: async (pool, write) => {
      const { wish, slot, table } = write.facts;
      return write.acknowledged
        ? once(
            pool,
            write,
            "the meeting",
            "meeting WHERE wish_id = $1 AND slot_id = $2 AND table_id = $3 AND state = 'planned'",
            [wish, slot, table],
          )
        : [];
    },
  },
};

export const registering: Doing = {
  weight: 1,
  run: async (scene, person, random) => {
    const { path, tried } = scene.registrations;
    if (tried.has(person)) return;
    tried.add(person);
    const write = attempt(scene, "registration", person, random, { session: path.slice(-36) });
    const answer = await person.client.post(`${path}/register`, [
      ["people[0].name", "参会人"],
      ["people[0].email", person.email],
      ["people[0].position", write.mark],
      ["note", write.mark],
    ]);
    write.acknowledged = leadsTo(answer, /^(\/sessions\/[\w-]+)$/) !== undefined;
  },
  checks: {
    registration: async (pool, write) => {
      const { session } = write.facts;
      const { person, mark } = write;
      const wrong = await once(
        pool,
        write,
        "the registration",
        "session_registration WHERE session_id = $1 AND organisation_id = $2 AND note = $3",
        [session, person.organisationId, mark],
      );
      const { rows } = await pool.query(
        `SELECT FROM session_registration r WHERE session_id = $1 AND organisation_id = $2
           AND (SELECT count(*) FROM session_participant p WHERE p.registration_id = r.id) <> 1`,
        [session, person.organisationId],
      );
      return rows.length > 0 ? [...wrong, "the registration is there without its person"] : wrong;
    },
  },
};

/** No table, person or wish has two meetings at once, in any session. */
export async function doubleBookings(pool: pg.Pool): Promise<string[]> {
  const standing = "meeting WHERE state NOT IN ('cancelled', 'missed')";
  const { rows } = await pool.query<{ wrong: string }>(
    `SELECT 'table ' || table_id || ' has two meetings in slot ' || slot_id AS wrong
       FROM ${standing} GROUP BY table_id, slot_id HAVING count(*) > 1
     UNION ALL SELECT 'wish ' || wish_id || ' has two meetings'
       FROM ${standing} AND wish_id IS NOT NULL GROUP BY wish_id HAVING count(*) > 1
     UNION ALL SELECT 'person ' || person || ' has two meetings in slot ' || slot_id
       FROM (SELECT slot_id, participant_id AS person FROM ${standing}
             UNION ALL SELECT slot_id, other_participant_id FROM ${standing}) seats
       GROUP BY person, slot_id HAVING count(*) > 1
     UNION ALL SELECT 'meeting ' || m.id || ' has ' || count(s.meeting_id) || ' seats'
       FROM (SELECT * FROM ${standing}) m LEFT JOIN meeting_seat s ON s.meeting_id = m.id AND s.slot_id = m.slot_id
       GROUP BY m.id HAVING count(s.meeting_id) <> 2`,
  );
  return rows.map(({ wrong }) => wrong);
}
