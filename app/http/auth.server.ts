import { redirect, type AppLoadContext } from "@remix-run/node";
import { z } from "zod";

/** What better-auth answered: its cookies, and the code of its error if it refused. */
export interface AuthAnswer {
  headers: Headers;
  /** Null when it did what was asked. */
  error: string | null;
}

const refusal = z.object({ code: z.string() });

/**
 * Asks better-auth as a browser would, so that its rate limits and checks apply
 * to the product's own forms.
 */
export async function askAuth(
  { auth, services }: AppLoadContext,
  request: Request,
  path: string,
  body: Record<string, unknown>,
): Promise<AuthAnswer> {
  const headers = new Headers(request.headers);
  headers.set("content-type", "application/json");
  headers.set("origin", services.origin);
  for (const name of ["content-length", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"])
    headers.delete(name);
  const asked = new Request(`${services.origin}/api/auth${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  const answer = await auth.handler(asked);
  if (answer.ok) return { headers: answer.headers, error: null };
  if (answer.status === 429) return { headers: answer.headers, error: "TOO_MANY_REQUESTS" };
  const parsed = refusal.safeParse(await answer.json().catch(() => null));
  return { headers: answer.headers, error: parsed.data?.code ?? String(answer.status) };
}

/** Sends the person on with the cookies that better-auth set. */
export function redirectWith(headers: Headers, to: string): Response {
  const answer = redirect(to);
  for (const cookie of headers.getSetCookie()) answer.headers.append("Set-Cookie", cookie);
  return answer;
}

/** The code of an error that a direct call of better-auth threw, or null for another error. */
export function authErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== "APIError") return null;
  const body: unknown = "body" in error ? error.body : undefined;
  const parsed = refusal.safeParse(body);
  return parsed.data?.code ?? "unknown";
}
