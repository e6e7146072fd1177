import { z } from "zod";
import {
  mailChoices,
  marketZone,
  notificationGroups,
  type NotificationGroup,
} from "#app/codes/codes.ts";
import type { Channels, NewsGroup, NewsKind } from "#app/kernel/news.ts";
import { isZone } from "#app/kernel/zones.ts";
import { nextDigest, quietUntil, type QuietHours } from "./schedule.ts";

/** Everything that a person chose. */
export interface Preferences {
  /** Groups of which the person chose nothing are missing. */
  channels: ReadonlyMap<NotificationGroup, Channels>;
  quiet: QuietHours | null;
  /** IANA name of the zone that the person's clock shows. */
  zone: string;
}

export const defaultPreferences: Preferences = {
  channels: new Map(),
  quiet: null,
  zone: marketZone,
};

/** The channels of a group: what was chosen, or else its defaults; what is mandatory stays on. */
export function channelsOf(
  { defaults, mandatory }: NewsGroup,
  chosen: Channels | undefined,
): Channels {
  const { inProduct, mail } = chosen ?? defaults;
  return {
    inProduct: inProduct || mandatory?.inProduct === true,
    mail: mandatory?.mail ? defaults.mail : mail,
  };
}

/** Whether a person may turn the mail of this group off. */
export const mailCanStop = ({ mandatory }: NewsGroup): boolean => !mandatory?.mail;

/** How one line reaches a person. */
export interface Delivery {
  /** Whether it stands in the notification centre. */
  shown: boolean;
  /** Whether it comes without a message over the page. */
  quiet: boolean;
  /** Null when it is not mailed. */
  mailDueAt: Date | null;
}

/** By which channels and when a person hears of something that happens now. */
export function deliveryOf(
  { group, isDigest }: Pick<NewsKind, "group" | "isDigest">,
  { channels, quiet, zone }: Preferences,
  mayMail: boolean,
  now: Date,
): Delivery {
  const { inProduct, mail } = channelsOf(group, channels.get(group.name));
  const end = quietUntil(now, quiet, zone);
  const wanted = mail === "daily" && !isDigest ? nextDigest("daily", now, zone) : now;
  const mailed = mayMail && mail !== "off";
  return {
    shown: inProduct,
    quiet: end !== null,
    mailDueAt: mailed ? (quietUntil(wanted, quiet, zone) ?? wanted) : null,
  };
}

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "time" });

/** What the page of preferences sends, for the groups that it shows. */
export const preferencesSchema = z.object({
  channels: z.partialRecord(
    z.enum(notificationGroups),
    z.object({
      inProduct: z.stringbool().default(false),
      mail: z.enum(mailChoices),
    }),
  ),
  quietOn: z.stringbool().default(false),
  quietFrom: time,
  quietTo: time,
  zone: z.string().refine(isZone, { error: "zone" }),
});
export type PreferencesInput = z.infer<typeof preferencesSchema>;

/** What the two times say to a person who has none yet. */
export const suggestedQuiet: QuietHours = { from: "22:00", to: "07:30" };
