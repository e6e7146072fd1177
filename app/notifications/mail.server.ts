import { and, asc, eq, gt, inArray, lte } from "drizzle-orm";
import { mailLocale, newsText, type MailItem, type MailLocale } from "#app/mail/texts.ts";
import { tokenFor, type MailScope } from "./mail-token.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { notification, user } from "#db/schema/index.ts";
import { groupOf } from "./channels.ts";
import { readNotification, type NotificationContent } from "./kinds.ts";
import { mailCanStop, recipientsOf } from "./preferences.server.ts";

const peopleAtOnce = 100;
/** A mail tells at most so many lines; the rest is in the notification centre. */
const mostInMail = 50;

/** Says a notification in a language; `href` is a path of the product. */
export type WriteNotification = (
  locale: MailLocale,
  content: NotificationContent,
) => Promise<{ title: string; lines: string[]; href: string }>;

/**
 * Mails each person, in one mail, the notifications that are due. Each person is
 * one transaction, of which the mail's own job is part: whatever happens, a
 * line is mailed once. Safe to repeat and to run on several servers.
 */
export async function mailNotifications(
  services: Services,
  write: WriteNotification,
): Promise<void> {
  const now = services.now();
  for (let after: string | undefined; ;) {
    const people = await services.database
      .selectDistinct({ userId: notification.userId })
      .from(notification)
      .where(
        and(lte(notification.mailDueAt, now), after ? gt(notification.userId, after) : undefined),
      )
      .orderBy(asc(notification.userId))
      .limit(peopleAtOnce);
    for (const { userId } of people)
      await inTransaction(services.database, (transaction) =>
        mailPerson(services, transaction, userId, now, write),
      );
    after = people.at(-1)?.userId;
    if (people.length < peopleAtOnce) return;
  }
}

async function mailPerson(
  services: Services,
  transaction: Transaction,
  userId: string,
  now: Date,
  write: WriteNotification,
): Promise<void> {
  const due = await transaction
    .select()
    .from(notification)
    .where(and(eq(notification.userId, userId), lte(notification.mailDueAt, now)))
    .orderBy(asc(notification.id))
    .limit(mostInMail)
    .for("update", { skipLocked: true });
  if (due.length === 0) return;
  await transaction
    .update(notification)
    .set({ mailDueAt: null, mailedAt: now })
    .where(
      inArray(
        notification.id,
        due.map(({ id }) => id),
      ),
    );
  const recipient = (await recipientsOf(transaction, [userId])).get(userId);
  const [person] = await transaction.select().from(user).where(eq(user.id, userId));
  if (!recipient?.mayMail || !person) return;
  const { channels } = recipient.preferences;
  const lines = due.flatMap(({ kind, payload }) => {
    const content = readNotification(kind, payload);
    return content && channels[groupOf(content.kind)].mail !== "off" ? [content] : [];
  });
  if (lines.length === 0) return;
  const { origin } = services;
  const locale = mailLocale(person.locale);
  const items = await Promise.all(
    lines.map(async (content): Promise<MailItem> => {
      const { title, lines: words, href } = await write(locale, content);
      return { title, lines: words, url: `${origin}${href}` };
    }),
  );
  const scope = scopeOf(lines);
  const unsubscribeUrl =
    scope && `${origin}/unsubscribe/${await tokenFor(transaction, userId, scope)}`;
  const settingsUrl = `${origin}/settings/notifications`;
  await sendJob(transaction, "mail.send", {
    to: person.email,
    ...newsText(locale, { name: person.name, items, settingsUrl, unsubscribeUrl }),
    ...(unsubscribeUrl ? { unsubscribeUrl } : {}),
  });
}

/** What one click should stop: as little as the mail is about; null when it cannot be stopped. */
function scopeOf(lines: NotificationContent[]): MailScope | null {
  const groups = new Set(lines.map(({ kind }) => groupOf(kind)).filter(mailCanStop));
  const [group] = groups;
  if (!group) return null;
  if (groups.size > 1) return "all";
  const searches = new Set(
    lines.flatMap(({ payload }) =>
      "searches" in payload ? payload.searches.map(({ id }) => id) : [],
    ),
  );
  const [search] = searches;
  return search && searches.size === 1 ? `search:${search}` : `group:${group}`;
}
