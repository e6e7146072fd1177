import { desc, gte, sql } from "drizzle-orm";
import { type MatchVerdict, marketZone } from "#app/codes/codes.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { addDays, dayOf } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import { isOrganizer, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { callCandidate, matchQuality } from "#db/schema/index.ts";
import { callRules } from "./calls.ts";
import { wilsonInterval, type ScoreInterval } from "./wilson.ts";

const countingLock = 7_114_022;

/**
 * Counts all answers anew and chooses the pairs most worth a call, for
 * /admin/match-quality. Runs by the clock; safe to repeat and when two run at once.
 */
export async function countMatchQuality(services: Services): Promise<void> {
  const now = services.now();
  await inTransaction(services.database, async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${countingLock})`);
    await transaction.delete(matchQuality);
    await transaction.execute(sql`
      insert into match_quality (month, cluster, verdict, reason, answers, counted_at)
      select date_trunc('month', feedback.created_at at time zone ${marketZone})::date,
        coalesce(need.content ->> 'cluster', ''), feedback.verdict, coalesce(feedback.reason, ''),
        count(*), ${now.toISOString()}::timestamptz
      from match_feedback as feedback
      join post as need on need.id = feedback.need_id
      group by 1, 2, 3, 4`);
    await chooseCandidates(transaction, now);
  });
}

/** Counts anew because an organizer asks. @throws Refusal forbidden for others */
export async function recountMatchQuality(services: Services, viewer: Viewer): Promise<void> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  await countMatchQuality(services);
}

/**
 * Open pairs of verified organisations, both silent, by the priority of
 * `callPriority`, which this statement repeats for all pairs at once.
 */
async function chooseCandidates(transaction: Transaction, now: Date): Promise<void> {
  const { from, nearDays, farDays, withoutDeadline, most } = callRules;
  const today = dayOf(now);
  await transaction.delete(callCandidate);
  await transaction.execute(sql`
    insert into call_candidate (match_id, priority, deadline, counted_at)
    select id, priority, deadline, ${now.toISOString()}::timestamptz from (
      select pair.id, due.deadline,
        pair.score * (case
          when due.deadline is null then ${withoutDeadline}::float8
          when due.deadline < ${today}::date then 0
          else 1 - (1 - ${withoutDeadline}::float8) * least(1, greatest(0,
            (due.deadline - ${today}::date - ${nearDays}::int)::float8 / ${farDays - nearDays}::int))
        end) as priority
      from standing_match as pair
      join post as need on need.id = pair.need_id and need.publication = 'published'
      join post as result on result.id = pair.result_id and result.publication = 'published'
      join organisation as asking on asking.id = pair.need_organisation_id and asking.verified
      join organisation as offering on offering.id = pair.result_organisation_id and offering.verified
      cross join lateral (select nullif(need.content ->> 'deadline', '')::date as deadline) as due
      where pair.ended_at is null and pair.score >= ${from}::float8
        and pair.need_sees_since is not null and pair.result_sees_since is not null
        and not exists (select 1 from match_feedback as feedback
          where feedback.need_id = pair.need_id and feedback.result_id = pair.result_id
            and feedback.organisation_id in (pair.need_organisation_id, pair.result_organisation_id))
        and not exists (select 1 from interest where
          (interest.post_id = pair.need_id and interest.from_organisation_id = pair.result_organisation_id)
          or (interest.post_id = pair.result_id and interest.from_organisation_id = pair.need_organisation_id))
    ) as ranked
    where priority > 0
    order by priority desc, id desc
    limit ${most}`);
}

export interface Precision {
  /** Judged good or known already. */
  fitting: number;
  judged: number;
  /** 0 to 1; null when nothing was judged. */
  share: number | null;
  interval: ScoreInterval | null;
}

export interface QualityView {
  /** First days of the months, the newest first. */
  months: string[];
  /** By cluster, with all months and each month apart; the most judged first. */
  clusters: { cluster: string; all: Precision; byMonth: Record<string, Precision> }[];
  all: Precision;
  /** Why matches were bad, by cluster; the most frequent first. */
  faults: { cluster: string; reason: string; answers: number }[];
  /** When it was counted last; null while there is nothing to count. */
  countedAt: string | null;
}

const monthsShown = 12;

/** How people judged matches in the last twelve months. @throws Refusal forbidden for others than organizers */
export async function matchQualityView(services: Services, viewer: Viewer): Promise<QualityView> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  const from = `${dayOf(addDays(services.now(), -monthsShown * 30)).slice(0, 7)}-01`;
  const [rows, counted] = await Promise.all([
    services.database.select().from(matchQuality).where(gte(matchQuality.month, from)),
    services.database
      .select({ at: callCandidate.countedAt })
      .from(callCandidate)
      .orderBy(desc(callCandidate.priority))
      .limit(1),
  ]);
  const answers = rows as (Omit<(typeof rows)[number], "verdict"> & { verdict: MatchVerdict })[];
  const months = [...new Set(answers.map(({ month }) => month))].sort().reverse();
  const byCluster = grouped(answers, ({ cluster }) => cluster);
  const clusters = [...byCluster].map(([cluster, own]) => ({
    cluster,
    all: precisionOf(own),
    byMonth: Object.fromEntries(
      [...grouped(own, ({ month }) => month)].map(([month, few]) => [month, precisionOf(few)]),
    ),
  }));
  const faults = [
    ...grouped(
      answers.filter(({ verdict }) => verdict === "bad"),
      ({ cluster, reason }) => `${cluster}/${reason}`,
    ).values(),
  ].map((same) => ({
    cluster: same[0]?.cluster ?? "",
    reason: same[0]?.reason ?? "",
    answers: same.reduce((sum, one) => sum + one.answers, 0),
  }));
  return {
    months,
    clusters: clusters.sort((a, b) => b.all.judged - a.all.judged),
    all: precisionOf(answers),
    faults: faults.sort((a, b) => b.answers - a.answers),
    countedAt: (answers[0]?.countedAt ?? counted[0]?.at)?.toISOString() ?? null,
  };
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

function precisionOf(answers: { verdict: MatchVerdict; answers: number }[]): Precision {
  const count = (few: typeof answers) => few.reduce((sum, one) => sum + one.answers, 0);
  const judged = count(answers);
  const fitting = count(answers.filter(({ verdict }) => verdict !== "bad"));
  return {
    fitting,
    judged,
    share: judged === 0 ? null : fitting / judged,
    interval: wilsonInterval(fitting, judged),
  };
}
