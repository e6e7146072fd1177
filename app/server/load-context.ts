import type { AppLoadContext } from "@remix-run/node";
import { isRefused } from "#app/mail/refused.server.ts";
import { restoredFor } from "#app/restoration/held.server.ts";
import { countUnread } from "#app/notifications/centre.server.ts";
import { viewerOf } from "#app/accounts/viewer.server.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { traceWork } from "#db/away.ts";
import type { Environment } from "./environment.ts";
import { requestNumber } from "#app/server/front/request-scope.ts";
import type { ServerParts } from "./services.ts";

/** What every loader and action gets from the server, made anew for each request. */
export function loadContext(
  parts: ServerParts,
  environment: Environment,
  nonce: string,
): AppLoadContext {
  const { services, auth, accounts } = parts;
  let known: Promise<MaybeViewer> | undefined;
  const viewer = (request: Request) =>
    (known ??= viewerOf(auth, services.database, request.headers));
  return {
    services,
    auth,
    accounts,
    limits: accounts.limits,
    cookieSecret: environment.AUTH_SECRET,
    nonce,
    requestId: requestNumber() ?? "",
    trace: traceWork(),
    environment: {
      showMailBox: environment.DUIJIE_ENV === "demonstration",
      origin: environment.origin,
    },
    viewer,
    shell: async (request) => {
      const person = await viewer(request);
      if (!person) return { viewer: null, unread: 0, unreachable: false, restored: null };
      const { database } = services;
      const [unread, unreachable, restored] = await Promise.all([
        countUnread(database, person.userId),
        isRefused(database, person.email),
        restoredFor(database, person),
      ]);
      return { viewer: person, unread, unreachable, restored };
    },
  };
}
