import http from "node:http";
import type pg from "pg";
import { accounts, demonstrationPassword } from "#db/demonstration/index.ts";
import type { Role } from "./case.ts";

const mailOf = (role: Role) => `${role}@duijie.example`;
const signing = accounts.map(({ email }) => email.replace(/@.*/, "") as Role);

/** The demonstration accounts, kept signed in and what they were whatever a case does to them. */
export class People {
  private cookies = new Map<Role, string>();
  private passwords = new Map<string, string>();
  private memberships: Record<string, unknown>[] = [];
  private times = 0;

  constructor(
    private readonly origin: string,
    private readonly pool: pg.Pool,
  ) {}

  cookieOf(role: Role): string | undefined {
    return this.cookies.get(role);
  }

  /** Remembers what the accounts are at the beginning, and signs everybody in. */
  async begin(): Promise<void> {
    const { rows } = await this.pool.query<{ user_id: string; password: string }>(
      "SELECT user_id, password FROM account WHERE password IS NOT NULL",
    );
    this.passwords = new Map(rows.map((row) => [row.user_id, row.password]));
    this.memberships = (
      await this.pool.query<Record<string, unknown>>("SELECT * FROM member")
    ).rows;
    await this.keep();
    const expired = await this.signIn("reader");
    this.cookies.set("expired", expired);
    const token = decodeURIComponent(/session_token=([^.;]+)/.exec(expired)?.[1] ?? "");
    await this.pool.query(
      "UPDATE session SET expires_at = now() - interval '1 day' WHERE token = $1",
      [token],
    );
  }

  /** Gives roles, passwords and memberships back that cases took, and signs in who was signed out. */
  async keep(): Promise<void> {
    for (const { email, platformRole } of accounts)
      await this.pool.query(
        `UPDATE "user" SET platform_role = $2, email_verified = true WHERE email = $1`,
        [email, platformRole],
      );
    for (const [user, password] of this.passwords)
      await this.pool.query(
        "UPDATE account SET password = $2 WHERE user_id = $1 AND password IS DISTINCT FROM $2",
        [user, password],
      );
    for (const row of this.memberships) {
      const names = Object.keys(row);
      await this.pool
        .query(
          `INSERT INTO member (${names.map((name) => `"${name}"`).join(", ")})
           VALUES (${names.map((_, index) => `$${index + 1}`).join(", ")})
           ON CONFLICT (id) DO UPDATE SET role = excluded.role WHERE member.role <> excluded.role`,
          Object.values(row),
        )
        /** Its organisation is gone: a case was allowed to end it. */
        .catch(() => {});
    }
    for (const role of signing)
      if (!(await this.isSignedIn(role))) this.cookies.set(role, await this.signIn(role));
  }

  private async isSignedIn(role: Role): Promise<boolean> {
    const cookie = this.cookies.get(role);
    if (cookie === undefined) return false;
    const answer = await fetch(`${this.origin}/api/auth/get-session`, {
      headers: { cookie, ...this.address() },
    });
    return answer.ok && (await answer.text()).includes(mailOf(role));
  }

  /** Behind another address each time: nobody's limit is reached by keeping people signed in. */
  private address() {
    this.times += 1;
    return { "x-forwarded-for": `10.254.${(this.times >> 8) & 255}.${this.times & 255}` };
  }

  /** By the form that people use. */
  private signIn(role: Role): Promise<string> {
    const body = new URLSearchParams({
      email: mailOf(role),
      password: demonstrationPassword,
      redirectTo: "/",
    }).toString();
    return new Promise((resolve, reject) => {
      const request = http.request(
        `${this.origin}/sign-in`,
        {
          method: "POST",
          headers: {
            "content-type": "application/x-www-form-urlencoded",
            "content-length": Buffer.byteLength(body),
            origin: this.origin,
            "sec-fetch-site": "same-origin",
            ...this.address(),
          },
        },
        (answer) => {
          answer.resume();
          const cookie = (answer.headers["set-cookie"] ?? [])
            .map((one) => one.split(";")[0])
            .join("; ");
          if (cookie.includes("session_token=")) resolve(cookie);
          else reject(new Error(`${mailOf(role)} could not sign in (${answer.statusCode})`));
        },
      );
      request.once("error", reject);
      request.end(body);
    });
  }
}
