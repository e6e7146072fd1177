import { ratingOutcomes } from "#app/codes/session-codes.ts";

/** The outcomes from least to most; those from `wanted` on want to go on. */
export const outcomeList = `ARRAY[${ratingOutcomes.map((outcome) => `'${outcome}'`).join(", ")}]`;
const wanted = ratingOutcomes.indexOf("negotiation") + 1;

/**
 * The meetings of a session `$1` and its pairs of organisations. A pair counts
 * once however often it met: each side stands for the furthest outcome and the
 * greatest amount that it gave; the pair's amount is the smaller of both sides',
 * or the one that was given (`least` passes over nulls). Ratings of meetings that
 * were missed or cancelled count nowhere. A pair's cluster is that of the need in
 * the best match of what both brought, else of the first need, else of the first
 * result; its part of the session is the one of its first meeting.
 */
export const counted = `met AS (
    SELECT m.id, m.state, s.part, s.starts_at,
      least(a.organisation_id, b.organisation_id) AS one,
      greatest(a.organisation_id, b.organisation_id) AS other
    FROM meeting m
    JOIN session_slot s ON s.id = m.slot_id
    JOIN session_participant a ON a.id = m.participant_id
    JOIN session_participant b ON b.id = m.other_participant_id
    WHERE m.session_id = $1
  ), rated AS (
    SELECT r.meeting_id, r.organisation_id, r.stars, r.outcome, r.intended_amount, met.one, met.other,
      array_position(${outcomeList}, r.outcome) AS level
    FROM met JOIN meeting_rating r ON r.meeting_id = met.id
    WHERE met.state IN ('planned', 'held')
  ), side AS (
    SELECT one, other, organisation_id, max(level) AS level,
      max(intended_amount) FILTER (WHERE level >= ${wanted}) AS amount
    FROM rated GROUP BY one, other, organisation_id
  ), pair AS (
    SELECT p.one, p.other, p.held, p.part, a.level AS one_level, b.level AS other_level,
      least(a.amount, b.amount) AS amount,
      coalesce(a.level >= ${wanted}, false) AND coalesce(b.level >= ${wanted}, false) AS mutual,
      coalesce(a.level >= ${wanted}, false) <> coalesce(b.level >= ${wanted}, false) AS one_sided
    FROM (
      SELECT one, other, count(*) FILTER (WHERE state = 'held')::int AS held,
        (array_agg(part ORDER BY starts_at, id) FILTER (WHERE state IN ('planned', 'held')))[1] AS part
      FROM met GROUP BY one, other
    ) p
    LEFT JOIN side a ON a.one = p.one AND a.other = p.other AND a.organisation_id = p.one
    LEFT JOIN side b ON b.one = p.one AND b.other = p.other AND b.organisation_id = p.other
  ), brought AS (
    SELECT r.organisation_id, p.id, p.created_at, p.kind, p.cluster FROM session_registration r
    JOIN registration_post rp ON rp.registration_id = r.id
    JOIN post p ON p.id = rp.post_id WHERE r.session_id = $1
  ), matched AS (
    SELECT DISTINCT ON (pair.one, pair.other) pair.one, pair.other, n.cluster
    FROM pair
    JOIN brought n ON n.organisation_id IN (pair.one, pair.other) AND n.kind = 'need'
    JOIN brought r ON r.organisation_id IN (pair.one, pair.other) AND r.kind = 'result'
      AND r.organisation_id <> n.organisation_id
    JOIN standing_match m ON m.need_id = n.id AND m.result_id = r.id
    ORDER BY pair.one, pair.other, m.score DESC, m.id
  ), pair_key AS (
    SELECT 'all' AS dimension, '' AS key, one, other FROM pair
    UNION
    SELECT 'cluster', coalesce(matched.cluster, (SELECT b.cluster FROM brought b
        WHERE b.organisation_id IN (pair.one, pair.other) ORDER BY b.kind, b.created_at, b.id LIMIT 1), ''),
      pair.one, pair.other
    FROM pair LEFT JOIN matched USING (one, other)
    UNION
    SELECT 'region', coalesce(o.region, ''), one, other FROM pair JOIN organisation o ON o.id IN (one, other)
    UNION
    SELECT 'kind', o.kind, one, other FROM pair JOIN organisation o ON o.id IN (one, other)
  )`;
