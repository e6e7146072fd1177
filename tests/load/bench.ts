/**
 * npm run bench:load [-- --documents 100000 --seconds 10 --sockets 5000 --processes 2
 * --only pages,mix,sockets --home DIR --data DIR]: how much the built product answers,
 * and when it bends. It starts the product on a home of its own, which is filled once
 * and kept for the next run, and beside it a bare Remix page with a list of 20, both
 * with the same number of processes. It prints figures of this machine and this run;
 * of these the ratios to the bare page mean something elsewhere.
 *
 * The ports from --port on are used: product, bare page and database.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { clusterDirectory, embeddedDatabaseUrl } from "#db/embedded/postgres.ts";
import { memoryOf, startProduct, type Product } from "#tests/support/product.ts";
import { prepareMarket, type Market } from "./market.ts";
import { benchMix } from "./mix.ts";
import { benchPages } from "./pages.ts";
import { createPerson, signIn, type Person } from "./person.ts";
import { benchSockets } from "./sockets.ts";

const parts = ["pages", "mix", "sockets"] as const;

const { values } = parseArgs({
  options: {
    documents: { type: "string", default: "100000" },
    seconds: { type: "string", default: "10" },
    sockets: { type: "string", default: "5000" },
    processes: { type: "string", default: String(os.availableParallelism()) },
    only: { type: "string", default: parts.join(",") },
    home: { type: "string" },
    data: { type: "string", default: process.env.DUIJIE_DATA_DIR ?? "../shared/data" },
    port: { type: "string", default: "4300" },
  },
});

const numberOf = (name: "documents" | "seconds" | "sockets" | "processes" | "port"): number => {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name}: not a number from 1`);
  return number;
};

const root = fileURLToPath(new URL("../..", import.meta.url));
const documents = numberOf("documents");
const seconds = numberOf("seconds");
const port = numberOf("port");
const databasePort = port + 2;
const home = path.resolve(values.home ?? path.join(os.tmpdir(), `duijie-load-${documents}`));
const only = parts.filter((part) => values.only.split(",").includes(part));

async function startBare(barePort: number): Promise<{ origin: string; stop: () => void }> {
  const file = fileURLToPath(new URL("./bare-server.tsx", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", file], {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(barePort),
      WEB_PROCESSES: values.processes,
    },
  });
  const ended = once(child, "exit").then(() => {
    throw new Error("the bare page did not start");
  });
  const origin = `http://localhost:${barePort}`;
  const answers = async () => {
    while (
      !(await fetch(origin).then(
        (answer) => answer.ok,
        () => false,
      ))
    )
      await wait(200);
  };
  await Promise.race([answers(), ended]);
  ended.catch(() => {});
  return { origin, stop: () => child.kill("SIGTERM") };
}

async function signedInPeople(product: Product, market: Market, count: number): Promise<Person[]> {
  const people = market.people
    .slice(0, count)
    .map((email, number) => createPerson(product.origin, number + 50_000, email));
  const left = [...people];
  const some = async () => {
    for (let person = left.pop(); person; person = left.pop())
      await signIn(person, market.password);
  };
  await Promise.all(Array.from({ length: 4 }, some));
  for (const person of people) person.leave();
  return people;
}

/** Megabytes of each kind of process. */
const memoryText = (product: Product) => (): string =>
  (["web", "worker"] as const)
    .map(
      (name) =>
        `${name} ${product
          .processes(name)
          .map((pid) => memoryOf(pid))
          .join("+")} MB`,
    )
    .join(", ");

await fs.mkdir(home, { recursive: true, mode: 0o755 });
const market = await prepareMarket(home, { documents, data: values.data, databasePort });
const product = await startProduct({
  root,
  port,
  env: {
    DUIJIE_HOME: home,
    DATABASE_PORT: String(databasePort),
    WEB_PROCESSES: values.processes,
    LOG_LEVEL: "warn",
  },
});
const bare = await startBare(port + 1);
try {
  console.log(
    `${documents} documents, ${values.processes} web processes, ${os.cpus()[0]?.model} × ${os.availableParallelism()}, Node ${process.version}, load ${os.loadavg()[0]?.toFixed(1)}`,
  );
  const memory = memoryText(product);
  if (only.includes("pages")) {
    const [person] = await signedInPeople(product, market, 1);
    if (!person) throw new Error("the market has no people");
    console.log(
      `\n${await benchPages({ product: product.origin, bare: bare.origin }, market, person, seconds)}`,
    );
  }
  bare.stop();
  if (only.includes("mix"))
    console.log(`\n${await benchMix(product.origin, market, seconds, memory)}`);
  if (only.includes("sockets")) {
    const people = await signedInPeople(product, market, 100);
    const url = await embeddedDatabaseUrl(await clusterDirectory(home), databasePort, "duijie");
    console.log(
      `\n${await benchSockets(product.origin, url, people, numberOf("sockets"), memory)}`,
    );
  }
} finally {
  bare.stop();
  await product.stop();
}
