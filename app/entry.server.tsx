import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { I18nextProvider } from "react-i18next";
import { NonceContext } from "#app/components/nonce.ts";
import { isRefusal } from "#app/domain/errors.ts";
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
  const i18n = await instanceFor(await localeOf(request));
  let finalStatus = status;
  const page = await renderWhole(
    <I18nextProvider i18n={i18n}>
      <NonceContext.Provider value={context.nonce}>
        <RemixServer
          context={remix}
          url={request.url}
          abortDelay={streamTimeout}
          nonce={context.nonce}
        />
      </NonceContext.Provider>
    </I18nextProvider>,
    {
      nonce: context.nonce,
      within: streamTimeout + 1_000,
      onError: (error) => {
        finalStatus = 500;
        context.services.log.error({ error }, "rendering");
      },
    },
  );
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("Vary", "Accept-Language, Cookie");
  return new Response(page, { headers, status: finalStatus });
}

/** What goes wrong in loaders and actions; a refusal or an unknown address is an answer, not a defect. */
export function handleError(
  error: unknown,
  { request, context }: { request: Request; context: AppLoadContext },
): void {
  const answered = isRefusal(error) || (isRouteErrorResponse(error) && error.status < 500);
  if (answered || request.signal.aborted) return;
  context.services.log.error({ error, url: new URL(request.url).pathname }, "request failed");
}
