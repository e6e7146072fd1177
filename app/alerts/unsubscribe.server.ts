import { eq } from "drizzle-orm";
import { z } from "zod";
import { searchByMail, stepByMail } from "./commands.server.ts";
import { mailChoices, notificationGroups, type NotificationGroup } from "#app/codes/codes.ts";
import type { NewsGroup } from "#app/kernel/news.ts";
import { channelsOf, mailCanStop } from "#app/notifications/channels.ts";
import { preferencesOf, setChannels } from "#app/notifications/preferences.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
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
  const { kind, id } = readScope(row.scope);
  const search = kind === "search" ? await searchByMail(services.database, id) : null;
  return {
    scope: kind,
    group: kind === "group" ? z.enum(notificationGroups).parse(id) : null,
    name: search?.name ?? null,
    stopped: search ? !search.watching : row.before !== null,
  };
}

/** What a token stops, as it is stored: `all`, `group:` with its name, or `search:` with its id. */
function readScope(stored: string): { kind: MailSubscription["scope"]; id: string } {
  const [kind, id = ""] = stored.split(":");
  return { kind: z.enum(["all", "group", "search"]).parse(kind), id };
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
    const { kind, id } = readScope(row.scope);
    const groups = groupsOf(services, row.scope);
    let before: unknown = null;
    if (step === "stop") {
      if (row.before !== null && (await areStopped(transaction, userId, groups))) return;
      if (kind === "search") {
        await stepByMail(transaction, userId, id, "pause", services.now());
        before = {};
      } else before = await stopMail(services, transaction, userId, groups);
    } else {
      if (row.before === null) return;
      if (kind === "search") await stepByMail(transaction, userId, id, "resume", services.now());
      else await resumeMail(services, transaction, userId, mailByGroup.parse(row.before));
    }
    await transaction.update(mailToken).set({ before }).where(eq(mailToken.token, token));
  });
}

/** The groups whose mail a scope stops. */
const groupsOf = ({ news }: Services, scope: string): NewsGroup[] =>
  news.groups.filter(
    (group) => mailCanStop(group) && (scope === "all" || scope === `group:${group.name}`),
  );

/** Whether nothing was turned on again by hand since the mail of these groups was stopped. */
async function areStopped(
  transaction: Transaction,
  userId: string,
  groups: NewsGroup[],
): Promise<boolean> {
  const { channels } = await preferencesOf(transaction, userId);
  return (
    groups.length > 0 &&
    groups.every((group) => channelsOf(group, channels.get(group.name)).mail === "off")
  );
}

/** Turns the mail of these groups off and answers what it was. */
async function stopMail(
  services: Services,
  transaction: Transaction,
  userId: string,
  groups: NewsGroup[],
): Promise<z.infer<typeof mailByGroup>> {
  const { channels } = await preferencesOf(transaction, userId);
  const before: z.infer<typeof mailByGroup> = {};
  for (const group of groups) {
    const { inProduct, mail } = channelsOf(group, channels.get(group.name));
    if (mail === "off") continue;
    before[group.name] = mail;
    await setChannels(services, transaction, userId, group, { inProduct, mail: "off" });
  }
  return before;
}

async function resumeMail(
  services: Services,
  transaction: Transaction,
  userId: string,
  before: z.infer<typeof mailByGroup>,
): Promise<void> {
  const { channels } = await preferencesOf(transaction, userId);
  for (const group of services.news.groups) {
    const mail = before[group.name];
    const now = channelsOf(group, channels.get(group.name));
    if (mail && now.mail === "off")
      await setChannels(services, transaction, userId, group, { ...now, mail });
  }
}
