import { cut } from "#app/text/graphemes.ts";
import { writtenLine } from "#app/text/characters.ts";

/** What a mail server said when it refused a mail for good. */
export interface MailRefusal {
  /** Its answer, in one line. */
  reason: string;
  /** Whether it is the address that it refuses, and not this mail or this sender. */
  ofAddress: boolean;
}

/**
 * Whether a failure of SMTP is final (RFC 5321, 4.2.1: 5xx), and what it is about.
 * An answer to the recipient's address refuses the address, unless its enhanced code
 * (RFC 3463) speaks of policy (5.7) or of the mail system (5.3, 5.4); one to the
 * mail's content refuses the mail. What is said of connection, sign-in and sender is
 * the operator's to mend, and is tried again.
 */
export function mailRefusalOf(error: unknown): MailRefusal | null {
  if (!(error instanceof Error)) return null;
  const { command, responseCode, response, code } = error as Error & Partial<SmtpFields>;
  const reason = cut(writtenLine(response ?? error.message), 300);
  if (responseCode === undefined) return code === "EENVELOPE" ? { reason, ofAddress: true } : null;
  if (responseCode < 500 || responseCode > 599 || signInCodes.has(responseCode)) return null;
  const enhanced = /^\d{3}[ -]5\.(\d)\./.exec(response ?? "")?.[1];
  if (command === "RCPT TO")
    return { reason, ofAddress: enhanced === undefined || !["3", "4", "7"].includes(enhanced) };
  if (command === "DATA") return { reason, ofAddress: false };
  return null;
}

interface SmtpFields {
  command: string;
  responseCode: number;
  response: string;
  code: string;
}

/** 530 sign in first, 534 to 538 the sign-in itself, 503 wrong order, 502 and 504 not known. */
const signInCodes = new Set([502, 503, 504, 530, 534, 535, 538]);
