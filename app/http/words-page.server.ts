import { refusalStatus, type RefusalCode } from "#app/domain/errors.ts";
import { getT, localeOf } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";

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
  const words = errorText(t, code);
  if (!wantsPage(request)) return Response.json({ code, error: words }, { status, headers });
  headers.set("Content-Type", "text/html; charset=utf-8");
  return new Response(page(await localeOf(request), words, t("common:errorPage.toHome")), {
    status,
    headers,
  });
}

const page = (language: string, words: string, home: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(words)}</title>
<style>
body { font: 1rem/1.7 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem; }
h1 { font-size: 1.25rem; line-height: 1.4; text-wrap: balance; }
</style>
</head>
<body>
<h1>${escaped(words)}</h1>
<p><a href="/">${escaped(home)}</a></p>
</body>
</html>
`;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
