/** npm run dev: everything in one process, with pages built as they change. */
import path from "node:path";
import { createServer } from "vite";
import { claimHome, requireFreePort } from "./claims.ts";
import { openDatabaseServer } from "./database-server.ts";
import { readEnvironment } from "./environment.ts";
import { createLog } from "./log.ts";
import { openDoors } from "./serve.ts";
import { createParts } from "./services.ts";
import { startWork } from "./work.ts";

process.env.NODE_ENV ??= "development";
process.chdir(path.join(import.meta.dirname, "../.."));
const environment = readEnvironment(process.env);
await requireFreePort("PORT", environment.PORT, environment.HOST);
const giveUpHome = await claimHome(environment.DUIJIE_HOME);
const database = await openDatabaseServer(environment, console.log);
const parts = createParts(environment, database.url, createLog(environment, "dev"));
const { lines, close: stopWork } = await startWork(parts, environment, database.url);
const vite = await createServer({ server: { middlewareMode: true } });
const closeDoors = await openDoors(parts, environment, database.url, { vite });
console.log(["", `Duijie 对接  ${environment.origin}`, ...lines].join("\n"));

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    void (async () => {
      await closeDoors();
      await stopWork();
      await vite.close();
      await parts.close();
      await database.stop();
      await giveUpHome();
      process.exit(0);
    })();
  });
