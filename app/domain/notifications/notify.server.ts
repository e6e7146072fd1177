import { eq, ne } from "drizzle-orm";
import type { Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { member, notification, user } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import type { NotificationContent } from "./kinds.ts";

export type Occasion = NotificationContent & {
  /** The same occasion is told to a person once, however often the work repeats. */
  occasion: string;
};

/** Puts a line into each person's notification centre and tells their open browsers. */
export async function notify(
  transaction: Transaction,
  userIds: string[],
  { kind, payload, occasion }: Occasion,
): Promise<void> {
  if (userIds.length === 0) return;
  const lines = await transaction
    .insert(notification)
    .values(userIds.map((userId) => ({ userId, kind, payload, occasion })))
    .onConflictDoNothing()
    .returning();
  for (const line of lines) {
    await announce(
      transaction,
      realtime("notification.created", [`user:${line.userId}`], {
        id: line.id,
        kind: line.kind,
        payload,
        createdAt: line.createdAt.toISOString(),
        readAt: null,
      }),
    );
  }
}

/** Tells everyone in an organisation, but for the person who caused it. */
export async function notifyMembers(
  transaction: Transaction,
  organisationId: string,
  occasion: Occasion,
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
export async function notifyOrganizers(
  transaction: Transaction,
  occasion: Occasion,
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
