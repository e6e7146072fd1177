import { clusters, organisationKinds, regions } from "#app/codes/codes.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { mayRunSessions } from "#app/sessions/policy.ts";
import { registrationStates, type RegistrationState } from "#app/codes/states.ts";
import { ratingOutcomes, type RatingOutcome } from "#app/codes/session-codes.ts";
import { counted, outcomeList } from "./report-counting.ts";
import {
  reportDimensions,
  type IntentionLine,
  type ReportFigures,
  type ReportRow,
  type SessionReport,
} from "./report.ts";

/** Pairs that the report names. */
const topPairs = 10;

interface FigureRow {
  dimension: string;
  key: string;
  planned: number;
  held: number;
  missed: number;
  cancelled: number;
  rated: number;
  ratedByBoth: number;
  mutual: number;
  mutualAmount: string;
  oneSided: number;
  oneSidedAmount: string;
}

/** Meetings by state and intentions, for all and by each property, in one query. */
const figures = `WITH ${counted}, meeting_key AS (
    SELECT k.dimension, k.key, met.id, met.state FROM pair_key k JOIN met USING (one, other)
    UNION ALL SELECT 'part', met.part, met.id, met.state FROM met
  ), ratings AS (
    SELECT meeting_id, count(*) AS given FROM rated GROUP BY meeting_id
  ), meetings AS (
    SELECT dimension, key,
      count(*) FILTER (WHERE state = 'planned')::int AS planned,
      count(*) FILTER (WHERE state = 'held')::int AS held,
      count(*) FILTER (WHERE state = 'missed')::int AS missed,
      count(*) FILTER (WHERE state = 'cancelled')::int AS cancelled,
      count(*) FILTER (WHERE state = 'held' AND given >= 1)::int AS rated,
      count(*) FILTER (WHERE state = 'held' AND given >= 2)::int AS "ratedByBoth"
    FROM meeting_key LEFT JOIN ratings ON ratings.meeting_id = meeting_key.id
    GROUP BY dimension, key
  ), intentions AS (
    SELECT dimension, key,
      count(*) FILTER (WHERE mutual)::int AS mutual,
      coalesce(sum(amount) FILTER (WHERE mutual), 0)::numeric(20, 2)::text AS "mutualAmount",
      count(*) FILTER (WHERE one_sided)::int AS "oneSided",
      coalesce(sum(amount) FILTER (WHERE one_sided), 0)::numeric(20, 2)::text AS "oneSidedAmount"
    FROM (
      SELECT dimension, key, one, other FROM pair_key
      UNION ALL SELECT 'part', part, one, other FROM pair WHERE part IS NOT NULL
    ) keyed JOIN pair USING (one, other)
    GROUP BY dimension, key
  )
  SELECT meetings.*, coalesce(mutual, 0) AS mutual, coalesce("mutualAmount", '0.00') AS "mutualAmount",
    coalesce("oneSided", 0) AS "oneSided", coalesce("oneSidedAmount", '0.00') AS "oneSidedAmount"
  FROM meetings LEFT JOIN intentions USING (dimension, key)`;

const pairsWanted = `WITH ${counted}
  SELECT o.name AS one, p.name AS other, (${outcomeList})[one_level] AS "oneOutcome",
    (${outcomeList})[other_level] AS "otherOutcome", mutual, held, amount::numeric(20, 2)::text AS amount
  FROM pair JOIN organisation o ON o.id = one JOIN organisation p ON p.id = other
  WHERE mutual OR one_sided
  ORDER BY mutual DESC, pair.amount DESC NULLS LAST, one_level + other_level DESC NULLS LAST, pair.one, pair.other
  LIMIT ${topPairs}`;

const noFigures: ReportFigures = {
  meetings: { planned: 0, held: 0, missed: 0, cancelled: 0 },
  rated: 0,
  ratedByBoth: 0,
  mutual: { pairs: 0, amount: "0.00" },
  oneSided: { pairs: 0, amount: "0.00" },
};

const readFigures = (row: FigureRow): ReportFigures => ({
  meetings: {
    ...{ planned: row.planned, held: row.held },
    ...{ missed: row.missed, cancelled: row.cancelled },
  },
  rated: row.rated,
  ratedByBoth: row.ratedByBoth,
  mutual: { pairs: row.mutual, amount: row.mutualAmount },
  oneSided: { pairs: row.oneSided, amount: row.oneSidedAmount },
});

/** Codes stand in the order of their lists, parts by name, and what was not said comes last. */
const orderOf: Record<string, readonly string[]> = {
  cluster: clusters,
  region: regions,
  kind: organisationKinds,
  part: [],
};
const place = (dimension: string, key: string): [number, string] => {
  const at = orderOf[dimension]?.indexOf(key) ?? -1;
  return [key === "" ? Infinity : at < 0 ? 10_000 : at, key];
};
const byPlace = (dimension: string) => (one: ReportRow, other: ReportRow) => {
  const [a, b] = [place(dimension, one.key), place(dimension, other.key)];
  return a[0] === b[0] ? a[1].localeCompare(b[1], "zh-CN") : a[0] - b[0];
};

/**
 * What became of a session, counted when asked: a fixed number of queries however
 * large it is.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function sessionReport(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<SessionReport> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const { $client } = services.database;
  const of = [sessionId];
  const [registrations, attendance, rows, outcomes, pairs] = await Promise.all([
    $client.query<{ state: RegistrationState; count: number }>(
      `SELECT state, count(*)::int AS count FROM session_registration WHERE session_id = $1 GROUP BY state`,
      of,
    ),
    $client.query<{ organisations: number; came: number; people: number; peopleCame: number }>(
      `SELECT count(DISTINCT r.id)::int AS organisations,
         count(DISTINCT r.id) FILTER (WHERE p.checked_in_at IS NOT NULL)::int AS came,
         count(p.id)::int AS people,
         count(p.id) FILTER (WHERE p.checked_in_at IS NOT NULL)::int AS "peopleCame"
       FROM session_registration r LEFT JOIN session_participant p ON p.registration_id = r.id
       WHERE r.session_id = $1 AND r.state = 'admitted'`,
      of,
    ),
    $client.query<FigureRow>(figures, of),
    $client.query<{ outcome: RatingOutcome | null; count: number; stars: string | null }>(
      `WITH ${counted} SELECT outcome, count(*)::int AS count, round(avg(stars), 2)::text AS stars
       FROM rated GROUP BY GROUPING SETS ((outcome), ())`,
      of,
    ),
    $client.query<IntentionLine>(pairsWanted, of),
  ]);
  const came = attendance.rows[0] ?? { organisations: 0, came: 0, people: 0, peopleCame: 0 };
  const total = rows.rows.find(({ dimension }) => dimension === "all");
  const tableOf = (dimension: string): ReportRow[] =>
    rows.rows
      .filter((row) => row.dimension === dimension)
      .map((row) => ({ key: row.key, ...readFigures(row) }))
      .sort(byPlace(dimension));
  return {
    registrations: byCode(registrationStates, (state) =>
      registrations.rows.find((row) => row.state === state),
    ),
    organisations: { admitted: came.organisations, attended: came.came },
    people: { admitted: came.people, attended: came.peopleCame },
    total: total ? readFigures(total) : noFigures,
    outcomes: byCode(ratingOutcomes, (outcome) =>
      outcomes.rows.find((row) => row.outcome === outcome),
    ),
    averageStars: outcomes.rows.find(({ outcome }) => outcome === null)?.stars ?? null,
    tables: Object.fromEntries(
      reportDimensions.map((dimension) => [dimension, tableOf(dimension)]),
    ) as SessionReport["tables"],
    topPairs: pairs.rows,
  };
}

const byCode = <Code extends string>(
  codes: readonly Code[],
  find: (code: Code) => { count: number } | undefined,
): Record<Code, number> =>
  Object.fromEntries(codes.map((code) => [code, find(code)?.count ?? 0])) as Record<Code, number>;
