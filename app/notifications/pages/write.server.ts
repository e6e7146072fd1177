import type { WriteNotification } from "#app/notifications/mail.server.ts";
import { formatOf } from "#app/i18n/format.ts";
import { translatorFor } from "#app/i18n/i18n.server.ts";
import { notificationWords } from "#app/notifications/parts/words.ts";

/** A notification in the words that the notification centre has for it. */
export const writeNotification: WriteNotification = async (locale, content) =>
  notificationWords(content, await translatorFor(locale), formatOf(locale));
