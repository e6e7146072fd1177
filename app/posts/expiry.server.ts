import { and, asc, eq, gt, lt, lte } from "drizzle-orm";
import { notifyMembers } from "#app/notifications/notify.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { post } from "#db/schema/index.ts";
import { postLife } from "./change.server.ts";
import { addDays } from "#app/kernel/dates.ts";
import { reminderDays } from "./lifecycle.ts";
import { readPost, type Post } from "./row.ts";
import { postNews } from "./news.ts";
import { takeStep } from "#app/kernel/steps.server.ts";

const batch = 100;

/**
 * Ends what has run out and reminds of what soon will, in small transactions.
 * Safe to repeat and to run on several servers: rows in work are skipped.
 */
export async function expirePosts(services: Services): Promise<void> {
  while ((await expireSome(services)) === batch);
  for (const [index, days] of reminderDays.entries())
    while ((await remindSome(services, index, days)) === batch);
}

function expireSome(services: Services): Promise<number> {
  return inTransaction(services.database, async (transaction) => {
    const rows = await transaction
      .select()
      .from(post)
      .where(and(eq(post.publication, "published"), lte(post.expiresAt, services.now())))
      .orderBy(asc(post.expiresAt))
      .limit(batch)
      .for("update", { skipLocked: true });
    for (const row of rows) {
      const expired = await takeStep(transaction, postLife, readPost(row), {
        now: services.now(),
        action: "expire",
        viewer: null,
      });
      await notifyMembers(transaction, expired.organisationId, {
        kind: postNews.expired,
        occasion: `post_expired:${expired.id}:${row.expiresAt?.toISOString()}`,
        payload: { postId: expired.id, postKind: expired.kind, postTitle: expired.title },
      });
    }
    return rows.length;
  });
}

function remindSome(services: Services, index: number, days: number): Promise<number> {
  return inTransaction(services.database, async (transaction) => {
    const now = services.now();
    const rows = await transaction
      .select()
      .from(post)
      .where(
        and(
          eq(post.publication, "published"),
          lte(post.expiresAt, addDays(now, days)),
          gt(post.expiresAt, now),
          lt(post.remindersSent, index + 1),
        ),
      )
      .orderBy(asc(post.expiresAt))
      .limit(batch)
      .for("update", { skipLocked: true });
    for (const row of rows) {
      await transaction
        .update(post)
        .set({ remindersSent: index + 1 })
        .where(eq(post.id, row.id));
      await remind(transaction, readPost(row), index);
    }
    return rows.length;
  });
}

async function remind(transaction: Transaction, found: Post, index: number): Promise<void> {
  const expiresAt = found.expiresAt?.toISOString() ?? "";
  await notifyMembers(transaction, found.organisationId, {
    kind: postNews.expiring,
    occasion: `post_expiring:${found.id}:${expiresAt}:${index}`,
    payload: { postId: found.id, postKind: found.kind, postTitle: found.title, expiresAt },
  });
}
