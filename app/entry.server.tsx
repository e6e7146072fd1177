import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { I18nextProvider } from "react-i18next";
import { NonceContext } from "#app/ui/nonce.ts";
import { RequestNumberContext } from "#app/shell/request-number.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import { awayAnswer } from "#app/http/away.server.ts";
import { renderWhole } from "#app/http/whole-page.ts";
import { instanceFor, localeOf } from "#app/i18n/i18n.server.ts";

const streamTimeout = 10_000;

/**
 * Renders a page in the request's language and sends it whole: no page waits for a part
 * of its data, so there is nothing to send ahead.
 */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remix: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  const away = status >= 500 ? context.trace.outcome() : null;
  if (away) return awayAnswer(request, away, context.nonce);
  const i18n = await instanceFor(await localeOf(request));
  let finalStatus = status;
  const page = await renderWhole(
    <I18nextProvider i18n={i18n}>
      <NonceContext.Provider value={context.nonce}>
        <RequestNumberContext.Provider value={context.requestId}>
          <RemixServer
            context={remix}
            url={request.url}
            abortDelay={streamTimeout}
            nonce={context.nonce}
          />
        </RequestNumberContext.Provider>
      </NonceContext.Provider>
    </I18nextProvider>,
    {
      nonce: context.nonce,
      within: streamTimeout + 1_000,
      onError: (error) => {
        finalStatus = 500;
        context.services.log.error({ error, requestId: context.requestId }, "rendering");
      },
    },
  );
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("Vary", "Accept-Language, Cookie");
  return new Response(page, { headers, status: finalStatus });
}

/** The data of pages: where the database is away, the page is told to wait and what is known. */
export async function handleDataRequest(
  response: Response,
  { request, context }: { request: Request; context: AppLoadContext },
): Promise<Response> {
  const away = response.status >= 500 ? context.trace.outcome() : null;
  return away ? awayAnswer(request, away, context.nonce) : response;
}

/** What goes wrong in loaders and actions; a refusal or an unknown address is an answer, not a defect. */
export function handleError(
  error: unknown,
  { request, context }: { request: Request; context: AppLoadContext },
): void {
  const answered = isRefusal(error) || (isRouteErrorResponse(error) && error.status < 500);
  if (answered || request.signal.aborted) return;
  const { requestId } = context;
  context.services.log.error({ error, requestId }, "request failed");
}
