/**
 * npm run faults -- --rounds 200 [--seed N] [--load MILLISECONDS] [--log FILE]
 *
 * Runs the product's real processes with parts outside that the harness can take away,
 * and in each round, under a load of writes that are counted as acknowledged or not,
 * makes one to three faults happen; then brings all back and checks that what was
 * acknowledged is there, once. Ends with 1 when anything does not hold.
 *
 * A round's choices follow from its seed alone: `--rounds 1 --seed` with the number on
 * a line does the same again, though not with the same timing of the processes.
 */
import { randomInt } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { freePort } from "#tests/support/free-port.ts";
import { mailServer } from "#tests/support/mail-server.ts";
import { startObjectStore } from "#tests/support/object-store.ts";
import { faults, type Parts } from "./faults.ts";
import { createPeople, signInOrganizer } from "./people.ts";
import { startPostgres } from "./postgres.ts";
import { createProduct } from "./product.ts";
import { openProxy } from "./proxy.ts";
import { runRound } from "./round.ts";
import type { Write } from "./writes/write.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "200" },
    seed: { type: "string" },
    load: { type: "string", default: "5000" },
    log: { type: "string" },
  },
});
const rounds = Number(values.rounds);
const firstSeed = values.seed === undefined ? randomInt(1, 1_000_000) : Number(values.seed);
const load = Number(values.load);
const say = (line: string) => console.log(line);
const shownViolations = 12;

const folder = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-faults-"));
const closers: (() => Promise<unknown>)[] = [() => fs.rm(folder, { recursive: true, force: true })];
let failed = 0;
process.once("SIGINT", () => void close().then(() => process.exit(130)));
process.once("SIGTERM", () => void close().then(() => process.exit(143)));

try {
  const began = performance.now();
  const parts = await bringUp();
  const { product, postgres } = parts;
  await product.start();
  const people = await createPeople(postgres.pool, product.origin, 8);
  const organizer = await signInOrganizer(product.origin);
  for (const { name, impossible } of faults) {
    const why = impossible?.(parts);
    if (why) say(`skipped: ${name} (${why})`);
  }
  say(`ready after ${since(began)}; ${rounds} rounds from seed ${firstSeed}`);

  const writes: Write[] = [];
  for (let number = 1; number <= rounds; number += 1) {
    const seed = firstSeed + number - 1;
    const start = performance.now();
    const report = await runRound({ parts, people, organizer, writes, seed, number, load });
    const { faults: happened, acknowledged, violations } = report;
    say(
      `round ${number} seed ${seed}: ${happened.join(", ")}; ` +
        `${acknowledged} of ${report.writes} writes acknowledged; ` +
        `${violations.length === 0 ? "all holds" : `${violations.length} VIOLATIONS`} (${since(start)})`,
    );
    for (const violation of violations.slice(0, shownViolations)) say(`  ${violation}`);
    if (violations.length > shownViolations)
      say(`  and ${violations.length - shownViolations} more`);
    if (violations.length > 0) failed += 1;
  }
  const kept = writes.filter(({ acknowledged }) => acknowledged).length;
  for (const what of new Set(writes.map((write) => write.what))) {
    const own = writes.filter((write) => write.what === what);
    say(`${what}: ${own.filter(({ acknowledged }) => acknowledged).length} of ${own.length}`);
  }
  say(
    `${rounds - failed} of ${rounds} rounds hold; ${kept} acknowledged writes of ${writes.length}; ` +
      `${parts.mail.accepted.length} mails; ${since(began)}`,
  );
} catch (error) {
  failed += 1;
  console.error(error);
  const log = await fs.readFile(path.join(folder, "product.log"), "utf8").catch(() => "");
  say(`the product's last words:\n${log.slice(-3_000)}`);
} finally {
  await close();
}
process.exit(failed > 0 ? 1 : 0);

async function bringUp(): Promise<Parts> {
  const postgres = await startPostgres(await freePort());
  closers.push(() => postgres.remove());
  const store = await startObjectStore(await freePort());
  closers.push(() => store.kill());
  const mail = await mailServer();
  await mail.start();
  closers.push(() => mail.stop());
  const wires = {
    postgres: await openProxy(postgres.port),
    store: await openProxy(store.port),
    mail: await openProxy(Number(new URL(mail.url).port)),
  };
  closers.push(() => Promise.all(Object.values(wires).map((wire) => wire.close())));
  const database = new URL(postgres.url);
  database.port = String(wires.postgres.port);
  const product = await createProduct(await freePort(), folder, {
    DATABASE_URL: database.href,
    DUIJIE_HOME: path.join(folder, "home"),
    SMTP_URL: `smtp://127.0.0.1:${wires.mail.port}`,
    MAIL_FROM: "Duijie <no-reply@faults.example>",
    S3_BUCKET: "duijie-faults",
    S3_ENDPOINT: `http://127.0.0.1:${wires.store.port}`,
    S3_ACCESS_KEY_ID: "faults",
    S3_SECRET_ACCESS_KEY: "faults-secret",
    WEB_PROCESSES: "2",
    LOG_LEVEL: "warn",
  });
  closers.push(() => product.stop());
  return { product, postgres, store, mail, wires };
}

async function close(): Promise<void> {
  if (values.log) await fs.copyFile(path.join(folder, "product.log"), values.log).catch(() => {});
  for (const one of closers.splice(0).reverse()) await one().catch(() => {});
}

function since(start: number): string {
  return `${((performance.now() - start) / 1_000).toFixed(1)} s`;
}
