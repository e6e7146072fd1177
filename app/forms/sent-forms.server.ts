import { createHash } from "node:crypto";
import { setTimeout as pausing } from "node:timers/promises";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { leadsToSignIn } from "#app/http/answers.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { DatabaseAway, findAway, untraced } from "#db/away.ts";
import type { Database } from "#db/connection.ts";
import { sentForm } from "#db/schema/index.ts";
import type { FormToken } from "./form-token.server.ts";
import type { TypedFields } from "./form-fields.ts";

/**
 * Seconds for which the first of two equal submissions is waited for. One whose process
 * died is taken to be lost after them, and the next is carried out.
 */
const claimSeconds = 20;
/** Milliseconds between looks at the first one. */
const look = 60;
/** Characters of an answer that is kept. */
const longestBody = 20_000;

/** One submission: what was sent, by whom, from which page. */
export interface Sent {
  token: FormToken;
  userId: string | null;
  /** Path and parameters that it was sent to. */
  address: string;
  fields: TypedFields;
}

/**
 * Carries out a submission once. The same one sent again (a second press of a button, a
 * page sent again by its browser) waits for the first and is answered as that was; one
 * that was refused, or failed, may be sent again. What differs in a letter is another.
 */
export async function once(
  { database }: Pick<Services, "database">,
  sent: Sent,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const fingerprint = fingerprintOf(sent);
  for (;;) {
    const turn = await aside(() => claim(database, fingerprint));
    if (turn === "first") break;
    if (turn !== "wait") return turn;
    await pausing(look);
  }
  let kept = false;
  try {
    const answer = await work();
    if (answer instanceof Response) kept = await aside(() => keep(database, fingerprint, answer));
    return answer;
  } finally {
    if (!kept) await aside(() => release(database, fingerprint)).catch(() => {});
  }
}

const fingerprintOf = ({ token, userId, address, fields }: Sent): string =>
  createHash("sha256")
    .update(JSON.stringify([token.key, userId, address, fields]))
    .digest("base64url");

/** Whether this is the first; else the answer of the first, or that it is still awaited. */
async function claim(
  database: Database,
  fingerprint: string,
): Promise<"first" | "wait" | Response> {
  const claimedUntil = sql`now() + make_interval(secs => ${claimSeconds})`;
  const [first] = await database
    .insert(sentForm)
    .values({ fingerprint, claimedUntil })
    .onConflictDoUpdate({
      target: sentForm.fingerprint,
      set: { claimedUntil },
      setWhere: and(isNull(sentForm.status), lt(sentForm.claimedUntil, sql`now()`)),
    })
    .returning({ fingerprint: sentForm.fingerprint });
  if (first) return "first";
  const [earlier] = await database
    .select()
    .from(sentForm)
    .where(eq(sentForm.fingerprint, fingerprint));
  if (!earlier || earlier.status === null) return "wait";
  const { status, location, body } = earlier;
  const headers = new Headers();
  if (location !== null) headers.set("Location", location);
  if (body !== null) headers.set("Content-Type", "application/json; charset=utf-8");
  return new Response(body, { status, headers });
}

/** Keeps an answer that says that all went well; one that sets cookies is for its browser alone. */
async function keep(database: Database, fingerprint: string, answer: Response): Promise<boolean> {
  if (answer.status >= 400 || answer.headers.has("Set-Cookie") || leadsToSignIn(answer))
    return false;
  const body = answer.body === null ? null : await answer.clone().text();
  if (body !== null && body.length > longestBody) return false;
  await database
    .update(sentForm)
    .set({ status: answer.status, location: answer.headers.get("Location"), body })
    .where(eq(sentForm.fingerprint, fingerprint));
  return true;
}

const release = (database: Database, fingerprint: string) =>
  database
    .delete(sentForm)
    .where(and(eq(sentForm.fingerprint, fingerprint), isNull(sentForm.status)));

/**
 * Beside the work, whose trace is to know only of what the work itself kept: a database
 * that goes away here has kept nothing of it.
 */
async function aside<T>(part: () => Promise<T>): Promise<T> {
  try {
    return await untraced(part);
  } catch (error) {
    if (findAway(error)) throw new DatabaseAway("nothing", { cause: error });
    throw error;
  }
}
