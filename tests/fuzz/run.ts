/**
 * npm run fuzz -- --seed N --cases 100000 [--only WORDS] [--replay FILE]: sends made-up
 * requests to the built product, started with demonstration data in a temporary folder,
 * or to one that runs (--url with --database). Ends with 1 where it found a failure.
 */
import fs from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { caseSchema, type Case, type Role } from "./case.ts";
import { formsOf, type LearnedForm } from "./forms.ts";
import { grouped } from "./grouped.ts";
import { Judge } from "./judge.ts";
import { makeCase } from "./makers/index.ts";
import { People } from "./people.ts";
import { startProduct, type Product } from "./product.ts";
import { randomOf } from "./random.ts";
import { addressOf, readRoutes, type Route } from "./routes.ts";
import { createSender, type Sender } from "./send.ts";
import { World } from "./world.ts";
import { Writes } from "./writes.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    cases: { type: "string", default: "10000" },
    only: { type: "string", default: "" },
    replay: { type: "string" },
    url: { type: "string" },
    database: { type: "string" },
    atOnce: { type: "string", default: "16" },
    failures: { type: "string", default: "test-results/fuzz" },
  },
});

const root = path.join(import.meta.dirname, "../..");
const seed = Number(values.seed);
const cases = Number(values.cases);
/** Cases between two looks at what they left; the last round may be shorter. */
const round = 2_000;
const megabyte = 1_048_576;
const mostGrowth = 512 * megabyte;

const product = values.url ? running(values.url) : await startProduct(root);
const pool = new pg.Pool({ connectionString: product.databaseUrl, max: 4 });
pool.on("error", () => {});
const world = new World(pool);
const people = new People(product.origin, pool);
const sender = createSender(product.origin, world, people);
const writes = new Writes(pool);
const judge = new Judge(product, sender, writes);
/** Limits that were reached would hide what lies behind them. */
const unlimited = setInterval(
  () => void pool.query("DELETE FROM rate_limit").catch(() => {}),
  1_000,
);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void product.stop().then(() => process.exit(1)));
let failed = true;
try {
  await world.learn();
  await people.begin();
  await writes.watch();
  if (values.replay) await replay(values.replay, sender, product);
  else await fuzz();
  failed = judge.failures.length > 0;
} finally {
  clearInterval(unlimited);
  sender.close();
  await pool.end();
  await product.stop();
}
process.exit(failed ? 1 : 0);

async function fuzz(): Promise<void> {
  const routes = await readRoutes(root);
  const began = performance.now();
  let told = 0;
  let forms = await learnForms(routes);
  console.log(
    `Seed ${seed}, ${cases} cases; ${routes.length} routes, ${forms.length} forms known.`,
  );
  let warm: number | null = null;
  for (let from = 0; from < cases; from += round) {
    const to = Math.min(cases, from + round);
    const answered = await sendAll(from, to, (number) => {
      const making = {
        random: randomOf(seed, number),
        world,
        routes,
        forms,
        origin: product.origin,
      };
      for (let tries = 0; ; tries += 1) {
        const made = makeCase(making);
        if (made.label.includes(values.only) || tries > 2_000) return made;
      }
    });
    const death = product.death();
    if (death !== null) {
      judge.fail({
        kind: "death",
        cause: death,
        detail: await lastWords(answered),
        made: null,
        number: to,
      });
      break;
    }
    await judge.settle();
    warm ??= product.memory();
    const memory = product.memory();
    console.log(
      `${to} cases, ${Math.round((performance.now() - began) / 1_000)} s; ${countsOf(judge)}; ` +
        `${judge.failures.length} failures; memory ${Math.round(memory / megabyte)} MB`,
    );
    for (const { kind, cause, number } of judge.failures.slice(told))
      console.log(`  ${kind} at case ${number}: ${cause}`);
    told = judge.failures.length;
    if (to === cases) checkMemory(warm, memory);
    else {
      await people.keep();
      await world.learn();
      forms = await learnForms(routes);
    }
  }
  await report();
}

/** Sends the cases of these numbers, some at once; the last that were under way come back. */
async function sendAll(from: number, to: number, make: (number: number) => Case): Promise<Case[]> {
  let next = from;
  const last: Case[] = [];
  const line = async () => {
    while (next < to && product.death() === null) {
      const number = next;
      next += 1;
      const made = make(number);
      last.push(made);
      if (last.length > 64) last.shift();
      judge.take(number, made, await sender.send(made));
    }
  };
  await Promise.all(Array.from({ length: Number(values.atOnce) }, line));
  return last;
}

/** Opens every page as those who may see it, and keeps the forms found there. */
async function learnForms(routes: readonly Route[]): Promise<LearnedForm[]> {
  const forms: LearnedForm[] = [];
  const readers: Role[] = [
    "guest",
    "enterprise",
    "university",
    "organizer",
    "admin",
    "reader",
    "institute",
  ];
  const visits = routes.flatMap((route, index) =>
    route.isResource
      ? []
      : readers.flatMap((as, reader) => {
          const times = route.pattern.includes(":") ? 2 : 1;
          return Array.from({ length: times }, (_, time) => ({
            as,
            path: addressOf(randomOf(seed, index * 100 + reader * 10 + time), world, route, false),
          }));
        }),
  );
  const found = new Map<string, LearnedForm>();
  let next = 0;
  const line = async () => {
    for (let visit = visits[next++]; visit; visit = visits[next++]) {
      const { as, path: page } = visit;
      const headers: [string, string][] = [["Accept", "text/html"]];
      const answer = await sender.send({
        kind: "http",
        label: "learn",
        as,
        method: "GET",
        path: page,
        headers,
        body: null,
      });
      if (answer.status !== 200) continue;
      for (const form of formsOf(answer.text, page, as, world))
        found.set(
          JSON.stringify([form.action, form.fields.map(({ name }) => name), form.buttons]),
          form,
        );
    }
  };
  await Promise.all(Array.from({ length: 8 }, line));
  for (const key of [...found.keys()].sort()) {
    const form = found.get(key);
    if (form) forms.push(form);
  }
  return forms;
}

function checkMemory(warm: number, now: number): void {
  if (now - warm <= mostGrowth) return;
  const detail = `${Math.round(warm / megabyte)} MB after the first round, ${Math.round(now / megabyte)} MB at the end`;
  judge.fail({ kind: "memory", cause: "memory", detail, made: null, number: -1 });
}

async function lastWords(cases: readonly Case[]): Promise<string> {
  const said = product.logSince(Math.max(0, product.logMark() - 3_000));
  return `${said}\nunder way: ${cases
    .slice(-Number(values.atOnce))
    .map(({ label }) => label)
    .join("; ")}`;
}

function countsOf({ statuses }: Judge): string {
  return [...statuses]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([status, count]) => `${status} ${count}`)
    .join(", ");
}

async function report(): Promise<void> {
  const folder = path.join(root, values.failures ?? "", `seed-${seed}`);
  await fs.rm(folder, { recursive: true, force: true });
  const causes = grouped(judge.failures, (one) => `${one.kind}: ${one.cause}`);
  let listed = 0;
  for (const [title, all] of causes) {
    const first = all[0];
    if (!first) continue;
    listed += 1;
    console.log(`\n${listed}. ${title} (${all.length})\n    ${first.detail}`);
    if (!first.made) continue;
    await fs.mkdir(folder, { recursive: true });
    const file = path.join(
      folder,
      `${String(listed).padStart(3, "0")}-${first.kind.replace(" ", "-")}.json`,
    );
    await fs.writeFile(file, `${JSON.stringify(first.made, null, 2)}\n`);
    console.log(`    --replay ${path.relative(root, file)}`);
  }
  console.log(
    `\n${countsOf(judge)}; ${judge.refusedChecked} refusals looked at for rows written; ${causes.size} causes of failure.`,
  );
}

/** Sends one kept case and shows what comes of it. */
async function replay(
  file: string,
  sending: Sender,
  { logMark, logSince }: Product,
): Promise<void> {
  const made = caseSchema.parse(JSON.parse(await fs.readFile(file, "utf8")));
  const mark = logMark();
  let answer = await sending.send(made);
  const written = await writes.during(async () => (answer = await sending.send(made)));
  console.log(
    `${made.label} as ${made.as}: ${answer.status ?? answer.reason}, ${Math.round(answer.milliseconds)} ms`,
  );
  console.log(JSON.stringify(answer.headers).slice(0, 2_000), `\n${answer.text.slice(0, 1_500)}`);
  console.log(`\nwritten: ${written.join(", ") || "nothing"}\n${logSince(mark)}`);
}

/** A product that somebody else started; its log and processes are not ours to look at. */
function running(url: string): Product {
  if (!values.database) throw new Error("--url needs --database: the address of its database");
  return {
    origin: url.replace(/\/$/, ""),
    databaseUrl: values.database,
    logSince: () => "",
    logMark: () => 0,
    death: () => null,
    memory: () => 0,
    stop: async () => {},
  };
}
