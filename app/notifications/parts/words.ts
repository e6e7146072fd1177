import type { TFunction } from "i18next";
import type { Format } from "#app/i18n/format.ts";
import type { NewsWords } from "#app/kernel/news.ts";
import { news } from "#app/server/news.ts";

/** A notification as a person reads it; null for what this version does not know. */
export const notificationWords = (
  { kind, payload }: { kind: string; payload?: unknown },
  t: TFunction,
  format: Format,
): NewsWords | null => news.kind(kind)?.say(payload, { t, format }) ?? null;
