import type { TFunction } from "i18next";
import { extensionOf } from "#app/files/extension.ts";
import { doneOutcome, uploadAnswer } from "#app/forms/upload-answer.ts";
import type { Format } from "#app/i18n/format.ts";
import { errorText } from "#app/i18n/issues.ts";
import type { Reply } from "./send-form.ts";

/** What a form takes. */
export interface Accepted {
  /** Endings of names, without the point. */
  extensions: readonly string[];
  /** Bytes at most. */
  most: number;
}

/** Why a chosen file need not be sent at all; null when it may be good. */
export function wrongAtOnce(
  t: TFunction,
  format: Format,
  { extensions, most }: Accepted,
  { name, size }: Pick<File, "name" | "size">,
): string | null {
  if (size === 0) return t("errors:fileEmpty");
  if (size > most)
    return t("files:tooLarge", { size: format.fileSize(size), most: format.fileSize(most) });
  if (!extensions.includes(extensionOf(name.trim()).slice(1).toLowerCase()))
    return t("files:wrongType", { extensions: extensions.join(", ") });
  return null;
}

export type JudgedUpload = { words: string } | { words: null; goTo: string | null; text: string };

/**
 * What an answer means. One that is not ours, such as that of a proxy, is told as
 * what it is and never taken for a success.
 */
export function judge(t: TFunction, { status, text }: Reply): JudgedUpload {
  const ours = uploadAnswer.safeParse(parsed(text));
  if (ours.success) {
    const { error, goTo } = ours.data;
    if (error !== null) return { words: error };
    if (status >= 200 && status < 300) return { words: null, goTo, text };
  }
  return { words: foreign(t, status) };
}

function foreign(t: TFunction, status: number): string {
  if (status === 0) return t("files:connectionBroke");
  if (status === 413) return t("files:tooLargeOnTheWay");
  if (status === 401) return t("errors:signInRequired");
  if (status === 403) return t("errors:forbidden");
  if (status === 429) return t("errors:rateLimited");
  return t(status >= 500 ? "files:serverAway" : "files:notOurs", { status });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the address of a page says of a form that was sent without scripts: null for a success. */
export const outcomeText = (t: TFunction, outcome: string): string | null =>
  outcome === doneOutcome ? null : errorText(t, outcome);
