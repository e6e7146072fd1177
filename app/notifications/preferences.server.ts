import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { NotificationGroup } from "#app/codes/codes.ts";
import { inTransaction, type Reader, type Transaction } from "#db/connection.ts";
import {
  notification,
  notificationChannel,
  notificationSetting,
  savedSearch,
  savedSearchHit,
  user,
} from "#db/schema/index.ts";
import {
  defaultPreferences,
  kindsOf,
  mandatory,
  withDefaults,
  type Channels,
  type Preferences,
  type PreferencesInput,
} from "./channels.ts";
import { nextDigest } from "./schedule.ts";

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
  const chosen = new Map<string, Partial<Record<NotificationGroup, Channels>>>();
  for (const { userId, group, inProduct, mail } of rows)
    chosen.set(userId, {
      ...chosen.get(userId),
      [group as NotificationGroup]: { inProduct, mail: mail as Channels["mail"] },
    });
  return new Map(
    people.map(({ id, mayMail, quietFrom, quietTo, zone }) => [
      id,
      {
        mayMail,
        preferences: {
          channels: withDefaults(chosen.get(id) ?? {}),
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

/**
 * Keeps what the person chose. What waits follows at once: mail of a group that
 * is turned off is dropped, and digests move to the clock of the new zone.
 */
export async function changePreferences(
  services: Services,
  viewer: Viewer,
  input: PreferencesInput,
): Promise<void> {
  const { userId } = viewer;
  const { channels, quietOn, quietFrom, quietTo, zone } = input;
  const setting = {
    quietFrom: quietOn ? quietFrom : null,
    quietTo: quietOn ? quietTo : null,
    zone,
    updatedAt: services.now(),
  };
  await inTransaction(services.database, async (transaction) => {
    const before = await preferencesOf(transaction, userId);
    await transaction
      .insert(notificationSetting)
      .values({ userId, ...setting })
      .onConflictDoUpdate({ target: notificationSetting.userId, set: setting });
    for (const [group, chosen] of Object.entries(channels))
      await setChannels(transaction, userId, group as NotificationGroup, chosen);
    if (before.zone !== zone) await moveDigests(transaction, userId, zone, services.now());
  });
}

/** Sets the channels of one group; what is mandatory stays on whatever is asked. */
export async function setChannels(
  transaction: Transaction,
  userId: string,
  group: NotificationGroup,
  asked: Channels,
): Promise<void> {
  const channels = withDefaults({ [group]: asked })[group];
  await transaction
    .insert(notificationChannel)
    .values({ userId, group, ...channels })
    .onConflictDoUpdate({
      target: [notificationChannel.userId, notificationChannel.group],
      set: channels,
    });
  if (channels.mail !== "off") return;
  await transaction
    .update(notification)
    .set({ mailDueAt: null })
    .where(and(eq(notification.userId, userId), inArray(notification.kind, kindsOf(group))));
}

/** Whether a person may turn the mail of this group off. */
export const mailCanStop = (group: NotificationGroup): boolean => !mandatory[group]?.mail;

async function moveDigests(
  transaction: Transaction,
  userId: string,
  zone: string,
  now: Date,
): Promise<void> {
  for (const rhythm of ["daily", "weekly"] as const)
    await transaction
      .update(savedSearchHit)
      .set({ dueAt: nextDigest(rhythm, now, zone) })
      .where(
        and(
          eq(savedSearchHit.userId, userId),
          isNull(savedSearchHit.toldAt),
          inArray(
            savedSearchHit.savedSearchId,
            transaction
              .select({ id: savedSearch.id })
              .from(savedSearch)
              .where(and(eq(savedSearch.userId, userId), eq(savedSearch.frequency, rhythm))),
          ),
        ),
      );
}
