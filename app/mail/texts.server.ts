import { marketZone } from "#app/codes/codes.ts";
import { locales } from "#app/i18n/format.ts";
import { translatorFor } from "#app/i18n/i18n.server.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { TFunction } from "i18next";

/** The words of a mail. */
export interface MailWords {
  subject: string;
  body: string;
}

/** A mail in its reader's language, with what replaces it once its link is as good as dead. */
export interface MailText extends MailWords {
  language: Language;
  /** `from` is ISO 8601. */
  late?: MailWords & { from: string };
}

/** A link that works for less than so many milliseconds is not sent. */
const timeToUseIt = 10 * 60_000;

/** The moment until which a link works, said so that it is true whenever the mail arrives. */
const untilIn = (language: Language, until: Date): string =>
  new Intl.DateTimeFormat(locales[language], {
    timeZone: marketZone,
    dateStyle: "long",
    timeStyle: "short",
  }).format(until);

/**
 * A mail as its room words it, with a link that stops working. `words` gets the last
 * moment of the link, in market time and in the language of the mail.
 */
export async function mailWithLink(
  language: Language,
  until: Date | undefined,
  words: (t: TFunction, until: string) => MailWords & { late?: MailWords | undefined },
): Promise<MailText> {
  const t = await translatorFor(language);
  const { late, ...mail } = words(t, until ? untilIn(language, until) : "");
  return {
    ...mail,
    language,
    ...(late && until
      ? { late: { ...late, from: new Date(until.getTime() - timeToUseIt).toISOString() } }
      : {}),
  };
}
