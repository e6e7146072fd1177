import { and, eq, inArray } from "drizzle-orm";
import type { NotificationGroup } from "#app/codes/codes.ts";
import type { Channels, NewsGroup } from "#app/kernel/news.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Reader, Transaction } from "#db/connection.ts";
import { notification, notificationChannel, notificationSetting, user } from "#db/schema/index.ts";
import {
  channelsOf,
  defaultPreferences,
  type Preferences,
  type PreferencesInput,
} from "./channels.ts";

/** A person as far as sending them something goes. */
export interface Recipient {
  preferences: Preferences;
  /** Only an address that its owner has verified gets mail. */
  mayMail: boolean;
}

/** The recipients by id, in one read of each table; who is gone is left out. */
export async function recipientsOf(
  reader: Reader,
  userIds: string[],
): Promise<Map<string, Recipient>> {
  if (userIds.length === 0) return new Map();
  const people = await reader
    .select({
      id: user.id,
      mayMail: user.emailVerified,
      quietFrom: notificationSetting.quietFrom,
      quietTo: notificationSetting.quietTo,
      zone: notificationSetting.zone,
    })
    .from(user)
    .leftJoin(notificationSetting, eq(notificationSetting.userId, user.id))
    .where(inArray(user.id, userIds));
  const rows = await reader
    .select()
    .from(notificationChannel)
    .where(inArray(notificationChannel.userId, userIds));
  const chosen = new Map<string, Map<NotificationGroup, Channels>>();
  for (const { userId, group, inProduct, mail } of rows) {
    const channels = chosen.get(userId) ?? new Map<NotificationGroup, Channels>();
    channels.set(group, {
      inProduct,
      mail,
    });
    chosen.set(userId, channels);
  }
  return new Map(
    people.map(({ id, mayMail, quietFrom, quietTo, zone }) => [
      id,
      {
        mayMail,
        preferences: {
          channels: chosen.get(id) ?? defaultPreferences.channels,
          quiet: quietFrom !== null && quietTo !== null ? { from: quietFrom, to: quietTo } : null,
          zone: zone ?? defaultPreferences.zone,
        },
      },
    ]),
  );
}

/** What one person chose. */
export const preferencesOf = async (reader: Reader, userId: string): Promise<Preferences> =>
  (await recipientsOf(reader, [userId])).get(userId)?.preferences ?? defaultPreferences;

/** Keeps what the person chose. Mail that waits follows at once: that of a group that is turned off is dropped. */
export async function keepPreferences(
  services: Services,
  transaction: Transaction,
  userId: string,
  input: PreferencesInput,
): Promise<void> {
  const { channels, quietOn, quietFrom, quietTo, zone } = input;
  const setting = {
    quietFrom: quietOn ? quietFrom : null,
    quietTo: quietOn ? quietTo : null,
    zone,
    updatedAt: services.now(),
  };
  await transaction
    .insert(notificationSetting)
    .values({ userId, ...setting })
    .onConflictDoUpdate({ target: notificationSetting.userId, set: setting });
  for (const group of services.news.groups) {
    const asked = channels[group.name];
    if (asked) await setChannels(services, transaction, userId, group, asked);
  }
}

/** Sets the channels of one group; what is mandatory stays on whatever is asked. */
export async function setChannels(
  { news }: Pick<Services, "news">,
  transaction: Transaction,
  userId: string,
  group: NewsGroup,
  asked: Channels,
): Promise<void> {
  const channels = channelsOf(group, asked);
  await transaction
    .insert(notificationChannel)
    .values({ userId, group: group.name, ...channels })
    .onConflictDoUpdate({
      target: [notificationChannel.userId, notificationChannel.group],
      set: channels,
    });
  if (channels.mail !== "off") return;
  await transaction
    .update(notification)
    .set({ mailDueAt: null })
    .where(
      and(eq(notification.userId, userId), inArray(notification.kind, news.kindsOf(group.name))),
    );
}
