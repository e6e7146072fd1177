import { randomUUID } from "node:crypto";
import type pg from "pg";
import { demonstrationPassword } from "#db/demonstration/index.ts";
import { newId } from "#db/schema/columns.ts";

/** Someone signed in, without a browser. */
export interface Person {
  userId: string;
  email: string;
  organisationId: string;
  kind: "enterprise" | "university";
  client: Client;
}

/** What the server answered; null when the connection broke or nothing came in time. */
export interface Answer {
  status: number;
  location: string;
  body: string;
}

export interface Client {
  get(path: string): Promise<Answer | null>;
  /** Sends a form as a browser does without scripts. */
  post(path: string, fields: [string, string][]): Promise<Answer | null>;
  /** Sends a file as a page's own script does. */
  send(path: string, form: FormData): Promise<Answer | null>;
}

export const isRedirect = ({ status }: Answer): boolean => status === 302 || status === 303;

const patience = 12_000;

/** A browser's part of the talk: cookies, origin, an address of its own. */
function clientOf(origin: string): Client {
  const cookies = new Map<string, string>();
  const address = `10.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}.7`;
  const ask = async (path: string, init: RequestInit, accept = "text/html") => {
    try {
      const answer = await fetch(`${origin}${path}`, {
        ...init,
        redirect: "manual",
        signal: AbortSignal.timeout(patience),
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          origin,
          "x-forwarded-for": address,
          "accept-language": "zh-CN",
          accept,
        },
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      const body = await answer.text();
      const location = answer.headers.get("location") ?? "";
      return { status: answer.status, location, body } satisfies Answer;
    } catch {
      return null;
    }
  };
  return {
    get: (path) => ask(path, {}),
    post: (path, fields) => ask(path, { method: "POST", body: new URLSearchParams(fields) }),
    send: (path, body) => ask(path, { method: "POST", body }, "application/json"),
  };
}

/**
 * Signs in over the product's own form.
 *
 * @throws Error when it is refused
 */
async function signedIn(origin: string, email: string): Promise<Client> {
  const client = clientOf(origin);
  const answer = await client.post("/sign-in", [
    ["email", email],
    ["password", demonstrationPassword],
  ]);
  if (answer === null || !isRedirect(answer))
    throw new Error(`${email} could not sign in: ${answer?.status ?? "no answer"}`);
  return client;
}

/** Whoever may review. */
export const signInOrganizer = (origin: string): Promise<Client> =>
  signedIn(origin, "organizer@duijie.example");

/** So many people, each the owner of a new organisation; enterprises and universities by turns. */
export async function createPeople(
  pool: pg.Pool,
  origin: string,
  count: number,
): Promise<Person[]> {
  const people: Person[] = [];
  for (let at = 0; at < count; at += 1) {
    const kind = at % 2 === 0 ? "enterprise" : "university";
    const [userId, organisationId, mark] = [newId(), newId(), randomUUID().slice(0, 8)];
    const email = `${mark}@faults.example`;
    await pool.query(
      `INSERT INTO organisation (id, name, slug, kind, region, verified) VALUES ($1, $2, $3, $4, '3201', true)`,
      [organisationId, `${kind === "enterprise" ? "企业" : "大学"}${mark}`, mark, kind],
    );
    await pool.query(
      `INSERT INTO "user" (id, name, email, email_verified) VALUES ($1, $2, $3, true)`,
      [userId, `人员${mark}`, email],
    );
    await pool.query(
      `INSERT INTO account (id, user_id, account_id, provider_id, password)
       SELECT $1, $2::uuid, $2::uuid::text, 'credential', password FROM account WHERE provider_id = 'credential' LIMIT 1`,
      [newId(), userId],
    );
    await pool.query(
      `INSERT INTO member (id, user_id, organisation_id, role) VALUES ($1, $2, $3, 'owner')`,
      [newId(), userId, organisationId],
    );
    people.push({ userId, email, organisationId, kind, client: await signedIn(origin, email) });
  }
  return people;
}
