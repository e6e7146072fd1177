import { createAuth } from "#app/accounts/auth.server.ts";
import type { AccountParts } from "#app/accounts/parts.ts";
import { createSignInPauses } from "#app/accounts/sign-in-pauses.server.ts";
import { confirm, signUp } from "#app/accounts/sign-up.server.ts";
import { createLimits } from "#app/kernel/limits.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type pg from "pg";

export const testPassword = "a long enough password";
/** Signs the cookies of tests. */
export const testSecret = "a secret of the test that is long enough";

/** What commands about accounts work with, over the services of a market. */
export function accountParts(services: Services, firstAdministrator?: string): AccountParts {
  const { database, origin } = services;
  const auth = createAuth({ database, secret: testSecret, origin });
  const limits = createLimits(services.database.$client);
  return { services, auth, limits, pauses: createSignInPauses(limits), firstAdministrator };
}

export interface AskedMail {
  to: string;
  subject: string;
  body: string;
}

/** The mails to this address that were asked for, the newest first. */
export async function mailsTo(pool: pg.Pool, to: string): Promise<AskedMail[]> {
  const { rows } = await pool.query<{ data: AskedMail }>(
    `SELECT data FROM pgboss.job WHERE name = 'mail.send' AND data ->> 'to' = $1 ORDER BY created_on DESC`,
    [to],
  );
  return rows.map(({ data }) => data);
}

/** The token in the first link of a mail. */
export function tokenIn(mail: AskedMail | undefined): string {
  const link = /https?:\/\/\S+/.exec(mail?.body ?? "")?.[0];
  return link ? (new URL(link).searchParams.get("token") ?? "") : "";
}

/** Where a test's mails are asked for from; another one each time, so that no limit is met by chance. */
let last = 0;
export const fromSomewhere = (redirectTo = "/") => {
  last += 1;
  return { address: `10.1.${Math.floor(last / 250)}.${last % 250}`, redirectTo };
};

/** Cookies that an answer set, as the next request brings them. */
export const cookiesOf = (headers: Headers): Headers =>
  new Headers({
    cookie: headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; "),
  });

/** A person who signed up and confirmed; the headers bring their sign-in. */
export async function signedUp(
  parts: AccountParts,
  pool: pg.Pool,
  email: string,
): Promise<{ userId: string; headers: Headers }> {
  await signUp(
    parts,
    { name: "某人", email, password: testPassword, locale: "zh-CN" },
    fromSomewhere(),
  );
  const [mail] = await mailsTo(pool, email);
  const confirmed = await confirm(parts, tokenIn(mail), new Headers());
  if (!confirmed || !("headers" in confirmed)) throw new Error("the mailbox was not confirmed");
  return { userId: confirmed.userId, headers: cookiesOf(confirmed.headers) };
}
