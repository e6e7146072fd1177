import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { AppLoadContext } from "@remix-run/node";
import { countUnread } from "#app/domain/notifications/centre.server.ts";
import { viewerOf } from "#app/domain/viewer/viewer.server.ts";
import type { MaybeViewer } from "#app/domain/viewer/viewer.ts";
import type { Environment } from "./environment.ts";
import type { ServerParts } from "./services.ts";

/** What every loader and action gets from the server, made anew for each request. */
export function loadContext(
  parts: ServerParts,
  environment: Environment,
  response: ServerResponse,
  nonce = randomBytes(16).toString("base64"),
): AppLoadContext {
  const { services, auth } = parts;
  let known: Promise<MaybeViewer> | undefined;
  const viewer = (request: Request) =>
    (known ??= viewerOf(auth, services.database, request.headers));
  return {
    services,
    auth,
    nonce,
    environment: { showMailBox: environment.DUIJIE_ENV === "demonstration" },
    viewer,
    ...progressOf(response),
    shell: async (request) => {
      const person = await viewer(request);
      const unread = person ? await countUnread(services.database, person.userId) : 0;
      return { viewer: person, unread };
    },
  };
}

/**
 * How an answer goes: whether what was written has been taken, and that nothing more
 * will be. A request's own signal is no use for that: Node 20 forgets the signals
 * that follow others when memory is tidied.
 */
export function progressOf(response: ServerResponse): Pick<AppLoadContext, "taken" | "left"> {
  const leaving = new AbortController();
  response.once("close", () => leaving.abort());
  return {
    left: leaving.signal,
    taken: async () => {
      if (!response.writableNeedDrain || response.destroyed) return;
      await once(response, "drain", { signal: leaving.signal }).catch(() => {});
    },
  };
}
