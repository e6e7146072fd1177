import type { Auth } from "#app/accounts/auth.server.ts";
import type { AccountParts } from "#app/accounts/parts.ts";
import type { Limits } from "#app/kernel/limits.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import type { WorkTrace } from "#db/away.ts";

declare module "@remix-run/node" {
  interface AppLoadContext {
    services: Services;
    auth: Auth;
    /** What commands about accounts work with. */
    accounts: AccountParts;
    limits: Limits;
    /** Signs the product's own cookies. */
    cookieSecret: string;
    /** Lets the page's own scripts run under the content security policy. */
    nonce: string;
    /** Of this request, in the log and on the error page. */
    requestId: string;
    /** Whether this request met a lost database, and what is known of its work. */
    trace: WorkTrace;
    environment: { showMailBox: boolean; origin: string };
    /** Who asks; read once per request. */
    viewer: (request: Request) => Promise<MaybeViewer>;
    /** What the frame around every page shows. */
    shell: (request: Request) => Promise<{
      viewer: MaybeViewer;
      unread: number;
      /** Whether the person's mail server refuses mail for good. */
      unreachable: boolean;
      /** The moment from which the market was restored while its mail is held; null for others than administrators. */
      restored: string | null;
    }>;
  }
}
