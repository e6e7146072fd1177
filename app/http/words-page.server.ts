import { refusalStatus, type RefusalCode } from "#app/kernel/refusals.ts";
import { getT, localeOf } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";
import { escaped, plainPage } from "./plain-page.ts";

/** Whether a browser is going to show the answer as a page. */
export const wantsPage = (request: Request): boolean =>
  (request.headers.get("accept") ?? "").includes("text/html");

/** Seconds after which something that is away may be back. */
const retryAfter = 10;

/**
 * A refusal where there is no page to show it in, such as at the address of a file:
 * for a browser a page of its own in the person's language, for programs the code.
 */
export async function refusalAnswer(request: Request, code: RefusalCode): Promise<Response> {
  const status = refusalStatus[code];
  const headers = new Headers({
    "Cache-Control": "no-store",
    Vary: "Accept, Accept-Language, Cookie",
  });
  if (status === 503) headers.set("Retry-After", String(retryAfter));
  const t = await getT(request);
  const title = errorText(t, code);
  if (!wantsPage(request)) return Response.json({ code, error: title }, { status, headers });
  headers.set("Content-Type", "text/html; charset=utf-8");
  const main = `<p><a href="/">${escaped(t("common:errorPage.toHome"))}</a></p>`;
  return new Response(plainPage(await localeOf(request), { title, main }), { status, headers });
}
