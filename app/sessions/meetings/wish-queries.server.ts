import { pageOf, rowsFor } from "#app/kernel/paging.ts";
import { z } from "zod";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { wishMachine, type WishAction } from "#app/sessions/lifecycle.ts";
import type { WishState } from "#app/codes/states.ts";
import { ownParticipants, type OwnParticipant } from "./participants.server.ts";

/**
 * The posts `p` of a participant's organisation that an organisation sees beside
 * its name: never anonymous ones, which would be tied to the name by it, and
 * those for invited ones where it is among them.
 */
export const shownTo = (organisation: string): string => `(p.publication = 'published' AND (
  p.visibility IN ('public', 'registered')
  OR (p.visibility = 'invited' AND p.content -> 'invited' ? ${organisation}::text)))`;

/**
 * The best pair of posts between an organisation's registration and each other
 * one of a session: `$1` the session, `$2` the organisation.
 */
const bestPairs = `own AS (
    SELECT rp.post_id FROM registration_post rp
    JOIN session_registration r ON r.id = rp.registration_id
    WHERE r.session_id = $1 AND r.organisation_id = $2
  ), theirs AS (
    SELECT rp.registration_id, p.id AS post_id, p.kind, p.content ->> 'title' AS title
    FROM registration_post rp
    JOIN session_registration r ON r.id = rp.registration_id
    JOIN post p ON p.id = rp.post_id
    WHERE r.session_id = $1 AND r.organisation_id <> $2 AND ${shownTo("$2")}
  ), pair AS (
    SELECT t.registration_id, m.score, m.need_id AS own_id, t.title FROM standing_match m
    JOIN own o ON o.post_id = m.need_id JOIN theirs t ON t.post_id = m.result_id
    WHERE m.ended_at IS NULL
    UNION ALL
    SELECT t.registration_id, m.score, m.result_id, t.title FROM standing_match m
    JOIN own o ON o.post_id = m.result_id JOIN theirs t ON t.post_id = m.need_id
    WHERE m.ended_at IS NULL
  ), best AS (
    SELECT DISTINCT ON (pair.registration_id) pair.registration_id, pair.score, pair.title,
      p.content ->> 'title' AS own_title
    FROM pair JOIN post p ON p.id = pair.own_id
    ORDER BY pair.registration_id, pair.score DESC, pair.own_id
  ), brought AS (
    SELECT registration_id,
      json_agg(json_build_object('id', post_id, 'kind', kind, 'title', title) ORDER BY post_id) AS posts
    FROM theirs GROUP BY registration_id
  )`;

export interface BroughtPost {
  id: string;
  kind: "need" | "result";
  title: string;
}

/** A participant of another organisation, with what speaks for a meeting. */
export interface Partner {
  participantId: string;
  name: string;
  position: string;
  organisationId: string;
  organisationName: string;
  kind: string;
  region: string | null;
  verified: boolean;
  /** The best match of what both bring, 0 to 1, and the titles of its two posts. */
  score: number | null;
  ownTitle: string | null;
  otherTitle: string | null;
  posts: BroughtPost[];
  wish: WishState | null;
}

/** Where a page of partners ended: the score, or -1 without one, and the id. */
export const partnerKey = z
  .string()
  .transform((text) => text.split("/"))
  .pipe(z.tuple([z.string(), z.uuid()]))
  .transform(([score, id]) => [Number(score), id] as const)
  .pipe(z.tuple([z.number().min(-1).max(1), z.uuid()]).readonly());

/** The participant as whom the viewer acts. @throws Refusal forbidden when there is none */
export async function actingAs(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  wanted: string | undefined,
): Promise<{ own: OwnParticipant[]; acting: OwnParticipant }> {
  const own = await ownParticipants(services, viewer, sessionId);
  const acting = own.find(({ id }) => id === wanted) ?? own[0];
  if (!acting) throw new Refusal("forbidden");
  return { own, acting };
}

/**
 * The participants of the other admitted organisations, best match first, paged
 * by key; organisations that an organizer keeps apart from it, or that blocked it
 * or were blocked by it, are not among them.
 */
export async function partnersOf(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  page: {
    participantId: string;
    search: string;
    after?: z.output<typeof partnerKey> | undefined;
    limit: number;
  },
): Promise<{ partners: Partner[]; next: string | null }> {
  const organisationId = viewer.active?.organisationId ?? "";
  const { rows } = await services.database.$client.query<Partner & { key: number }>(
    `WITH ${bestPairs}
     SELECT p.id AS "participantId", p.name, p.position, o.id AS "organisationId",
       o.name AS "organisationName", o.kind, o.region, o.verified, best.score,
       best.own_title AS "ownTitle", best.title AS "otherTitle",
       coalesce(brought.posts, '[]'::json) AS posts, w.state AS wish,
       coalesce(best.score, -1) AS key
     FROM session_participant p
     JOIN session_registration r ON r.id = p.registration_id AND r.state = 'admitted'
     JOIN organisation o ON o.id = p.organisation_id
     LEFT JOIN best ON best.registration_id = r.id
     LEFT JOIN brought ON brought.registration_id = r.id
     LEFT JOIN meeting_wish w ON w.session_id = $1
       AND ((w.from_participant_id = $3 AND w.to_participant_id = p.id)
         OR (w.to_participant_id = $3 AND w.from_participant_id = p.id))
     WHERE p.session_id = $1 AND p.organisation_id <> $2
       AND ($4 = '' OR strpos(lower(p.name || ' ' || o.name || ' ' ||
         coalesce((SELECT string_agg(t.title, ' ') FROM theirs t WHERE t.registration_id = r.id), '')), lower($4)) > 0)
       AND NOT EXISTS (SELECT FROM forbidden_pair f WHERE f.session_id = $1
         AND f.organisation_id = least($2::uuid, o.id) AND f.other_organisation_id = greatest($2::uuid, o.id))
       AND NOT EXISTS (SELECT FROM organisation_block k
         WHERE (k.organisation_id, k.blocked_id) IN (($2::uuid, o.id), (o.id, $2::uuid)))
       AND ($5::float8 IS NULL OR (-coalesce(best.score, -1), p.id) > (-$5::float8, $6::uuid))
     ORDER BY -coalesce(best.score, -1), p.id LIMIT $7`,
    [
      sessionId,
      organisationId,
      page.participantId,
      page.search,
      page.after?.[0] ?? null,
      page.after?.[1] ?? null,
      rowsFor(page.limit),
    ],
  );
  const { lines, next } = pageOf(
    rows,
    page.limit,
    ({ key, participantId }) => `${key}/${participantId}`,
  );
  return { partners: lines.map(({ key: _key, ...partner }) => partner), next };
}

/** A wish as one of its two sides sees it. */
export interface WishLine {
  id: string;
  version: number;
  state: WishState;
  /** Whether this side asked. */
  isOwn: boolean;
  byOrganizer: boolean;
  message: string;
  rank: number | null;
  partner: Omit<Partner, "wish" | "kind" | "region" | "verified">;
  meeting: { id: string; state: string } | null;
  may: WishAction[];
}

/** All wishes of a participant: ranked ones first, then the newest. */
export async function wishesOf(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  participant: OwnParticipant,
): Promise<WishLine[]> {
  const organisationId = viewer.active?.organisationId ?? "";
  const { rows } = await services.database.$client.query<
    WishLine["partner"] &
      Omit<WishLine, "partner" | "meeting" | "may"> & {
        meetingId: string | null;
        meetingState: string;
      }
  >(
    `WITH ${bestPairs}
     SELECT w.id, w.version, w.state, w.from_participant_id = $3 AS "isOwn", w.message,
       w.added_by_id IS NOT NULL AS "byOrganizer",
       CASE WHEN w.from_participant_id = $3 THEN w.from_rank ELSE w.to_rank END AS rank,
       p.id AS "participantId", p.name, p.position, o.id AS "organisationId",
       o.name AS "organisationName", best.score, best.own_title AS "ownTitle",
       best.title AS "otherTitle", coalesce(brought.posts, '[]'::json) AS posts,
       m.id AS "meetingId", m.state AS "meetingState"
     FROM meeting_wish w
     JOIN session_participant p
       ON p.id = CASE WHEN w.from_participant_id = $3 THEN w.to_participant_id ELSE w.from_participant_id END
     JOIN organisation o ON o.id = p.organisation_id
     JOIN matchmaking_session s ON s.id = w.session_id
     LEFT JOIN best ON best.registration_id = p.registration_id
     LEFT JOIN brought ON brought.registration_id = p.registration_id
     LEFT JOIN meeting m ON m.session_id = w.session_id AND m.wish_id = w.id AND m.state <> 'cancelled'
       AND (s.timetable <> 'none' OR s.scheduling_by = 'participants')
     WHERE w.session_id = $1 AND (w.from_participant_id = $3 OR w.to_participant_id = $3)
       AND $2::uuid IS NOT NULL
     ORDER BY rank NULLS LAST, w.id DESC LIMIT 500`,
    [sessionId, organisationId, participant.id],
  );
  return rows.map(
    ({
      id,
      version,
      state,
      isOwn,
      byOrganizer,
      message,
      rank,
      meetingId,
      meetingState,
      ...partner
    }) => ({
      ...{ id, version, state, isOwn, byOrganizer, message, rank, partner },
      meeting: meetingId === null ? null : { id: meetingId, state: meetingState },
      may: participant.mayAct
        ? wishMachine
            .possible(state)
            .filter((action) => (action === "withdraw" || action === "askAgain") === isOwn)
        : [],
    }),
  );
}
