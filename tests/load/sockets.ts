import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { eventChannel } from "#db/listener.ts";
import { newId } from "#db/schema/columns.ts";
import { realtime } from "#realtime/events.ts";
import { median, round } from "./figures.ts";
import { addressOf, type Person } from "./person.ts";
import type { HolderMessage } from "./socket-holder.ts";

const rounds = 5;

/**
 * Opens live connections, as many for each person, and measures how long it takes from
 * a transaction's notice in the database until the last browser has it.
 */
export async function benchSockets(
  origin: string,
  databaseUrl: string,
  people: Person[],
  count: number,
  memory: () => string,
): Promise<string> {
  const before = memory();
  const connections = Array.from({ length: count }, (_, number) => ({
    cookie: people[number % people.length]?.cookie ?? "",
    address: addressOf(number + 100_000),
  }));
  const holder = fork(fileURLToPath(new URL("./socket-holder.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
  });
  const database = new pg.Client(databaseUrl);
  await database.connect();
  try {
    const began = performance.now();
    const standing = next(holder);
    holder.send({ origin, connections });
    const opened = await standing;
    if (opened.state !== "standing") throw new Error("a notice came before the connections stood");
    const opening = (performance.now() - began) / 1_000;
    const lines = [
      `${opened.connected} live connections stand after ${round(opening)} s, ${opened.failed} failed; memory ${before} before, ${memory()} with them`,
    ];
    if (opened.connected > 0 && opened.failed === 0) {
      const times: number[] = [];
      for (let one = 0; one < rounds; one += 1) times.push(await notice(database, holder));
      lines.push(
        `the last has a notice after ${round(median(times))} ms (median of ${rounds}; the slowest ${round(Math.max(...times))} ms)`,
      );
    }
    return lines.join("\n");
  } finally {
    await database.end();
    holder.kill("SIGKILL");
  }
}

async function next(holder: ChildProcess): Promise<HolderMessage> {
  const [message] = (await once(holder, "message")) as [HolderMessage];
  return message;
}

async function notice(database: pg.Client, holder: ChildProcess): Promise<number> {
  const event = realtime("story.changed", ["stories"], { storyId: newId() });
  const last = next(holder);
  const began = Date.now();
  await database.query("SELECT pg_notify($1, $2)", [eventChannel, JSON.stringify(event)]);
  const message = await last;
  return message.state === "noticed" ? message.at - began : Number.NaN;
}
