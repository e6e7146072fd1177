import type { TFunction } from "i18next";
import { asLanguage, type Language } from "#app/i18n/languages.ts";
import { mailWithLink, type MailText, type MailWords } from "#app/mail/texts.server.ts";
import { inTransaction, type Database } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";

export type AccountMail = "verifyEmail" | "resetPassword" | "alreadyRegistered";

interface AccountMailValues {
  /** Of the person who is written to. */
  name: string;
  url: string;
  /** When the link stops working, if it does. */
  until?: Date;
  /** Where a new password can be asked for. */
  resetUrl?: string;
  /** Where to ask anew, for a mail that comes when its link is dead. */
  againUrl?: string;
}

const late = (
  kind: AccountMail,
  t: TFunction,
  values: { name: string; againUrl: string },
): MailWords | undefined =>
  kind === "alreadyRegistered"
    ? undefined
    : {
        subject: t(`auth:mail.${kind}.late.subject`),
        body: t(`auth:mail.${kind}.late.body`, values),
      };

/** A mail to a person about their account. */
export const accountMail = (
  kind: AccountMail,
  language: Language,
  { name, url, until, resetUrl = "", againUrl = "" }: AccountMailValues,
): Promise<MailText> =>
  mailWithLink(language, until, (t, untilWords) => ({
    subject: t(`auth:mail.${kind}.subject`),
    body: t(`auth:mail.${kind}.body`, { name, url, resetUrl, until: untilWords }),
    late: late(kind, t, { name, againUrl }),
  }));

/** Asks for a mail to a person about their account, in their language. */
export async function sendAccountMail(
  database: Database,
  to: { name: string; email: string; locale?: string | null | undefined },
  kind: AccountMail,
  values: Omit<AccountMailValues, "name">,
): Promise<void> {
  const mail = await accountMail(kind, asLanguage(to.locale), { name: to.name, ...values });
  await inTransaction(database, (transaction) =>
    sendJob(transaction, "mail.send", { to: to.email, ...mail }),
  );
}
