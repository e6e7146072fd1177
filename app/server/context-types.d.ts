import type { Auth } from "#app/domain/accounts/auth.server.ts";
import type { Services } from "#app/domain/services.ts";
import type { MaybeViewer } from "#app/domain/viewer/viewer.ts";

declare module "@remix-run/node" {
  interface AppLoadContext {
    services: Services;
    auth: Auth;
    /** Lets the page's own scripts run under the content security policy. */
    nonce: string;
    environment: { showMailBox: boolean };
    /** Who asks; read once per request. */
    viewer: (request: Request) => Promise<MaybeViewer>;
    /** Resolves when the browser has taken what was written of the answer so far, or has gone. */
    taken: () => Promise<void>;
    /** Aborted once the answer is through, or the browser has gone. */
    left: AbortSignal;
    /** What the frame around every page shows. */
    shell: (request: Request) => Promise<{ viewer: MaybeViewer; unread: number }>;
  }
}
