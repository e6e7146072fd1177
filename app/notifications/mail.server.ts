import { and, asc, eq, gt, inArray, lte } from "drizzle-orm";
import { formatOf } from "#app/i18n/format.ts";
import { translatorFor } from "#app/i18n/i18n.server.ts";
import { asLanguage, type Language } from "#app/i18n/languages.ts";
import type { NewsKind, NewsWords } from "#app/kernel/news.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MailText } from "#app/mail/texts.server.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { notification, user } from "#db/schema/index.ts";
import { channelsOf, mailCanStop } from "./channels.ts";
import { tokenFor, type MailScope } from "./mail-token.server.ts";
import { recipientsOf } from "./preferences.server.ts";

const peopleAtOnce = 100;
/** A mail tells at most so many lines; the rest is in the notification centre. */
const mostInMail = 50;

/**
 * Mails each person, in one mail, the notifications that are due. Each person is
 * one transaction, of which the mail's own job is part: whatever happens, a
 * line is mailed once. Safe to repeat and to run on several servers.
 */
export async function mailNotifications(services: Services): Promise<void> {
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
        mailPerson(services, transaction, userId, now),
      );
    after = people.at(-1)?.userId;
    if (people.length < peopleAtOnce) return;
  }
}

/** A line that is due, with its kind. */
interface Line {
  kind: NewsKind;
  payload: unknown;
}

async function mailPerson(
  services: Services,
  transaction: Transaction,
  userId: string,
  now: Date,
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
  const language = asLanguage(person.locale);
  const speech = { t: await translatorFor(language), format: formatOf(language) };
  const lines: Line[] = [];
  const items: NewsWords[] = [];
  for (const { kind: name, payload } of due) {
    const kind = services.news.kind(name);
    const words = kind?.say(payload, speech);
    if (!kind || !words || channelsOf(kind.group, channels.get(kind.group.name)).mail === "off")
      continue;
    lines.push({ kind, payload });
    items.push(words);
  }
  if (items.length === 0) return;
  const { origin } = services;
  const scope = scopeOf(lines);
  const unsubscribeUrl =
    scope && `${origin}/unsubscribe/${await tokenFor(transaction, userId, scope)}`;
  const text = await newsText(language, { name: person.name, items, origin, unsubscribeUrl });
  await sendJob(transaction, "mail.send", {
    to: person.email,
    ...text,
    ...(unsubscribeUrl ? { unsubscribeUrl } : {}),
  });
}

/** A mail that tells news: one piece, or several together, and how to hear less. */
async function newsText(
  language: Language,
  values: {
    name: string;
    items: NewsWords[];
    origin: string;
    /** Null when it cannot be stopped. */
    unsubscribeUrl: string | null;
  },
): Promise<MailText> {
  const t = await translatorFor(language);
  const { name, items, origin, unsubscribeUrl } = values;
  const [only] = items;
  return {
    language,
    subject:
      items.length === 1 && only
        ? only.title
        : t("notifications:mail.several", { count: items.length }),
    body: [
      t("notifications:mail.greeting", { name }),
      ...items.map(({ title, lines, href }) => [title, ...lines, `${origin}${href}`].join("\n")),
      "—",
      t("notifications:mail.settings", { url: `${origin}/settings/notifications` }),
      ...(unsubscribeUrl === null
        ? []
        : [t("notifications:mail.unsubscribe", { url: unsubscribeUrl })]),
    ].join("\n\n"),
  };
}

/** What one click should stop: as little as the mail is about; null when it cannot be stopped. */
function scopeOf(lines: Line[]): MailScope | null {
  const groups = new Set(lines.map(({ kind }) => kind.group).filter(mailCanStop));
  const [group] = groups;
  if (!group) return null;
  if (groups.size > 1) return "all";
  const subscriptions = new Set(lines.flatMap(({ kind, payload }) => kind.subscriptions(payload)));
  const [subscription] = subscriptions;
  return subscription && subscriptions.size === 1 ? subscription : `group:${group.name}`;
}
