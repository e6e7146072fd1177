import { createCookie, redirect, type AppLoadContext } from "@remix-run/node";
import { z } from "zod";

/** Sends the person on with the cookies that better-auth set. */
export function redirectWith(headers: Headers, to: string): Response {
  const answer = redirect(to);
  for (const cookie of headers.getSetCookie()) answer.headers.append("Set-Cookie", cookie);
  return answer;
}

const accountIds = z.array(z.uuid()).max(20).catch([]);
const remembered = 10;

/**
 * The accounts that this browser was signed in to, newest first. Signed, so that only a
 * right password or a link of a mail puts one in.
 */
export function knownAccounts(context: AppLoadContext) {
  const cookie = createCookie("duijie.known", {
    secrets: [context.cookieSecret],
    httpOnly: true,
    secure: context.services.origin.startsWith("https:"),
    sameSite: "lax",
    path: "/",
    maxAge: 180 * 24 * 60 * 60,
  });
  const read = async (request: Request) =>
    accountIds.parse(await cookie.parse(request.headers.get("cookie")));
  return {
    read,
    /** The header that adds an account. */
    add: async (request: Request, userId: string) => {
      const others = (await read(request)).filter((id) => id !== userId);
      return cookie.serialize([userId, ...others].slice(0, remembered));
    },
  };
}
