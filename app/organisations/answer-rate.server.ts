import { sql } from "drizzle-orm";
import { addDays } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import { answerHabit, answerRules, type AnswerHabit } from "./answer-rate.ts";

/**
 * How an organisation answers the interests it receives, in one read of its own
 * ones. An answer is a decision or the first message of its side, whichever came
 * first. Not counted: what was withdrawn unanswered, what is unanswered and not
 * yet due, and what asked about an anonymous post, or the count would tell whose it is.
 */
export async function answersOf(services: Services, organisationId: string): Promise<AnswerHabit> {
  const now = services.now();
  const since = addDays(now, -answerRules.window).toISOString();
  const due = addDays(now, -answerRules.within).toISOString();
  const { rows } = await services.database.execute<{
    received: number;
    in_time: number;
    median_hours: number | null;
  }>(sql`
    with received as (
      select interest.created_at, interest.state,
        least(
          case when interest.state in ('accepted', 'declined') then interest.decided_at end,
          (select min(message.created_at) from deal_message as message
            join deal on deal.id = message.deal_id
            where deal.interest_id = interest.id and message.organisation_id = ${organisationId}
              and message.created_at >= interest.created_at)
        ) as answered_at
      from interest
      join post on post.id = interest.post_id and post.visibility <> 'anonymous'
      where interest.to_organisation_id = ${organisationId} and interest.created_at >= ${since}
    ), counted as (
      select extract(epoch from answered_at - created_at) / 3600 as hours
      from received
      where answered_at is not null or (state <> 'withdrawn' and created_at <= ${due})
    )
    select count(*)::int as received,
      (count(*) filter (where hours <= ${answerRules.within * 24}))::int as in_time,
      percentile_cont(0.5) within group (order by hours) as median_hours
    from counted`);
  const [row] = rows;
  return answerHabit({
    received: row?.received ?? 0,
    answeredInTime: row?.in_time ?? 0,
    medianHours: row?.median_hours ?? null,
  });
}
