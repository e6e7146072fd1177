import http from "node:http";
import { performance } from "node:perf_hooks";

export interface Answer {
  status: number;
  milliseconds: number;
  headers: http.IncomingHttpHeaders;
}

/** A connection of one person: kept open, with an address and cookies of its own. */
export interface Person {
  email: string;
  cookie: string;
  get: (path: string) => Promise<Answer>;
  post: (path: string, form: Record<string, string>) => Promise<Answer>;
  leave: () => void;
}

/** The product believes a proxy on this machine, so each person stands behind an address of its own. */
export const addressOf = (number: number): string =>
  `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;

export function createPerson(origin: string, number: number, email: string): Person {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const person: Person = {
    email,
    cookie: "",
    get: (path) => ask("GET", path),
    post: (path, form) => ask("POST", path, new URLSearchParams(form).toString()),
    leave: () => agent.destroy(),
  };
  const ask = (method: string, path: string, body?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const request = http.request(`${origin}${path}`, {
        agent,
        method,
        headers: {
          "accept-encoding": "gzip",
          "x-forwarded-for": addressOf(number),
          ...(person.cookie === "" ? {} : { cookie: person.cookie }),
          ...(body === undefined
            ? {}
            : { origin, "content-type": "application/x-www-form-urlencoded" }),
        },
        timeout: 60_000,
      });
      request.once("timeout", () => request.destroy(new Error("no answer within a minute")));
      request.once("error", reject);
      request.once("response", (response) => {
        response.resume();
        response.once("error", reject);
        response.once("end", () => {
          for (const cookie of response.headers["set-cookie"] ?? [])
            person.cookie = [person.cookie, cookie.split(";")[0]].filter(Boolean).join("; ");
          const milliseconds = performance.now() - began;
          resolve({ status: response.statusCode ?? 0, milliseconds, headers: response.headers });
        });
      });
      request.end(body);
    });
  return person;
}

/**
 * Signs in by the form, as a browser does.
 *
 * @throws when the product does not let the person in
 */
export async function signIn(person: Person, password: string): Promise<Answer> {
  person.cookie = "";
  const answer = await person.post("/sign-in", { email: person.email, password, redirectTo: "/" });
  if (answer.status !== 302) throw new Error(`${person.email} cannot sign in: ${answer.status}`);
  return answer;
}
