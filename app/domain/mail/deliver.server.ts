import nodemailer from "nodemailer";
import type { Database } from "#db/connection.ts";
import type { JobPayload } from "#db/jobs.ts";
import { localMail } from "#db/schema/index.ts";
import { htmlOf } from "./html.ts";

type Mail = JobPayload<"mail.send">;
export type DeliverMail = (mail: Mail) => Promise<void>;

/**
 * The header lines of a mail beside sender, recipient and subject. A mail that
 * can be stopped says how, so that a mail program does it with one click and
 * without signing in (RFC 2369 and RFC 8058).
 */
export function headersOf({ unsubscribeUrl, messageId, language }: Mail): Record<string, string> {
  return {
    ...(language ? { "Content-Language": language } : {}),
    ...(messageId ? { "Message-ID": messageId } : {}),
    ...(unsubscribeUrl
      ? {
          "List-Unsubscribe": `<${unsubscribeUrl}>`,
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
          Precedence: "bulk",
        }
      : {}),
  };
}

/**
 * Sends mail over SMTP, as text and as HTML, when a server is configured; else
 * keeps it in the local mail box.
 */
export function createMailDelivery(
  database: Database,
  smtpUrl: string | undefined,
  from: string,
): DeliverMail {
  const htmlPart = (mail: Mail) => mail.html ?? htmlOf(mail, mail.language ?? "zh-CN");
  if (smtpUrl === undefined)
    return async (mail) => {
      const { to, subject, body } = mail;
      await database.insert(localMail).values({
        recipient: to,
        subject,
        body,
        html: htmlPart(mail),
        headers: headersOf(mail),
      });
    };
  const transport = nodemailer.createTransport(smtpUrl);
  return async (mail) => {
    const { to, subject, body } = mail;
    const { "Message-ID": messageId, ...headers } = headersOf(mail);
    await transport.sendMail({
      from,
      to,
      subject,
      text: body,
      html: htmlPart(mail),
      headers,
      ...(messageId ? { messageId } : {}),
    });
  };
}
