import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dealBoard } from "#app/deals/board.server.ts";
import { brokerInvitations } from "#app/deals/brokers.server.ts";
import { countDeals, listDeals } from "#app/deals/list.server.ts";
import { viewDeal } from "#app/deals/record.server.ts";
import { remindOfTasks } from "#app/deals/reminders.server.ts";
import { listInterests } from "#app/interests/queries.server.ts";
import { apartFrom } from "#app/blocks/blocks.server.ts";
import { pairsWorthACall } from "#app/matching/calls.server.ts";
import { callRules } from "#app/matching/calls.ts";
import { earlierContacts } from "#app/matching/contacts.server.ts";
import { sendDigests } from "#app/matching/digest.server.ts";
import { listMatches } from "#app/matching/list.server.ts";
import { matchesOf } from "#app/matching/matches.server.ts";
import { matchQualityView } from "#app/matching/quality.server.ts";
import { endAllMatches } from "#app/matching/standing.server.ts";
import { countUnread, listNotifications } from "#app/notifications/centre.server.ts";
import { answersOf } from "#app/organisations/answer-rate.server.ts";
import { expirePosts } from "#app/posts/expiry.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { listOwnPosts, postHistory, reviewQueue } from "#app/posts/queries.server.ts";
import { listReports, ownReports, upheldAgainst } from "#app/reports/queries.server.ts";
import { postsOf } from "#app/search/search.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { dealsWithSuccess, publishedStories, storiesInWork } from "#app/stories/queries.server.ts";
import { listVerifications } from "#app/verification/queries.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";
import { scansOf, watching, type Statement } from "#tests/support/statements.ts";

const size = 100_000;
const before = "ffffffff-ffff-7fff-bfff-ffffffffffff";

let market: TestMarket;
let owner: Viewer;
let organizer: Viewer;
let asked: Statement[];
let watched: Services;

beforeAll(async () => {
  market = await openMarket();
  owner = await createPerson(market.services);
  organizer = await createPerson(market.services, { kind: "authority", platformRole: "organizer" });
  await fill();
  ({ asked, watched } = watching(market));
});
afterAll(() => market.close());

/** Rows of 1,000 other organisations and people, so that one's own are few among many. */
async function fill(): Promise<void> {
  const { pool } = market.test;
  const content = JSON.stringify(completeNeed());
  await pool.query(`
    insert into organisation (id, name, slug, kind, region)
      select gen_random_uuid(), 'organisation ' || n, 'o' || n, 'enterprise', '3201' from generate_series(1, 1000) n;
    insert into "user" (id, name, email)
      select gen_random_uuid(), 'person ' || n, n || '@many.test' from generate_series(1, 1000) n`);
  await pool.query(
    `insert into post (id, kind, organisation_id, publication, draft_state, draft, content, title, submitted_at, published_at, expires_at)
     select gen_random_uuid(), 'need', o.id, case when n % 50 = 0 then 'unpublished' else 'published' end,
       case when n % 50 = 0 then 'submitted' end, case when n % 50 = 0 then $1::jsonb end,
       case when n % 50 <> 0 then $1::jsonb end, 'title', now() - n * interval '1 second',
       now(), now() + interval '90 days' + n * interval '1 second'
     from generate_series(1, ${size}) n
     join (select id, row_number() over () as place from organisation) o on o.place = n % 1000 + 1`,
    [content],
  );
  await pool.query(`
    insert into notification (id, user_id, kind, payload, occasion, read_at)
      select gen_random_uuid(), u.id, 'post_expired', '{}', n::text, case when n % 3 = 0 then now() end
      from generate_series(1, ${size}) n
      join (select id, row_number() over () as place from "user") u on u.place = n % 1000 + 1;
    insert into audit_entry (id, subject_kind, subject_id, action)
      select gen_random_uuid(), 'post', id, 'submit' from post;
    insert into interest (id, post_id, from_organisation_id, to_organisation_id, message)
      select gen_random_uuid(), post.id, o.id, post.organisation_id, 'words' from post
      join lateral (select id from organisation where id > post.organisation_id order by id limit 1) o on true;
    insert into standing_match (id, need_id, result_id, need_organisation_id, result_organisation_id,
        score, features, reasons, need_revision, result_revision, found_at, scored_at, ended_at,
        need_sees_since, result_sees_since, need_waiting_since)
      select gen_random_uuid(), need.id, result.id, need.organisation_id, result.organisation_id,
        random(), '{}', '${JSON.stringify(reasons)}', 1, 1, now(), now() - need.n * interval '1 minute',
        case when need.n % 7 = 0 then now() end, now() - need.n * interval '1 minute', now(),
        case when need.n % 500 = 0 then now() - interval '2 days' end
      from (select *, row_number() over (order by id) as n from post) need
      join (select *, row_number() over (order by id) as n from post) result
        on result.n = (need.n * 7) % ${size} + 1 and result.organisation_id <> need.organisation_id;
    insert into matched_post (post_id, revision, matched_at) select id, 1, now() from post;
    insert into match_feedback (id, organisation_id, need_id, result_id, verdict, score, features)
      select gen_random_uuid(), need_organisation_id, need_id, result_id, 'bad', score, '{}'
      from standing_match where random() < 0.1;
    insert into call_candidate (match_id, priority, counted_at)
      select id, score, now() from standing_match where ended_at is null
      order by score desc limit ${callRules.most};
    insert into match_call (id, need_id, result_id, outcome, rests_until, client_key)
      select gen_random_uuid(), need_id, result_id, 'not_reached', now() + interval '1 day', gen_random_uuid()
      from standing_match where random() < 0.3;
    update organisation set verified = true;
    insert into organisation_verification (organisation_id, state, code)
      select id, 'verified', '' from organisation;
    insert into abuse_report (id, reporter_id, subject_kind, subject_id, organisation_id, subject_text, reason, words, state)
      select gen_random_uuid(), u.id, 'post', post.id, post.organisation_id, 'title', 'other', 'words',
        (array['open', 'in_review', 'upheld', 'dismissed'])[post.n % 4 + 1]
      from (select *, row_number() over () as n from post) post
      join (select id, row_number() over () as place from "user") u on u.place = post.n % 1000 + 1;
    insert into organisation_block (organisation_id, blocked_id)
      select a.id, b.id from organisation a
      join lateral (select id from organisation where id > a.id order by id limit 100) b on true;
    insert into deal (id, need_id, demand_organisation_id, supply_organisation_id, interest_id,
        broker_id, stage, cluster, end_reason)
      select gen_random_uuid(), i.post_id, i.to_organisation_id, i.from_organisation_id, i.id, u.id,
        (array['interest', 'contact', 'visit', 'negotiation', 'contract', 'registered', 'ended'])[i.n % 7 + 1],
        (array['frontier_materials', 'new_displays', 'internet_of_things'])[i.n % 3 + 1], 'price'
      from (select *, row_number() over () as n from interest) i
      join (select id, row_number() over () as place from "user") u on u.place = i.n % 1000 + 1;
    insert into deal_message (id, deal_id, body, client_key)
      select gen_random_uuid(), id, 'words', gen_random_uuid() from deal;
    insert into deal_task (id, deal_id, title, assignee_side, due_on, reminded_at, client_key)
      select gen_random_uuid(), id, 'task', 'demand', '2031-01-01',
        case when random() < 0.99 then now() end, gen_random_uuid() from deal;
    insert into deal_broker (id, deal_id, broker_id, organisation_id, state)
      select gen_random_uuid(), id, broker_id, demand_organisation_id, 'active' from deal;
    insert into story (id, deal_id, demand_organisation_id, supply_organisation_id, state, title, body, hash, published_at)
      select gen_random_uuid(), id, demand_organisation_id, supply_organisation_id,
        case when random() < 0.9 then 'published' else 'draft' end, 'title', 'body', 'hash', now() - random() * interval '300 days'
      from deal;
    analyze`);
}

/** The short reasons of a pair with nothing to say. */
const reasons = {
  terms: [],
  topics: [],
  indicatorsMet: 0,
  indicatorsMissed: 0,
  sharedClusters: [],
  trlDistance: null,
  sharedModes: [],
  money: "unknown",
};

const large = [
  "post",
  "notification",
  "audit_entry",
  "interest",
  "deal",
  "deal_message",
  "deal_task",
  "deal_broker",
  "standing_match",
  "match_feedback",
  "call_candidate",
  "match_call",
  "abuse_report",
  "organisation_block",
  "story",
];
const reviewAfter: [string, string] = ["2026-01-01T00:00:00.000Z", randomUUID()];

const matchPage = { seenUntil: new Date(0), limit: 20 };

const reads: [name: string, read: (services: Services) => Promise<unknown>][] = [
  ["an organisation's own posts", (s) => listOwnPosts(s, owner, { limit: 30 })],
  ["their next page", (s) => listOwnPosts(s, owner, { before, limit: 30 })],
  ["an organisation's public posts", (s) => postsOf(s, null, owner.active?.organisationId ?? "")],
  ["the review queue", (s) => reviewQueue(s, organizer, { limit: 30 })],
  ["its next page", (s) => reviewQueue(s, organizer, { after: reviewAfter, limit: 30 })],
  ["the notification centre", (s) => listNotifications(s, owner, { limit: 20 })],
  ["what came meanwhile", (s) => listNotifications(s, owner, { since: new Date(), limit: 20 })],
  ["the unread count", (s) => countUnread(s.database, owner.userId)],
  ["an organisation's interests", (s) => listInterests(s, owner, { before, limit: 30 })],
  ["what runs out and what soon will", (s) => expirePosts(s)],
  ["an organisation's matches", (s) => listMatches(s, owner, matchPage)],
  ["their next page", (s) => listMatches(s, owner, { ...matchPage, after: [0.5, randomUUID()] })],
  ["matches of one post", (s) => listMatches(s, owner, { ...matchPage, post: somePost })],
  ["matches on a post's page", (s) => matchesOf(s, organizer, somePost, 10)],
  ["new matches", (s) => listMatches(s, owner, { ...matchPage, fresh: "1" })],
  ["answered matches", (s) => listMatches(s, owner, { ...matchPage, answered: "1" })],
  ["earlier contacts", (s) => earlierContacts(s.database, [owner.active?.organisationId ?? ""])],
  ["what waits for the digest", (s) => sendDigests(s)],
  ["a post's job", (s) => publishPost(s, somePost)],
  ["the end of a post's matches", (s) => endAllMatches(s, somePost)],
  ["an organisation's answers", (s) => answersOf(s, owner.active?.organisationId ?? "")],
  ["who is kept apart", (s) => apartFrom(s.database, owner.active?.organisationId ?? "")],
  ["how matches were judged", (s) => matchQualityView(s, organizer)],
  ["pairs worth a call", (s) => pairsWorthACall(s, organizer, { limit: 20 })],
  [
    "their next page",
    (s) => pairsWorthACall(s, organizer, { after: [0.5, randomUUID()], limit: 20 }),
  ],
  ["open reports", (s) => listReports(s, organizer, { state: "open", limit: 30 })],
  [
    "their next page",
    (s) => listReports(s, organizer, { state: "open", after: before, limit: 30 }),
  ],
  ["a person's reports", (s) => ownReports(s, owner, { before, limit: 30 })],
  ["reports that were upheld", (s) => upheldAgainst(s, owner, owner.active?.organisationId ?? "")],
  ["deals with a success", (s) => dealsWithSuccess(s, owner)],
  ["deals with a success of all", (s) => dealsWithSuccess(s, organizer)],
  ["published stories", (s) => publishedStories(s, { limit: 3 })],
  [
    "an organisation's stories",
    (s) => publishedStories(s, { organisationId: owner.active?.organisationId ?? "", limit: 3 }),
  ],
  ["stories in work", (s) => storiesInWork(s, owner, { limit: 30 })],
  ["all stories in work", (s) => storiesInWork(s, organizer, { before, limit: 30 })],
  ["verifications", (s) => listVerifications(s, organizer, { state: "submitted", limit: 30 })],
  ["a post's history", (s) => postHistory(s, organizer, somePost)],
  ["an organisation's deals", (s) => listDeals(s, owner, { limit: 30 })],
  ["their next page", (s) => listDeals(s, owner, { stage: "contact", before, limit: 30 })],
  ["how many are in each stage", (s) => countDeals(s, owner)],
  ["a broker's invitations", (s) => brokerInvitations(s, owner)],
  ["a deal", (s) => viewDeal(s, organizer, someDeal)],
  ["what is in it", (s) => viewDeal(s, broker, someDeal)],
  ["a broker's board", (s) => dealBoard(s, owner, {})],
  ["the board of all deals", (s) => dealBoard(s, organizer, {})],
  [
    "the board of a cluster and a city",
    (s) => dealBoard(s, organizer, { cluster: "new_displays", city: "3201" }),
  ],
  ["the next page of a column", (s) => dealBoard(s, organizer, { stage: "visit", before })],
  ["tasks that will soon be due", (s) => remindOfTasks(s)],
];
let somePost = "";
let someDeal = "";
let broker: Viewer;

describe(`among ${size.toLocaleString("en")} rows`, () => {
  beforeAll(async () => {
    const { rows } = await market.test.pool.query<{ id: string }>(
      "select id from post where publication = 'published' limit 1",
    );
    somePost = rows[0]?.id ?? "";
    const deals = await market.test.pool.query<{ id: string; broker_id: string }>(
      "select id, broker_id from deal limit 1",
    );
    someDeal = deals.rows[0]?.id ?? "";
    broker = { ...owner, userId: deals.rows[0]?.broker_id ?? "" };
  });

  it.each(reads)("%s is read by index", async (_name, read) => {
    asked.length = 0;
    await read(watched);
    expect(asked.length).toBeGreaterThan(0);
    for (const statement of asked)
      expect((await scansOf(market, statement)).filter((table) => large.includes(table))).toEqual(
        [],
      );
  });
});
