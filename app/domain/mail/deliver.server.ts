import nodemailer from "nodemailer";
import type { Database } from "#db/connection.ts";
import type { JobPayload } from "#db/jobs.ts";
import { localMail } from "#db/schema/index.ts";

export type DeliverMail = (mail: JobPayload<"mail.send">) => Promise<void>;

/**
 * Sends mail over SMTP when a server is configured; else keeps it in the local
 * mail box.
 */
export function createMailDelivery(
  database: Database,
  smtpUrl: string | undefined,
  from: string,
): DeliverMail {
  if (smtpUrl === undefined)
    return async ({ to, subject, body }) => {
      await database.insert(localMail).values({ recipient: to, subject, body });
    };
  const transport = nodemailer.createTransport(smtpUrl);
  return async ({ to, subject, body }) => {
    await transport.sendMail({ from, to, subject, text: body });
  };
}
