import { eq, ne } from "drizzle-orm";
import type { NewsKind, PayloadOf } from "#app/kernel/news.ts";
import type { Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { announce } from "#db/listener.ts";
import { member, notification, user } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import { deliveryOf } from "./channels.ts";
import { recipientsOf } from "./preferences.server.ts";

/** Something to tell people of. */
export interface Occasion<Kind extends NewsKind> {
  kind: Kind;
  payload: PayloadOf<Kind>;
  /** The same occasion is told to a person once, however often the work repeats. */
  occasion: string;
}

/**
 * Tells people by the channels that each chose: a line in the notification
 * centre, which open browsers hear of, and mail. The only way to tell people
 * of something; mail goes out as a job of its own.
 */
export async function notify<Kind extends NewsKind>(
  transaction: Transaction,
  userIds: string[],
  { kind, payload, occasion }: Occasion<Kind>,
  now = new Date(),
): Promise<void> {
  if (userIds.length === 0) return;
  const recipients = await recipientsOf(transaction, userIds);
  const deliveries = new Map(
    [...recipients].map(([userId, { preferences, mayMail }]) => [
      userId,
      deliveryOf(kind, preferences, mayMail, now),
    ]),
  );
  if (deliveries.size === 0) return;
  const lines = await transaction
    .insert(notification)
    .values(
      [...deliveries].map(([userId, { shown, mailDueAt }]) => ({
        userId,
        kind: kind.name,
        payload,
        occasion,
        shown,
        mailDueAt,
        readAt: shown ? null : now,
      })),
    )
    .onConflictDoNothing()
    .returning();
  for (const line of lines.filter(({ shown }) => shown)) {
    await announce(
      transaction,
      realtime("notification.created", [`user:${line.userId}`], {
        id: line.id,
        kind: line.kind,
        payload,
        createdAt: line.createdAt.toISOString(),
        readAt: null,
        quiet: deliveries.get(line.userId)?.quiet ?? false,
      }),
    );
  }
  if (lines.some(({ mailDueAt }) => mailDueAt !== null && mailDueAt <= now))
    await sendJob(transaction, "notifications.mail", {});
}

/** Tells everyone in an organisation, but for the person who caused it. */
export async function notifyMembers<Kind extends NewsKind>(
  transaction: Transaction,
  organisationId: string,
  occasion: Occasion<Kind>,
  exceptUserId?: string,
): Promise<void> {
  const members = await transaction
    .select({ userId: member.userId })
    .from(member)
    .where(eq(member.organisationId, organisationId));
  const told = members.map(({ userId }) => userId).filter((userId) => userId !== exceptUserId);
  await notify(transaction, told, occasion);
}

/** Tells every organizer and administrator. */
export async function notifyOrganizers<Kind extends NewsKind>(
  transaction: Transaction,
  occasion: Occasion<Kind>,
): Promise<void> {
  const organizers = await transaction
    .select({ id: user.id })
    .from(user)
    .where(ne(user.platformRole, "member"));
  await notify(
    transaction,
    organizers.map(({ id }) => id),
    occasion,
  );
}
