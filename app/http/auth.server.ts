import { redirect } from "@remix-run/node";

/** Sends the person on with the cookies that better-auth set. */
export function redirectWith(headers: Headers, to: string): Response {
  const answer = redirect(to);
  for (const cookie of headers.getSetCookie()) answer.headers.append("Set-Cookie", cookie);
  return answer;
}

/** The code of an error that better-auth answered, or null for another error. */
export function authErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== "APIError") return null;
  const body: unknown = "body" in error ? error.body : undefined;
  if (typeof body === "object" && body !== null && "code" in body) return String(body.code);
  return "statusCode" in error ? String(error.statusCode) : "unknown";
}
