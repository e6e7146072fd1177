import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePlaces } from "#app/sessions/meetings/booking.server.ts";
import { followClock } from "#app/sessions/plan/commands.server.ts";
import { ownTimetable, timetableOf } from "#app/sessions/meetings/meeting-queries.server.ts";
import { countWishes, everyoneOf, pairsOf } from "#app/sessions/meetings/pairs.server.ts";
import {
  findSession,
  listSessions,
  tablesOfSession,
  viewSession,
} from "#app/sessions/queries.server.ts";
import {
  countRegistrations,
  registrationsOf,
} from "#app/sessions/registrations/registration-queries.server.ts";
import { problemOf } from "#app/sessions/meetings/timetable/timetable-instance.server.ts";
import { lastRun } from "#app/sessions/meetings/timetable/timetable.server.ts";
import { partnersOf, wishesOf } from "#app/sessions/meetings/wish-queries.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";
import { crowdedSession } from "#tests/support/session-crowd.ts";
import { attend } from "#tests/support/sessions.ts";
import { scansOf, watching, type Statement } from "#tests/support/statements.ts";

const size = 100_000;

let market: TestMarket;
let organizer: Viewer;
let guest: Viewer;
let participantId: string;
let session: string;
let asked: Statement[];
let watched: Services;

beforeAll(async () => {
  market = await openMarket();
  const { pool } = market.test;
  organizer = await createPerson(market.services, { platformRole: "organizer" });
  guest = await createPerson(market.services);
  session = await crowdedSession(pool, { organisations: 50, tables: 10, slots: 8, wishesEach: 4 });
  await pool.query("update matchmaking_session set needs_approval = false");
  participantId = await attend(market.services, guest, session);
  await pool.query(`
    insert into matchmaking_session (id, title, state, starts_at, ends_at, created_at)
      select gen_random_uuid(), 'title', case when n % 200 = 0 then 'published' else 'finished' end,
        now() + case when n % 200 = 0 then n else -n end * interval '1 minute',
        now() + case when n % 200 = 0 then n else -n end * interval '1 minute' + interval '8 hours', now()
      from generate_series(1, ${size}) n;
    create temp table chosen as select id, row_number() over (order by id) as n
      from matchmaking_session where title = 'title' limit 2000;
    insert into session_registration (id, session_id, organisation_id, state)
      select gen_random_uuid(), chosen.id, o.id, 'admitted' from chosen cross join organisation o;
    insert into session_participant (id, session_id, registration_id, organisation_id, name, email, pass_key)
      select gen_random_uuid(), session_id, id, organisation_id, 'person', id || '@many.test', id::text
      from session_registration where session_id in (select id from chosen);
    insert into session_slot (id, session_id, starts_at, ends_at)
      select gen_random_uuid(), id, now() + slot * interval '1 hour', now() + (slot + 1) * interval '1 hour'
      from chosen cross join generate_series(1, 10) slot;
    insert into session_table (id, session_id, name)
      select gen_random_uuid(), id, 'A' || place from chosen cross join generate_series(1, 10) place;
    insert into meeting_wish (id, session_id, from_participant_id, to_participant_id, state)
      select gen_random_uuid(), session_id, id, next, 'accepted' from (
        select id, session_id, lead(id) over (partition by session_id order by id) as next
        from session_participant where session_id in (select id from chosen)) pairs where next is not null;
    insert into meeting (id, session_id, slot_id, table_id, participant_id, other_participant_id, wish_id)
      select gen_random_uuid(), w.session_id, s.id, t.id, w.from_participant_id, w.to_participant_id, w.id
      from (select *, row_number() over (partition by session_id order by id) - 1 as n from meeting_wish
        where session_id in (select id from chosen)) w
      join (select id, session_id, row_number() over (partition by session_id order by id) - 1 as n from session_slot) s
        on s.session_id = w.session_id and s.n = w.n / 10
      join (select id, session_id, row_number() over (partition by session_id order by id) - 1 as n from session_table) t
        on t.session_id = w.session_id and t.n = w.n % 10;
    insert into meeting_seat (slot_id, person_key, meeting_id, participant_id)
      select m.slot_id, p.id::text, m.id, p.id from meeting m
      join session_participant p on p.id in (m.participant_id, m.other_participant_id)
      on conflict do nothing;
    insert into timetable_run (id, session_id, session_version, state)
      select gen_random_uuid(), session_id, 1, 'done' from session_registration;
    drop table chosen;
    analyze`);
  ({ asked, watched } = watching(market));
});
afterAll(() => market.close());

const after: [string, string] = ["2026-01-01T00:00:00.000Z", randomUUID()];
const partners = { search: "", limit: 20 };
const reads: [name: string, read: (services: Services) => Promise<unknown>][] = [
  ["sessions to come", (s) => listSessions(s, guest, { past: false, limit: 20 })],
  ["their next page", (s) => listSessions(s, organizer, { past: false, after, limit: 20 })],
  ["past sessions", (s) => listSessions(s, guest, { past: true, limit: 20 })],
  ["their next page", (s) => listSessions(s, guest, { past: true, after, limit: 20 })],
  ["a session's page", (s) => viewSession(s, guest, session)],
  ["its tables", (s) => tablesOfSession(s, session)],
  ["its registrations", (s) => registrationsOf(s, organizer, session, { limit: 50 })],
  [
    "the next page of one state",
    (s) =>
      registrationsOf(s, organizer, session, {
        ...{ state: "admitted", after: randomUUID(), limit: 50 },
      }),
  ],
  ["their states", (s) => countRegistrations(s, organizer, session)],
  ["everyone who comes", (s) => everyoneOf(s, organizer, session)],
  ["partners", (s) => partnersOf(s, guest, session, { participantId, ...partners })],
  [
    "partners by a word",
    (s) => partnersOf(s, guest, session, { ...partners, participantId, search: "单位" }),
  ],
  [
    "a person's wishes",
    (s) =>
      wishesOf(s, guest, session, { id: participantId, name: "", isViewer: true, mayAct: true }),
  ],
  ["all wishes", (s) => pairsOf(s, organizer, session, { limit: 50 })],
  ["their states", (s) => countWishes(s, organizer, session)],
  ["own meetings", (s) => ownTimetable(s, guest, session)],
  ["the timetable", (s) => timetableOf(s, organizer, session)],
  ["the last run", (s) => lastRun(s, organizer, session)],
  [
    "the scheduler's instance",
    async (s) => problemOf(s.database, await findSession(s, organizer, session)),
  ],
  ["free places", (s) => freePlaces(s, session, [randomUUID()])],
  ["what the clock does", (s) => followClock(s)],
];

const large = [
  "matchmaking_session",
  "session_registration",
  "session_participant",
  "meeting_wish",
  "meeting",
  "meeting_seat",
  "timetable_run",
];

describe(`among ${size.toLocaleString("en")} rows`, () => {
  it.each(reads)("%s: read by index", async (_name, read) => {
    await market.test.pool.query(
      "update matchmaking_session set timetable = 'final' where id = $1",
      [session],
    );
    asked.length = 0;
    await read(watched);
    expect(asked.length).toBeGreaterThan(0);
    for (const statement of asked)
      expect((await scansOf(market, statement)).filter((table) => large.includes(table))).toEqual(
        [],
      );
  });
});
