import nodemailer from "nodemailer";
import { eq, sql } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import type { JobPayload } from "#db/job-payloads.ts";
import { FinalFailure, type JobRun } from "#db/job-failure.ts";
import { localMail, refusedAddress } from "#db/schema/index.ts";
import { htmlOf } from "./html.ts";
import { mailRefusalOf } from "./refusal.ts";
import { keyOfAddress } from "#app/kernel/mail-address.ts";

type Mail = JobPayload<"mail.send">;
export type DeliverMail = (mail: Mail, run: Pick<JobRun, "id">) => Promise<void>;

/**
 * The header lines of a mail beside sender, recipient and subject. A mail that
 * can be stopped says how, so that a mail program does it with one click and
 * without signing in (RFC 2369 and RFC 8058).
 */
export function headersOf({ unsubscribeUrl, language }: Mail): Record<string, string> {
  return {
    ...(language ? { "Content-Language": language } : {}),
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
 * Milliseconds. Together far below what the job of a mail may take, and long enough
 * for a server that takes its time after it has accepted a mail (RFC 5321, 4.5.3.2):
 * given up before, the mail would go twice.
 */
const timeouts = {
  dnsTimeout: 15_000,
  connectionTimeout: 15_000,
  greetingTimeout: 60_000,
  socketTimeout: 240_000,
};

/**
 * Sends mail over SMTP, as text and as HTML, when a server is configured; else
 * keeps it in the local mail box. Each try of a mail has the same Message-ID. A mail
 * that comes late is replaced by what it says for that case.
 *
 * @throws FinalFailure when the recipient's server refuses it for good; the address
 *   is then kept as refused until a mail gets through
 */
export function createMailDelivery(
  services: Services,
  { smtpUrl, from }: { smtpUrl: string | undefined; from: string },
): DeliverMail {
  const { database, origin } = services;
  const transport =
    smtpUrl === undefined ? null : nodemailer.createTransport({ url: smtpUrl, ...timeouts });
  return async (asked, { id }) => {
    const mail = inTime(asked, services.now());
    const { to, subject, body } = mail;
    const html = mail.html ?? htmlOf(mail, mail.language ?? "zh-CN");
    const headers = headersOf(mail);
    const messageId = `<${id}@${new URL(origin).hostname}>`;
    if (!transport) {
      const kept = { recipient: to, subject, body, html, jobId: id };
      await database
        .insert(localMail)
        .values({ ...kept, headers: { ...headers, "Message-ID": messageId } })
        .onConflictDoNothing();
      return;
    }
    try {
      await transport.sendMail({ from, to, subject, text: body, html, headers, messageId });
    } catch (error) {
      const refusal = mailRefusalOf(error);
      if (!refusal) throw error;
      if (refusal.ofAddress) await keepRefused(services, to, refusal.reason);
      throw new FinalFailure(refusal.reason, { cause: error });
    }
    await database.delete(refusedAddress).where(eq(refusedAddress.address, keyOfAddress(to)));
  };
}

/** The mail, or from the moment on at which its link is dead what it says in its place. */
function inTime({ late, ...mail }: Mail, now: Date): Mail {
  if (!late || now < new Date(late.from)) return mail;
  const { html: _outdated, ...rest } = mail;
  return { ...rest, subject: late.subject, body: late.body };
}

async function keepRefused(services: Services, address: string, reason: string): Promise<void> {
  const refusedAt = services.now();
  await services.database
    .insert(refusedAddress)
    .values({ address: keyOfAddress(address), reason, refusedAt })
    .onConflictDoUpdate({
      target: refusedAddress.address,
      set: { reason: sql`excluded.reason`, refusedAt },
    });
}
