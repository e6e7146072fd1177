import { eq } from "drizzle-orm";
import { z } from "zod";
import { searchByMail, stepByMail } from "./commands.server.ts";
import { scopeSchema, type MailScope } from "#app/notifications/mail-token.server.ts";
import { mailCanStop, preferencesOf, setChannels } from "#app/notifications/preferences.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { mailChoices, notificationGroups, type NotificationGroup } from "#app/codes/codes.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { mailToken } from "#db/schema/index.ts";

/** What the link of a mail is about, for its page. */
export interface MailSubscription {
  scope: "all" | "group" | "search";
  group: NotificationGroup | null;
  /** The saved search's name. */
  name: string | null;
  stopped: boolean;
}

/**
 * What a link of a mail stops.
 *
 * @throws Refusal notFound for a link that is none of ours
 */
export async function mailSubscription(
  services: Services,
  token: string,
): Promise<MailSubscription> {
  const [row] = await services.database.select().from(mailToken).where(eq(mailToken.token, token));
  if (!row) throw new Refusal("notFound");
  const scope = scopeSchema.parse(row.scope);
  const [kind, id = ""] = scope.split(":");
  const search = kind === "search" ? await searchByMail(services.database, id) : null;
  return {
    scope: kind as MailSubscription["scope"],
    group: kind === "group" ? (id as NotificationGroup) : null,
    name: search?.name ?? null,
    stopped: search ? !search.watching : row.before !== null,
  };
}

const mailByGroup = z.partialRecord(z.enum(notificationGroups), z.enum(mailChoices));

/**
 * Stops, or takes up again, what the link of a mail is about; needs no session,
 * for whoever has the mail may stop it. Safe to repeat.
 *
 * @throws Refusal notFound for a link that is none of ours
 */
export async function changeMailSubscription(
  services: Services,
  token: string,
  step: "stop" | "resume",
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const [row] = await transaction
      .select()
      .from(mailToken)
      .where(eq(mailToken.token, token))
      .for("update");
    if (!row) throw new Refusal("notFound");
    const { userId } = row;
    const scope = scopeSchema.parse(row.scope);
    const [kind, id = ""] = scope.split(":");
    let before: unknown = null;
    if (step === "stop") {
      if (row.before !== null && (await stillStopped(transaction, userId, scope))) return;
      if (kind === "search") {
        await stepByMail(transaction, userId, id, "pause", services.now());
        before = {};
      } else before = await stopMail(transaction, userId, groupsOf(scope));
    } else {
      if (row.before === null) return;
      if (kind === "search") await stepByMail(transaction, userId, id, "resume", services.now());
      else await resumeMail(transaction, userId, mailByGroup.parse(row.before));
    }
    await transaction.update(mailToken).set({ before }).where(eq(mailToken.token, token));
  });
}

const groupsOf = (scope: MailScope): NotificationGroup[] =>
  notificationGroups.filter(
    (group) => mailCanStop(group) && (scope === "all" || scope === `group:${group}`),
  );

/** Whether nothing was turned on again by hand since it was stopped. */
async function stillStopped(
  transaction: Transaction,
  userId: string,
  scope: MailScope,
): Promise<boolean> {
  if (scope.startsWith("search:")) return false;
  const { channels } = await preferencesOf(transaction, userId);
  return groupsOf(scope).every((group) => channels[group].mail === "off");
}

/** Turns the mail of these groups off and answers what it was. */
async function stopMail(transaction: Transaction, userId: string, groups: NotificationGroup[]) {
  const { channels } = await preferencesOf(transaction, userId);
  const on = groups.filter((group) => channels[group].mail !== "off");
  for (const group of on)
    await setChannels(transaction, userId, group, { ...channels[group], mail: "off" });
  return Object.fromEntries(on.map((group) => [group, channels[group].mail]));
}

async function resumeMail(
  transaction: Transaction,
  userId: string,
  before: z.infer<typeof mailByGroup>,
): Promise<void> {
  const { channels } = await preferencesOf(transaction, userId);
  for (const group of notificationGroups) {
    const mail = before[group];
    if (mail && channels[group].mail === "off")
      await setChannels(transaction, userId, group, { ...channels[group], mail });
  }
}
