import { setTimeout as wait } from "node:timers/promises";
import { demonstrationAccounts, loadDemonstration } from "#app/domain/demonstration/load.server.ts";
import { prepareIndex, prepareSuggestions } from "#app/domain/search/rebuild.server.ts";
import { findHeld, heldLine } from "#app/domain/restoration/held.server.ts";
import { loadSynonyms } from "#app/domain/synonyms/set.server.ts";
import { inTransaction } from "#db/connection.ts";
import { sendJob, startWorker, wakeChannel } from "#db/jobs.ts";
import { eventChannel, listen, synonymChannel } from "#db/listener.ts";
import type { DatabaseServer } from "./database-server.ts";
import { StartRefused, type Environment } from "./environment.ts";
import type { ServerParts } from "./services.ts";
import { createWebServer } from "./web.ts";

const indexRetry = 5_000;

/**
 * Opens the doors: index, demonstration data, worker, live connections and
 * pages. Answers what the console should say.
 */
export async function serve(
  parts: ServerParts,
  environment: Environment,
  database: DatabaseServer,
  pages: Parameters<typeof createWebServer>[2],
): Promise<{ summary: string[]; close: () => Promise<void> }> {
  const { services, handlers } = parts;
  const { log } = services;
  const stopping = new AbortController();
  const demonstration = environment.DUIJIE_ENV === "demonstration";
  const loaded = demonstration && (await loadDemonstration(services, parts.auth));
  await prepareSuggestions(services);
  const indexReady = prepareIndexUntilReady(parts, loaded, stopping.signal);
  if (services.search.name === "embedded") await indexReady;

  const { server, realtime } = createWebServer(parts, environment, pages);
  let wake: (name: string) => void = () => {};
  const worker = await startWorker({
    url: database.url,
    handlers,
    onError: (error, job) => log.error({ error, job }, "job failed; it is tried again"),
    onWake: (wakeUp) => (wake = wakeUp),
    isHeld: async () => (await findHeld(services.database)) !== null,
  });
  const reloadSynonyms = () =>
    void loadSynonyms(services.database).catch((error: unknown) =>
      log.error({ error }, "the synonyms could not be read"),
    );
  const listener = await listen(
    database.url,
    {
      [eventChannel]: realtime.deliver,
      [wakeChannel]: (name) => wake(name),
      [synonymChannel]: reloadSynonyms,
    },
    () => {
      realtime.resynchronise();
      reloadSynonyms();
    },
  );
  reloadSynonyms();
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(new StartRefused(`PORT: ${error.code ?? error.message}`)),
    );
    server.listen(environment.PORT, environment.HOST, resolve);
  });

  const held = await findHeld(services.database);
  return {
    summary: [
      "",
      `Duijie 对接  ${environment.origin}`,
      `Database     ${database.description}`,
      `Search       ${environment.MEILI_URL ? `Meilisearch at ${environment.MEILI_URL}` : "embedded in PostgreSQL"}`,
      `Mail         ${environment.SMTP_URL ? "by SMTP" : `kept in the local mail box, ${environment.origin}/dev/mail`}`,
      `Files        ${environment.S3_BUCKET ? `bucket ${environment.S3_BUCKET}` : `${environment.DUIJIE_HOME}/files`}`,
      ...(held ? [heldLine(held)] : []),
      ...(demonstration ? demonstrationAccounts : []),
      "",
    ],
    close: async () => {
      stopping.abort();
      await realtime.close();
      server.closeAllConnections();
      await listener.close();
      await worker.stop();
    },
  };
}

/**
 * An index server that is down must not keep the market closed, so it is tried
 * until it is there; then what was never matched is.
 */
async function prepareIndexUntilReady(
  parts: ServerParts,
  anew: boolean,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    try {
      await prepareIndex(parts.services, anew);
      return await inTransaction(parts.services.database, (transaction) =>
        sendJob(transaction, "matches.refresh", {}),
      );
    } catch (error) {
      if (signal.aborted) return;
      parts.services.log.warn({ error }, "the search index is not ready; trying again");
      await wait(indexRetry, undefined, { signal }).catch(() => {});
    }
  }
}
