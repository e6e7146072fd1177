import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, desc, eq, gt, inArray, isNull, lt } from "drizzle-orm";
import { z } from "zod";
import type { Services } from "#app/kernel/services.ts";
import type { NotificationGroup } from "#app/codes/codes.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Reader } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { notification } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";

/** A line of the notification centre; its kind's room says what its payload means. */
export interface NotificationLine {
  id: string;
  kind: string;
  payload: Record<string, unknown>;
  createdAt: string;
  readAt: string | null;
}

const stored = z.record(z.string(), z.unknown());

/** How many notifications the person has not read. */
export function countUnread(reader: Reader, userId: string): Promise<number> {
  return reader.$count(
    notification,
    and(eq(notification.userId, userId), isNull(notification.readAt)),
  );
}

/**
 * A page of the centre, newest first. `before` is the last id of the page
 * before; `since` asks for what came after a moment, as a browser does that
 * was away; `group` for lines of that group only.
 */
export async function listNotifications(
  services: Services,
  viewer: Viewer,
  page: { before?: string; since?: Date; group?: NotificationGroup; limit: number },
): Promise<Page<NotificationLine>> {
  const rows = await services.database
    .select()
    .from(notification)
    .where(
      and(
        eq(notification.userId, viewer.userId),
        page.before ? lt(notification.id, page.before) : undefined,
        eq(notification.shown, true),
        page.since ? gt(notification.createdAt, page.since) : undefined,
        page.group ? inArray(notification.kind, services.news.kindsOf(page.group)) : undefined,
      ),
    )
    .orderBy(desc(notification.id))
    .limit(rowsFor(page.limit));
  const { lines: shown, next } = pageOf(rows, page.limit, ({ id }) => id);
  const lines = shown.map(({ id, kind, payload, createdAt, readAt }) => ({
    ...{ id, kind, payload: stored.parse(payload), createdAt: createdAt.toISOString() },
    readAt: readAt?.toISOString() ?? null,
  }));
  return { lines, next };
}

/** Marks one notification, all of a group, or all, as read, in every open browser of the person. */
export async function markRead(
  services: Services,
  viewer: Viewer,
  which: { id: string } | { group: NotificationGroup } | "all",
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    await transaction
      .update(notification)
      .set({ readAt: services.now() })
      .where(
        and(
          eq(notification.userId, viewer.userId),
          isNull(notification.readAt),
          which !== "all" && "id" in which ? eq(notification.id, which.id) : undefined,
          which !== "all" && "group" in which
            ? inArray(notification.kind, services.news.kindsOf(which.group))
            : undefined,
        ),
      );
    const unread = await countUnread(transaction, viewer.userId);
    await announce(
      transaction,
      realtime("notification.read", [`user:${viewer.userId}`], { unread }),
    );
  });
}
