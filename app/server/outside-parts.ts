import nodemailer from "nodemailer";
import { heldFor } from "#app/kernel/held-for.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Environment } from "./environment.ts";
import { cut } from "#app/text/graphemes.ts";

/** Whether a part that lives outside the product answers now. */
export interface PartState {
  available: boolean;
  /** Null where all is well; else one line for the operator, without secrets. */
  reason: string | null;
}

export interface OutsideParts {
  search: PartState;
  mail: PartState;
  files: PartState;
}

/** So long a part may take to answer, in milliseconds. */
const patience = 5_000;
/** An answer is good for so long, in milliseconds: who asks for /health asks no part for it each time. */
const freshness = 15_000;

const well: PartState = { available: true, reason: null };

/** Asks the parts outside, each anew at most every 15 seconds. */
export function createPartsCheck(
  { search, files }: Services,
  environment: Environment,
): () => Promise<OutsideParts> {
  const checks = {
    search: async () => {
      const { available, detail } = await search.status();
      if (!available) throw new Error(detail);
    },
    mail: () => verifySmtp(environment.SMTP_URL),
    files: () => files.check(),
  };
  const ask = heldFor(freshness, async (): Promise<OutsideParts> => {
    const [searchState, mail, fileState] = await Promise.all([
      stateOf(checks.search),
      stateOf(checks.mail),
      stateOf(checks.files),
    ]);
    return { search: searchState, mail, files: fileState };
  });
  return () => ask(checks);
}

async function verifySmtp(url: string | undefined): Promise<void> {
  if (url === undefined) return;
  const times = { connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience };
  const transport = nodemailer.createTransport({ url, ...times });
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

async function stateOf(check: () => Promise<void>): Promise<PartState> {
  let late: NodeJS.Timeout | undefined;
  try {
    await Promise.race([
      check(),
      new Promise((_resolve, reject) => {
        late = setTimeout(() => reject(new Error(`no answer in ${patience / 1_000} s`)), patience);
      }),
    ]);
    return well;
  } catch (error) {
    return { available: false, reason: reasonOf(error) };
  } finally {
    clearTimeout(late);
  }
}

/** One line, without the name and password that an address in it may carry. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const [line = ""] = (error.message || error.name).split("\n");
  return cut(line.replace(/\/\/[^@\s]*@/g, "//"), 120);
}
