/**
 * npm start: brings up everything the product needs, starts its processes and keeps
 * them alive. It answers no request and does no job itself.
 */
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { claimHome, requireFreePort } from "./claims.ts";
import { openDatabaseServer } from "./database-server.ts";
import { readEnvironment, StartRefused, type Environment } from "./environment.ts";
import { buildPages, requireBuiltPages } from "./pages.ts";
import { supervise } from "./supervisor.ts";

const closers: (() => Promise<void>)[] = [];
let closing: Promise<void> | undefined;

/** Undoes what was brought up, the last first. */
const closeAll = (): Promise<void> =>
  (closing ??= (async () => {
    for (const close of closers.reverse()) await close().catch(() => {});
  })());

const say = (line: string) => console.log(line);

async function start(environment: Environment): Promise<void> {
  const began = performance.now();
  await requireFreePort("PORT", environment.PORT, environment.HOST);
  if (environment.DUIJIE_ENV === "production") await requireBuiltPages();
  else await buildPages();
  closers.push(await claimHome(environment.DUIJIE_HOME));
  const database = await openDatabaseServer(environment, say);
  closers.push(database.stop);
  const { lines, stop } = await supervise({
    webProcesses: environment.WEB_PROCESSES,
    databaseUrl: database.url,
    say,
  });
  closers.push(stop);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  say(
    [
      "",
      `Duijie 对接  ${environment.origin}`,
      `Database     ${database.description}`,
      ...lines,
      "",
      `Ready after ${seconds} s. Stop with Ctrl+C.`,
    ].join("\n"),
  );
}

/** npm that is killed cannot hand its signal on: the product ends with it all the same. */
async function endWithNpm(): Promise<void> {
  const npm = process.ppid;
  while (process.env.npm_lifecycle_event !== undefined && !closing) {
    await wait(1_000, undefined, { ref: false });
    if (process.ppid !== npm) return void closeAll().then(() => process.exit(0));
  }
}

process.title = "duijie: supervisor";
process.chdir(path.join(import.meta.dirname, "../.."));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => void closeAll().then(() => process.exit(0)));
void endWithNpm();

try {
  await start(readEnvironment(process.env));
} catch (error) {
  const refused = error instanceof StartRefused;
  console.error(refused ? `Duijie did not start. ${error.message}` : error);
  await closeAll();
  process.exit(1);
}
