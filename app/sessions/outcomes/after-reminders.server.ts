import { sql } from "drizzle-orm";
import { notify } from "#app/notifications/notify.server.ts";
import { addDays } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import { remindOfDue } from "#app/tasks/tasks.server.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { meetingTask } from "#db/schema/index.ts";
import { outcomeNews } from "./news.ts";

/** Days after a session's end until which ratings are asked for. */
const askedFor = 14;

/**
 * Asks for the ratings that are missing after a session, and reminds of
 * follow-ups that are due tomorrow or before; each person once. Safe to repeat
 * and to run on several servers.
 */
export async function remindAfterSessions(services: Services): Promise<void> {
  await askForRatings(services);
  await remindOfDue(services, meetingTask, remind);
}

/**
 * One line for each person with meetings to rate; a participant without an
 * account is asked through their organisation's people. Whoever has the line is
 * not asked again.
 */
async function askForRatings(services: Services): Promise<void> {
  const now = services.now();
  await inTransaction(services.database, async (transaction) => {
    const { rows } = await transaction.execute<{
      session_id: string;
      title: string;
      people: string[];
    }>(sql`
      WITH unrated AS (
        SELECT DISTINCT s.id AS session_id, s.title, p.user_id, p.organisation_id
        FROM matchmaking_session s
        JOIN meeting m ON m.session_id = s.id AND m.state IN ('planned', 'held')
        JOIN session_participant p ON p.id IN (m.participant_id, m.other_participant_id)
        WHERE s.state = 'finished' AND s.ends_at > ${addDays(now, -askedFor)}
          AND NOT EXISTS (SELECT FROM meeting_rating r
            WHERE r.meeting_id = m.id AND r.organisation_id = p.organisation_id)
      ), asked AS (
        SELECT session_id, title, user_id FROM unrated WHERE user_id IS NOT NULL
        UNION
        SELECT u.session_id, u.title, b.user_id FROM unrated u
        JOIN member b ON b.organisation_id = u.organisation_id WHERE u.user_id IS NULL
      )
      SELECT session_id, title, array_agg(user_id ORDER BY user_id) AS people FROM asked
      WHERE NOT EXISTS (SELECT FROM notification n
        WHERE n.user_id = asked.user_id AND n.occasion = 'session_after:rate:' || session_id)
      GROUP BY session_id, title`);
    for (const row of rows)
      await notify(transaction, row.people, {
        kind: outcomeNews.after,
        occasion: `session_after:rate:${row.session_id}`,
        payload: {
          sessionId: row.session_id,
          sessionTitle: row.title,
          news: "rate",
          meetingId: null,
          organisationName: "",
        },
      });
  });
}

interface DueTask extends Record<string, unknown> {
  id: string;
  title: string;
  due_on: string;
  meeting_id: string;
  session_id: string;
  session_title: string;
  partner: string;
  people: string[] | null;
}

async function remind(transaction: Transaction, ids: string[]): Promise<void> {
  const { rows } = await transaction.execute<DueTask>(sql`
    SELECT k.id, k.title, k.due_on::text, k.meeting_id, s.id AS session_id, s.title AS session_title,
      o.name AS partner,
      CASE WHEN k.assignee_id IS NOT NULL THEN ARRAY[k.assignee_id]
        ELSE (SELECT array_agg(b.user_id) FROM member b WHERE b.organisation_id = k.organisation_id)
      END AS people
    FROM meeting_task k
    JOIN meeting m ON m.id = k.meeting_id
    JOIN matchmaking_session s ON s.id = m.session_id
    JOIN session_participant p ON p.id IN (m.participant_id, m.other_participant_id)
      AND p.organisation_id <> k.organisation_id
    JOIN organisation o ON o.id = p.organisation_id
    WHERE k.id = ANY (${sql.param(ids)}::uuid[])
    ORDER BY k.due_on, k.id`);
  for (const row of rows)
    await notify(transaction, row.people ?? [], {
      kind: outcomeNews.taskDue,
      occasion: `session_task_due:${row.id}:${row.due_on}`,
      payload: {
        ...{ sessionId: row.session_id, sessionTitle: row.session_title },
        ...{ meetingId: row.meeting_id, organisationName: row.partner },
        ...{ task: row.title, dueOn: row.due_on },
      },
    });
}
