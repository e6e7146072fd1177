/**
 * npm start and npm run dev: brings up everything the product needs and serves.
 * With --dev, pages are built as they change.
 */
import path from "node:path";
import { readEnvironment, StartRefused, type Environment } from "./environment.ts";
import { buildPages, loadBuiltPages } from "./pages.ts";
import { claimHome, requireFreePort } from "./claims.ts";
import { openDatabaseServer } from "./database-server.ts";
import { createLog, createParts } from "./services.ts";
import { serve } from "./serve.ts";

const closers: (() => Promise<void>)[] = [];
let closing: Promise<void> | undefined;

/** Undoes what was brought up, the last first. */
const closeAll = (): Promise<void> =>
  (closing ??= (async () => {
    for (const close of closers.reverse()) await close().catch(() => {});
  })());

async function start(environment: Environment, dev: boolean): Promise<void> {
  const began = performance.now();
  await requireFreePort("PORT", environment.PORT, environment.HOST);
  closers.push(await claimHome(environment.DUIJIE_HOME));
  const databaseServer = await openDatabaseServer(environment);
  closers.push(databaseServer.stop);
  if (!dev) await buildPages();

  const log = createLog(environment);
  const parts = createParts(environment, databaseServer.url, log);
  closers.push(parts.close);
  const pages = dev ? await developmentPages() : await loadBuiltPages();
  const { summary, close } = await serve(parts, environment, databaseServer, pages);
  closers.push(close);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  console.log([...summary, `Ready after ${seconds} s. Stop with Ctrl+C.`].join("\n"));
}

async function developmentPages() {
  const { createServer } = await import("vite");
  const vite = await createServer({ server: { middlewareMode: true } });
  closers.push(() => vite.close());
  return { vite };
}

const dev = process.argv.includes("--dev");
process.env.NODE_ENV ??= dev ? "development" : "production";
process.chdir(path.join(import.meta.dirname, "../.."));

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void closeAll().then(() => process.exit(0)));

try {
  await start(readEnvironment(process.env), dev);
} catch (error) {
  const refused = error instanceof StartRefused;
  console.error(refused ? `Duijie did not start. ${error.message}` : error);
  await closeAll();
  process.exit(1);
}
