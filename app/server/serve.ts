import { eventChannel, listen, synonymChannel } from "#db/listener.ts";
import { listenRefusal } from "./claims.ts";
import { StartRefused, type Environment } from "./environment.ts";
import { followSynonyms } from "./follow-synonyms.ts";
import type { ServerParts } from "./services.ts";
import { createWebServer, type Pages } from "./web.ts";

/** So long requests at hand may take to be answered when the doors close, in milliseconds. */
const farewell = 8_000;

/**
 * Opens the doors: pages, accounts and live connections.
 *
 * @returns a function that lets the requests at hand be answered and closes
 * @throws StartRefused when the port cannot be had
 */
export async function openDoors(
  parts: ServerParts,
  environment: Environment,
  databaseUrl: string,
  pages: Pages,
): Promise<() => Promise<void>> {
  const { services } = parts;
  const { server, realtime, forgetPages } = createWebServer(parts, environment, pages);
  const reloadSynonyms = followSynonyms(services);
  const listener = await listen(
    databaseUrl,
    {
      [eventChannel]: (text) => {
        forgetPages();
        realtime.deliver(text);
      },
      [synonymChannel]: () => {
        forgetPages();
        reloadSynonyms();
      },
    },
    () => {
      forgetPages();
      void realtime.resynchronise();
      reloadSynonyms();
    },
  );
  reloadSynonyms();
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(new StartRefused(listenRefusal("PORT", environment.HOST, environment.PORT, error))),
    );
    server.listen(environment.PORT, environment.HOST, resolve);
  });
  return async () => {
    /** A browser that keeps asking over the connection it has would hold this process to the last. */
    server.prependListener("request", (_request, response) =>
      response.setHeader("Connection", "close"),
    );
    const answered = new Promise<void>((resolve) => server.close(() => resolve()));
    await realtime.close();
    server.closeIdleConnections();
    const late = setTimeout(() => server.closeAllConnections(), farewell);
    await answered;
    clearTimeout(late);
    await listener.close();
  };
}
